"""Whom a description refers back to: "the minister", "the 34-year-old", "the company"."""

import re
from collections.abc import Collection

from kg.extraction.annotations import EntityType, MentionKind
from kg.extraction.genders import noun_gender
from kg.extraction.mentions.coreference.context import Context, is_another, last_word
from kg.extraction.mentions.coreference.salience import LONG_REACH, REACH, SHORT_REACH, Salience
from kg.extraction.mentions.governments import FOUND_BY
from kg.extraction.mentions.references import speaks
from kg.extraction.wordlists import word_lists, word_set

_LONGEST_TITLE = 40
_APPOSED = re.compile(r", (?:[A-Z][\w.’'-]* ){0,4}")
_BANK = len("bank")


def described_person(salience: Salience, i: int) -> int | None:
    """Index of the person or group that description `i` refers to, None where that is unsure.

    It is who holds the post; else, if the description is a speaker, the most salient person just
    before, unless that holds another post. None where a name follows in apposition ("the driver,
    Ada Roe"). A group is the last one named with the same noun.
    """
    context, tokens = salience.context, salience.context.tokens[i]
    head = re.sub(r"^\d+-", "", last_word(context.mentions[i]).lower())
    if context.mentions[i].type is EntityType.GROUP:
        groups = salience.back(i, EntityType.GROUP, LONG_REACH)
        return next((n for _, n in groups if last_word(context.mentions[n]).lower() == head), None)
    if tokens is None or _is_named_next(context, i) or is_another(tokens):
        return None
    if (holder := _holder(salience, i, head)) is not None:
        return holder
    is_epithet = head in word_set("descriptions", "epithets")
    if (not is_epithet and context.within(i)) or not _speaks_of_somebody_known(context, i):
        return None
    found = salience.most_salient(i, EntityType.PERSON, SHORT_REACH, noun_gender(head))
    if found is None or context.sentences[found] == context.sentences[i]:
        return None  # "Roe is ill, the doctor said" tells of another.
    return found if is_epithet or not salience.people.holds_any(found) else None


def _holder(salience: Salience, i: int, post: str) -> int | None:
    """The most salient person named who holds a post, in the nation that the description names."""
    people, mentions = salience.people, salience.context.mentions
    within = salience.context.within(i)
    holders, nation = people.holders.get(post, {}), None
    if within is not None and within.found_by == "adjective":
        nation = within.name.lower()
    elif within is not None and len(holders) != 1:
        return None
    keys: dict[str, bool] = {}
    names = [name for _, name in salience.back(i, EntityType.PERSON, LONG_REACH)]
    for name in names:
        last = last_word(mentions[name])
        is_of_nation = nation in (None, *people.nations.get(last, ()))
        keys[salience.key(name)] = last in holders and is_of_nation
    if sum(keys.values()) == 1:
        return next(name for name in names if keys[salience.key(name)])
    others = frozenset(key for key, holds in keys.items() if not holds)
    return salience.most_salient(i, EntityType.PERSON, REACH, others=others)


def _speaks_of_somebody_known(context: Context, i: int) -> bool:
    """Whether a description speaks and is not of somebody unnamed, whom the text introduced with
    the same noun: "an expert"."""
    tokens = context.tokens[i]
    if tokens is None or not (speaks(tokens.root) or speaks(tokens[-1])):
        return False
    head = tokens.root.lower_
    first = context.indefinite.get(head, tokens.start)
    return head not in word_set("descriptions", "unnamed") and first >= tokens.start


def _is_named_next(context: Context, i: int) -> bool:
    described, after = context.mentions[i], context.mentions[i + 1 : i + 3]
    names = (m for m in after if m.type is described.type and m.kind is MentionKind.NAME)
    gaps = (context.text[described.span.end : name.span.start][:_LONGEST_TITLE] for name in names)
    return _APPOSED.fullmatch(next(gaps, "")) is not None


def described_body(salience: Salience, i: int) -> int | None:
    """Index of the body that description `i` refers to, None where that is unsure.

    It is the most salient one of those whose names end with a word for such a body, else the only
    one; a business may be any body that is not of another kind, and so may an agency that speaks.
    """
    mentions, tokens = salience.context.mentions, salience.context.tokens[i]
    # The last token, because that made it a description: "bank" in "the 12-bank".
    if tokens is None or is_another(tokens) or _is_named_next(salience.context, i):
        return None
    head, body = tokens[-1].lower_, EntityType.ORGANIZATION
    is_other = tokens[0].lower_ == "this" and head in word_set("descriptions", "after this")
    if is_other or tokens.doc[tokens.end : tokens.end + 1].text == "of":
        return None
    kinds = word_lists("descriptions")["organizations"]
    names = {name: salience.key(name) for _, name in salience.back(i, body, LONG_REACH)}
    fitting = [n for n, key in names.items() if _ends(mentions[n].name, key, kinds[head])]
    own = {names[name] for name in fitting}
    is_business = head in word_set("descriptions", "businesses")
    if own:
        others = set(names.values()) - own
    elif is_business or (speaks(tokens.root) and head in word_set("descriptions", "speaking")):
        apart = kinds.keys() - word_set("descriptions", "businesses") - {head}
        apart |= word_set("descriptions", "no businesses")
        others = {key for n, key in names.items() if _ends(mentions[n].name, key, apart)}
    else:
        return None
    governments = [mentions[name] for name in fitting if mentions[name].found_by == FOUND_BY]
    if not is_business and len({each.of_country for each in governments}) > 1:
        return None  # of several countries
    found = salience.most_salient(i, body, REACH, others=frozenset(others))
    return found if found is not None or len(own) != 1 else fitting[0]


def _ends(name: str, key: str, words: Collection[str]) -> bool:
    """Whether a body's name in full ends with one of some words: "Commerzbank", "Bank of Italy"."""
    wholes = [part for each in (name, key) for part in (each, re.split(" (?:of|for) ", each)[0])]
    lasts = {whole.split()[-1].strip(".").lower() for whole in wholes}
    return any(last in words or last[-_BANK:] in words for last in lasts)
