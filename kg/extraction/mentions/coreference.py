"""Coreference: which name a pronoun or description refers back to.

It is the most salient name before it that fits. Salience follows Lappin and Leass (1994): the
weights of a name's mentions are added up, subjects weigh more than others, and each sentence in
between takes weight away; a resolved pronoun counts as a mention of its name.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention, MentionKind
from kg.extraction.extensions import text_of
from kg.extraction.genders import (
    courtesy_gender,
    gender_of,
    given_gender,
    given_gender_of,
    noun_gender,
)
from kg.extraction.mentions.body_keys import body_keys
from kg.extraction.mentions.governments import FOUND_BY
from kg.extraction.mentions.references import speaks
from kg.extraction.posts import titles_beside
from kg.extraction.text.paragraphs import paragraphs
from kg.extraction.text.quotations import outermost, quotations
from kg.extraction.wordlists import word_lists, word_set

_DESCRIPTION_REACH = 30
_PRONOUN_REACH = 8
_SPEAKING_REACH = 3
_MOST_MENTIONS_BACK = 200
_DECAY = 0.4
_SUBJECT, _SPEAKER, _OTHER, _POSSESSIVE = 3.0, 4.0, 1.0, 0.5
_QUOTED = 0.3
_UNKNOWN_GENDER = 0.7
_LONGEST_TITLE = 40
_TO_PARTY_PLACE = 3  # ", D-" in "Ada Roe, D-Ohio"
_TITLE = re.compile(r" (?:[\w-]+ ){1,4}")
_APPOSED = re.compile(r", (?:[A-Z][\w.’'-]* ){0,4}")


def with_antecedents(doc: Doc, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with their antecedents; pronouns and descriptions without one are left out.

    Args:
        mentions: all mentions in text order, names among them.
    """
    resolver = _Resolver(doc, mentions)
    found = [resolver.antecedent(i) for i in range(len(mentions))]
    keep = [
        i
        for i, mention in enumerate(mentions)
        if not _needs_antecedent(mention) or found[i] is not None
    ]
    index = {old: new for new, old in enumerate(keep)}
    return tuple(replace(mentions[i], antecedent=_moved(found[i], index)) for i in keep)


_UNNAMED = frozenset({"pronoun", "description", "headline-post"})
_NO_ANTECEDENTS = _UNNAMED | {"adjective"}


def _needs_antecedent(mention: Mention) -> bool:
    return mention.found_by in _UNNAMED


def _is_person(mention: Mention) -> bool:
    return mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME


def _moved(antecedent: int | None, index: dict[int, int]) -> int | None:
    return None if antecedent is None else index.get(antecedent)


class _Resolver:
    """Resolves the mentions of one document in text order, and remembers the results."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self._doc, self._text = doc, text_of(doc)
        self._mentions = mentions
        self._tokens = [doc.char_span(*m.span, alignment_mode="expand") for m in mentions]
        self._sentences = _sentence_numbers(doc)
        self._quotes = _quote_numbers(doc, mentions)
        self._weights = [_weight(tokens) for tokens in self._tokens]
        self._chains: dict[int, int] = {}
        self._roles: dict[str, set[str]] = {}
        self._nations: dict[str, set[str]] = {}
        self._holders: dict[str, dict[str, None]] = {}
        self._genders: dict[str, str] = {}
        self._families = _families(mentions)
        bodies = (m.name for m in mentions if m.type is EntityType.ORGANIZATION)
        self._bodies = body_keys(bodies)
        self._first_named: dict[str, int] = {}
        self._indefinite: dict[str, int] = {}
        for token in doc:
            if token.pos_ == "NOUN" and not _is_definite(token):
                self._indefinite.setdefault(token.lower_, token.i)
        self._learn()

    def _learn(self) -> None:
        """Collect the posts and genders of the people named, by last name."""
        for i, (mention, tokens) in enumerate(zip(self._mentions, self._tokens, strict=True)):
            if not tokens or not _is_person(mention):
                continue
            self._first_named.setdefault(_last(mention), i)
            for beside in titles_beside(self._doc, tokens.start, tokens.end):
                title = self._doc[beside.title_start : beside.title_end]
                for word in title:
                    self._hold(mention, _whole_word(word.lower_))
            if party := self._party_behind(i):
                self._hold(mention, party)
            for child in tokens.root.children:
                if child.dep_ == "appos" and child.lower_ in word_set("descriptions", "persons"):
                    self._hold(mention, child.lower_)
            if nation := self._nation_before(i):
                self._nations.setdefault(_last(mention), set()).add(nation)
            if gender := gender_of(self._text, mention):
                self._genders.setdefault(self._key(i), gender)

    def _hold(self, person: Mention, role: str) -> None:
        self._roles.setdefault(_last(person), set()).add(role)
        self._holders.setdefault(role, {})[_last(person)] = None

    def _nation_before(self, i: int) -> str | None:
        """The nation whose post a person is named with: "Syrian" in "Syrian President Ada Roe"."""
        before = self._mentions[i - 1] if i else None
        if before is None or before.found_by != "adjective":
            return None
        gap = self._text[before.span.end : self._mentions[i].span.start]
        return before.name.lower() if _TITLE.fullmatch(gap) else None

    def _party_behind(self, i: int) -> str | None:
        """A member of the party behind a politician's name: "democrat" of "Ada Roe, D-Ohio"."""
        tokens, behind = self._tokens[i], self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if not tokens or not behind or self._mentions[i + 1].found_by != "party":
            return None
        is_next = behind.start - tokens.end == _TO_PARTY_PLACE
        return _whole_word(self._doc[behind.start - 2].lower_) if is_next else None

    def _nation_within(self, i: int) -> str | None:
        """The nation in a description: "Syrian" in "the Syrian president"."""
        end = self._mentions[i].span.end
        following = self._mentions[i + 1] if i + 1 < len(self._mentions) else None
        if following is None or following.span.end > end or following.found_by != "adjective":
            return None
        return following.name.lower()

    def antecedent(self, i: int) -> int | None:
        """Index of the name that mention `i` refers to, None where that is unsure."""
        mention = self._mentions[i]
        if not _needs_antecedent(mention):
            return None
        if mention.kind is MentionKind.PRONOUN:
            found = self._of_pronoun(i)
        elif mention.found_by == "headline-post":
            found = self._of_headline_post(i)
        elif mention.type is EntityType.PERSON:
            found = self._of_person(i)
        elif mention.type is EntityType.GROUP:
            found = self._of_group(i)
        else:
            found = self._of_organization(i)
        if found is not None:
            self._chains[i] = found
        return found

    def _back(self, i: int, kind: EntityType, sentences: int) -> Iterator[tuple[int, int]]:
        """Earlier mentions of a type, nearest first, each with the name that it refers to."""
        here = self._sentence(i)
        for j in range(i - 1, max(-1, i - _MOST_MENTIONS_BACK), -1):
            if here - self._sentence(j) > sentences:
                return
            name = self._chains.get(j, j)
            mention = self._mentions[name]
            if mention.type is kind and mention.found_by not in _NO_ANTECEDENTS:
                yield j, name

    def _sentence(self, i: int) -> int:
        tokens = self._tokens[i]
        return self._sentences[tokens.start] if tokens else 0

    def _of_pronoun(self, i: int) -> int | None:
        mention = self._mentions[i]
        gender = gender_of(self._text, mention)
        found = self._most_salient(i, mention.type, _PRONOUN_REACH, gender, self._actors(i))
        if found is not None and mention.type is EntityType.GROUP and self._may_be_others(i):
            return None
        if found is not None and gender:
            self._genders.setdefault(self._key(found), gender)
        return found

    def _may_be_others(self, i: int) -> bool:
        """Whether people without a name act before "they" in its sentence, whom it may mean."""
        tokens = self._tokens[i]
        if tokens is None:
            return False
        named = {
            t.i for other in self._tokens[max(0, i - _MOST_MENTIONS_BACK) : i] for t in other or ()
        }
        before = self._doc[tokens.sent.start : tokens.start]
        return any(
            t.tag_ == "NNS" and t.dep_ in ("nsubj", "nsubjpass") and t.i not in named
            for t in before
        )

    def _most_salient(
        self,
        i: int,
        kind: EntityType,
        reach: int,
        gender: str | None = None,
        others: frozenset[str] = frozenset(),
    ) -> int | None:
        scores: dict[str, float] = {}
        nearest: dict[str, int] = {}
        for j, name in self._back(i, kind, reach):
            key = self._key(name)
            known = self._gender(name) if gender else None
            if key in others or (known and known != gender):
                continue
            weight = self._weights[j] * _DECAY ** (self._sentence(i) - self._sentence(j))
            if self._quotes[j] not in (None, self._quotes[i]):
                weight *= _QUOTED
            if gender and not known:
                weight *= _UNKNOWN_GENDER
            scores[key] = scores.get(key, 0.0) + weight
            nearest.setdefault(key, name)
        named = (key for key in scores if scores[key] > 0)
        best = max(named, key=lambda key: (scores[key], nearest[key]), default=None)
        return None if best is None else nearest[best]

    def _actors(self, i: int) -> frozenset[str]:
        """The persons who are subjects of the verb whose object a pronoun is: it does not refer to
        them. In "Roe thanked him", him is not Roe."""
        tokens = self._tokens[i]
        if tokens is None or tokens.root.dep_ not in ("dobj", "dative", "pobj"):
            return frozenset()
        verb = tokens.root.head
        verb = verb.head if verb.pos_ == "ADP" else verb
        subjects = {child.i for child in verb.lefts if child.dep_ == "nsubj"}
        return frozenset(
            self._key(self._chains.get(j, j))
            for j in range(max(0, i - _MOST_MENTIONS_BACK), i)
            if (before := self._tokens[j]) is not None and before.root.i in subjects
        )

    def _gender(self, name: int) -> str | None:
        return given_gender(self._mentions[name]) or self._genders.get(self._key(name))

    def _key(self, name: int) -> str:
        """What mentions of one body share, and those of one person: the last name, with the first
        one before it where several persons have it. The last name alone is then the first of
        them."""
        mention = self._mentions[name]
        if mention.type is EntityType.ORGANIZATION:
            return self._bodies[mention.name]
        given, last = mention.name.split()[0], _last(mention)
        family = self._families.get(last, ())
        if len(family) < 2:
            return last
        if given not in family:
            gender = courtesy_gender(self._text, mention)
            same = (each for each in family if given_gender_of(each) == gender)
            given = next(same if gender else iter(()), next(iter(family)))
        return f"{given} {last}"

    def _of_person(self, i: int) -> int | None:
        """The last person named who holds the post; else, if the description is a speaker, the most
        salient person just before, unless that holds another post. None where a name follows in
        apposition ("the driver, Ada Roe")."""
        if self._is_named_next(i):
            return None
        head = re.sub(r"^\d+-", "", _last(self._mentions[i]).lower())
        nation = self._nation_within(i)
        is_only = len(self._holders.get(head, ())) == 1
        for _, name in self._back(i, EntityType.PERSON, _DESCRIPTION_REACH):
            last = _last(self._mentions[name])
            of_nation = nation is None or nation in self._nations.get(last, ())
            of_nation = of_nation and (is_only or not self._holds_name(i))
            if of_nation and head in self._roles.get(last, ()):
                return name
        is_epithet = head in word_set("descriptions", "epithets")
        tokens = self._tokens[i]
        if (nation or self._holds_name(i)) and not is_epithet:
            return None
        if (
            tokens is None
            or not (speaks(tokens.root) or speaks(tokens[-1]))
            or self._introduced(tokens)
        ):
            return None
        found = self._most_salient(i, EntityType.PERSON, _SPEAKING_REACH, noun_gender(head))
        if found is not None and self._sentence(found) == self._sentence(i):
            return None  # "Roe is ill, the doctor said" tells of another.
        is_other = found is not None and self._roles.get(_last(self._mentions[found]))
        return None if is_other and not is_epithet else found

    def _holds_name(self, i: int) -> bool:
        """Whether a name stands in a description: "the Vermont senator"."""
        end = self._mentions[i].span.end
        following = self._mentions[i + 1 : i + 2]
        return any(each.span.end <= end and each.found_by != "adjective" for each in following)

    def _is_named_next(self, i: int) -> bool:
        span = self._mentions[i].span
        for following in self._mentions[i + 1 : i + 3]:
            gap = self._text[span.end : following.span.start][:_LONGEST_TITLE]
            if _is_person(following):
                return _APPOSED.fullmatch(gap) is not None
        return False

    def _introduced(self, described: Slice) -> bool:
        """Whether the description is of somebody unnamed, whom the text introduced with the same
        noun: "an expert"."""
        head = described.root
        first = self._indefinite.get(head.lower_, described.start)
        return head.lower_ in word_set("descriptions", "unnamed") or first < described.start

    def _of_headline_post(self, i: int) -> int | None:
        """The only person named in the text who holds the post that a headline mentions."""
        head = _last(self._mentions[i]).lower()
        holders = self._holders.get(head, {})
        return self._first_named[next(iter(holders))] if len(holders) == 1 else None

    def _of_group(self, i: int) -> int | None:
        head = _last(self._mentions[i])
        groups = self._back(i, EntityType.GROUP, _DESCRIPTION_REACH)
        return next((name for _, name in groups if _last(self._mentions[name]) == head), None)

    def _are_of_several_countries(self, bodies: Sequence[int]) -> bool:
        """Whether some bodies are governments, and not all of one country."""
        found = [self._mentions[i] for i in bodies if self._mentions[i].found_by == FOUND_BY]
        return len({body.of_country for body in found}) > 1

    def _of_organization(self, i: int) -> int | None:
        tokens = self._tokens[i]
        # The last token, because that made it a description: "bank" in "the 12-bank".
        if tokens is None or _is_another_body(tokens):
            return None
        head = tokens[-1].lower_
        kinds = word_lists("descriptions")["organizations"].get(head, ())
        names = [name for _, name in self._back(i, EntityType.ORGANIZATION, _DESCRIPTION_REACH)]
        fitting = [name for name in names if _has_word(self._mentions[name], kinds)]
        if head in word_set("descriptions", "businesses"):
            own = {self._key(name) for name in fitting}
            others = frozenset(key for key in map(self._key, names) if own and key not in own)
            others |= self._actors(i)
            found = self._most_salient(i, EntityType.ORGANIZATION, _PRONOUN_REACH, others=others)
            return found if found is not None or not fitting else fitting[0]
        if fitting and not self._are_of_several_countries(fitting):
            return fitting[0]
        if speaks(tokens.root) and head in word_set("descriptions", "speaking"):
            return self._most_salient(i, EntityType.ORGANIZATION, _SPEAKING_REACH)
        return None


def _is_another_body(described: Slice) -> bool:
    """Whether a description is of a body that was not named before: "the new company", "the firm of
    Finch and Orrin"."""
    others = word_set("descriptions", "others")
    is_named_next = described.doc[described.end : described.end + 1].text == "of"
    return is_named_next or any(token.lower_ in others for token in described)


def _has_word(mention: Mention, words: Collection[str]) -> bool:
    return any(word.strip(".").lower() in words for word in mention.name.split())


def _families(mentions: Sequence[Mention]) -> dict[str, dict[str, None]]:
    """By last name, the first names of the persons that have it, in the order of the text."""
    families: dict[str, dict[str, None]] = {}
    for mention in mentions:
        if _is_person(mention) and " " in mention.name:
            families.setdefault(_last(mention), {})[mention.name.split()[0]] = None
    return families


def _sentence_numbers(doc: Doc) -> list[int]:
    """For each token the number of its sentence."""
    numbers: list[int] = []
    for number, sentence in enumerate(doc.sents):
        numbers += [number] * len(sentence)
    return numbers


def _quote_numbers(doc: Doc, mentions: Sequence[Mention]) -> list[int | None]:
    """For each mention the number of the outermost quotation that it stands in."""
    text = text_of(doc)
    found = outermost(quotations(text, doc._.kg_paragraphs or tuple(paragraphs(text))))
    starts = [quotation.span.start for quotation in found]
    numbers: list[int | None] = []
    for mention in mentions:
        number = bisect_right(starts, mention.span.start) - 1
        inside = number >= 0 and mention.span.start < found[number].span.end
        numbers.append(number if inside else None)
    return numbers


def _is_definite(token: Token) -> bool:
    return (
        any(
            child.dep_ in ("det", "poss") and child.lower_ not in ("a", "an", "one", "another")
            for child in token.lefts
        )
        or token.pos_ == "PROPN"
        or token.dep_ in ("appos", "compound")
    )


def _whole_word(title: str) -> str:
    """A title that may be cut short, as descriptions have it: "senator" for "sen."."""
    return str(word_lists("descriptions")["cut short"].get(title.rstrip("."), title))


def _is_credit(tokens: Slice) -> bool:
    """Whether a mention credits a photograph: "(Ada Roe/Agency)"."""
    before = tokens.doc[max(0, tokens.start - 1) : tokens.start].text
    after = tokens.doc[tokens.end : tokens.end + 1].text[:1]
    return "/" in tokens.text or after == "/" or before == "("


def _weight(tokens: Slice | None) -> float:
    """How much a mention adds to the salience of what it names."""
    if tokens is None:
        return _OTHER
    if _is_credit(tokens):
        return 0.0
    root = tokens.root.head if tokens.root.dep_ == "appos" else tokens.root
    role = root.dep_
    if role in ("nsubj", "nsubjpass"):
        return _SPEAKER if speaks(root) else _SUBJECT
    if role == "pobj" and root.head.lower_ == "to" and root.head.head.lower_ == "according":
        return _SPEAKER
    if tokens.text.lower() in word_set("descriptions", "agencies"):
        return 0.0  # It is told what others do.
    return _POSSESSIVE if role == "poss" else _OTHER


def _last(mention: Mention) -> str:
    return mention.name.rsplit(maxsplit=1)[-1]
