"""Salience: which name before a place in a text it is about most.

Salience follows Lappin and Leass (1994): the weights of a name's mentions are added up, subjects
weigh more than others, and each sentence in between takes weight away; a resolved pronoun counts as
a mention of its name.
"""

from collections.abc import Iterator

from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.body_keys import body_keys
from kg.extraction.mentions.coreference.context import Context
from kg.extraction.mentions.coreference.people import People
from kg.extraction.mentions.references import speaks
from kg.extraction.wordlists import word_set

DESCRIPTION_REACH, REACH, SPEAKING_REACH = 30, 8, 3
"""How many sentences back a name may stand: of a description that its own words tie to the name, of
other mentions, and of what may be somebody else who speaks."""

UNNAMED = ("pronoun", "description", "headline-post")
"""How mentions are found that need an antecedent."""

_DECAY = 0.4
_SUBJECT, _SPEAKER, _OTHER, _POSSESSIVE = 3.0, 4.0, 1.0, 0.5
_QUOTED = 0.3
_UNKNOWN_GENDER = 0.7
_NO_ANTECEDENTS = (*UNNAMED, "adjective")


class Salience:
    """The salience of the names of one document, and the mentions resolved so far.

    Attributes:
        context, people: of the document.
        chains: by index of a resolved mention, that of the name it refers back to.
    """

    def __init__(self, context: Context, people: People) -> None:
        self.context, self.people = context, people
        self._weights = [_weight(tokens) for tokens in context.tokens]
        bodies = (m.name for m in context.mentions if m.type is EntityType.ORGANIZATION)
        self._bodies = body_keys(bodies)
        self.chains: dict[int, int] = {}

    def key(self, name: int) -> str:
        """What mentions of one body, or of one person, share."""
        mention = self.context.mentions[name]
        is_body = mention.type is EntityType.ORGANIZATION
        return self._bodies[mention.name] if is_body else self.people.key(name)

    def back(self, i: int, kind: EntityType, sentences: int) -> Iterator[tuple[int, int]]:
        """Earlier mentions of a type, nearest first, each with the name that it refers to."""
        for j in reversed(self.context.before(i)):
            if self._distance(j, i) > sentences:
                return
            name = self.chains.get(j, j)
            mention = self.context.mentions[name]
            if mention.type is kind and mention.found_by not in _NO_ANTECEDENTS:
                yield j, name

    def _distance(self, j: int, i: int) -> int:
        return self.context.sentences[i] - self.context.sentences[j]

    def most_salient(
        self,
        i: int,
        kind: EntityType,
        reach: int,
        gender: str | None = None,
        others: frozenset[str] = frozenset(),
    ) -> int | None:
        """The name of a type before mention `i` that the text is about most; None for none.

        Args:
            reach: how many sentences back it may stand.
            gender: of whom is meant ("f", "m").
            others: keys of those who are not meant.
        """
        scores: dict[str, float] = {}
        nearest: dict[str, int] = {}
        for j, name in self.back(i, kind, reach):
            key = self.key(name)
            known = self.people.gender(name) if gender else None
            if key in others or (known and known != gender):
                continue
            weight = self._weight_at(j, i) * (_UNKNOWN_GENDER if gender and not known else 1)
            scores[key] = scores.get(key, 0.0) + weight
            nearest.setdefault(key, name)
        named = (key for key in scores if scores[key] > 0)
        best = max(named, key=lambda key: (scores[key], nearest[key]), default=None)
        return None if best is None else nearest[best]

    def _weight_at(self, j: int, i: int) -> float:
        """What mention `j` adds to the salience of its name at mention `i`."""
        weight = self._weights[j] * _DECAY ** self._distance(j, i)
        is_elsewhere = self.context.quotes[j] not in (None, self.context.quotes[i])
        return weight * _QUOTED if is_elsewhere else weight

    def actors(self, i: int) -> frozenset[str]:
        """Keys of the subjects of the verb whose object a mention is: it does not refer to them. In
        "Roe thanked him", him is not Roe."""
        tokens = self.context.tokens[i]
        if tokens is None or tokens.root.dep_ not in ("dobj", "dative", "pobj"):
            return frozenset()
        verb = tokens.root.head
        verb = verb.head if verb.pos_ == "ADP" else verb
        subjects = {child.i for child in verb.lefts if child.dep_ == "nsubj"}
        return frozenset(
            self.key(self.chains.get(j, j))
            for j in self.context.before(i)
            if (before := self.context.tokens[j]) is not None and before.root.i in subjects
        )


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


def _is_credit(tokens: Slice) -> bool:
    """Whether a mention credits a photograph: "(Ada Roe/Agency)"."""
    before = tokens.doc[max(0, tokens.start - 1) : tokens.start].text
    after = tokens.doc[tokens.end : tokens.end + 1].text[:1]
    return "/" in tokens.text or after == "/" or before == "("
