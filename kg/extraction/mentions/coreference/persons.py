"""Whom a description of a person refers back to: "the minister", "the 34-year-old"."""

import re

from kg.extraction.annotations import EntityType
from kg.extraction.genders import noun_gender
from kg.extraction.mentions.coreference.context import Context, is_person, last_word
from kg.extraction.mentions.coreference.salience import (
    DESCRIPTION_REACH,
    SPEAKING_REACH,
    Salience,
)
from kg.extraction.mentions.references import speaks
from kg.extraction.wordlists import word_set

_LONGEST_TITLE = 40
_APPOSED = re.compile(r", (?:[A-Z][\w.’'-]* ){0,4}")


def described_person(salience: Salience, i: int) -> int | None:
    """Index of the name that description `i` refers to, None where that is unsure.

    It is the last person named who holds the post; else, if the description is a speaker, the most
    salient person just before, unless that holds another post. None where a name follows in
    apposition ("the driver, Ada Roe").
    """
    context = salience.context
    if _is_named_next(context, i):
        return None
    head = re.sub(r"^\d+-", "", last_word(context.mentions[i]).lower())
    holder = _holder(salience, i, head)
    if holder is not None:
        return holder
    is_epithet = head in word_set("descriptions", "epithets")
    if not is_epithet and (_nation_within(context, i) or _holds_name(context, i)):
        return None
    if not _speaks_of_somebody_known(context, i):
        return None
    found = salience.most_salient(i, EntityType.PERSON, SPEAKING_REACH, noun_gender(head))
    if found is None or context.sentences[found] == context.sentences[i]:
        return None  # "Roe is ill, the doctor said" tells of another.
    return found if is_epithet or not salience.people.holds_any(found) else None


def _holder(salience: Salience, i: int, post: str) -> int | None:
    """The last person named who holds a post, in the nation that the description names."""
    people, nation = salience.people, _nation_within(salience.context, i)
    holders = people.holders.get(post, {})
    if len(holders) != 1 and _holds_name(salience.context, i):
        return None
    for _, name in salience.back(i, EntityType.PERSON, DESCRIPTION_REACH):
        last = last_word(salience.context.mentions[name])
        if last in holders and nation in (None, *people.nations.get(last, ())):
            return name
    return None


def _speaks_of_somebody_known(context: Context, i: int) -> bool:
    """Whether a description speaks and is not of somebody unnamed, whom the text introduced with
    the same noun: "an expert"."""
    tokens = context.tokens[i]
    if tokens is None or not (speaks(tokens.root) or speaks(tokens[-1])):
        return False
    head = tokens.root.lower_
    first = context.indefinite.get(head, tokens.start)
    return head not in word_set("descriptions", "unnamed") and first >= tokens.start


def _nation_within(context: Context, i: int) -> str | None:
    """The nation in a description: "Syrian" in "the Syrian president"."""
    within = context.within(i)
    return within.name.lower() if within and within.found_by == "adjective" else None


def _holds_name(context: Context, i: int) -> bool:
    """Whether a name stands in a description: "the Vermont senator"."""
    within = context.within(i)
    return within is not None and within.found_by != "adjective"


def _is_named_next(context: Context, i: int) -> bool:
    span = context.mentions[i].span
    for following in context.mentions[i + 1 : i + 3]:
        if is_person(following):
            gap = context.text[span.end : following.span.start][:_LONGEST_TITLE]
            return _APPOSED.fullmatch(gap) is not None
    return False
