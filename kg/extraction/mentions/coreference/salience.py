"""Salience: which name before a place in a text it is about most.

As with Lappin and Leass (1994), what the mentions of a name add to its salience is summed up, and a
resolved pronoun is a mention of its name. What each adds follows from signs (its role, how far back
it is), whose weights are fitted to text: training/coreference/fit.py.
"""

from collections import defaultdict
from collections.abc import Iterator
from math import exp

from spacy.tokens import Token

from kg.extraction.annotations import EntityType, MentionKind
from kg.extraction.mentions.body_keys import body_keys
from kg.extraction.mentions.coreference.attributed import Attributed
from kg.extraction.mentions.coreference.context import REFERRING, UNNAMED, Context
from kg.extraction.mentions.coreference.people import People
from kg.extraction.mentions.references import is_person_word, speaks
from kg.extraction.wordlists import word_lists, word_set

LONG_REACH, REACH, SHORT_REACH = 30, 12, 3
"""How many sentences back a name may stand: of a description that its own words tie to the name, of
other mentions, and of what may be somebody else who speaks."""

_LEAST_SHARE = 0.5
_FAR = 3  # sentences
_ROLES = {"poss": "possessive", "dobj": "object", "dative": "object", "nsubj": "subject"}
_ROLES["nsubjpass"] = "subject"


class Salience:
    """The salience of the names of one document, and the mentions resolved so far.

    Attributes:
        context, people, attributed: of the document.
        chains: by index of a resolved mention, that of the name it refers back to.
    """

    def __init__(self, context: Context, people: People) -> None:
        self.context, self.people = context, people
        self.attributed = Attributed(context)
        self._roles = [self._role(i) for i in range(len(context.mentions))]
        bodies = (m.name for m in context.mentions if m.type is EntityType.ORGANIZATION)
        self._bodies = body_keys(bodies)
        self.chains: dict[int, int] = {}

    def key(self, mention: int) -> str:
        """What mentions of one body, or of one person, share."""
        name = self.chains.get(mention, mention)
        found = self.context.mentions[name]
        if found.found_by == UNNAMED:
            return f"the {found.name.lower()}"
        is_body = found.type is EntityType.ORGANIZATION
        return self._bodies[found.name] if is_body else self.people.key(name)

    def back(self, i: int, kind: EntityType, sentences: int) -> Iterator[tuple[int, int]]:
        """Earlier mentions of a type, nearest first, each with the name that it refers to."""
        is_pronoun = self.context.mentions[i].kind is MentionKind.PRONOUN
        no_antecedents = {*REFERRING, "adjective", *(() if is_pronoun else (UNNAMED,))}
        for j in reversed(self.context.before(i)):
            if self.context.sentences[i] - self.context.sentences[j] > sentences:
                return
            name = self.chains.get(j, j)
            found = self.context.mentions[name]
            if found.type is kind and found.found_by not in no_antecedents:
                yield j, name

    def most_salient(
        self,
        i: int,
        kind: EntityType,
        reach: int,
        gender: str | None = None,
        others: frozenset[str] = frozenset(),
    ) -> int | None:
        """The name of a type before mention `i` likelier meant than all others together, or None.

        Args:
            reach: how many sentences back it may stand.
            gender: of whom is meant ("f", "m").
            others: keys of those who are not meant.
        """
        scores: dict[str, float] = defaultdict(float)
        nearest: dict[str, int] = {}
        for name, signs in self.candidates(i, kind, reach):
            key, known = self.key(name), self.people.gender(name) if gender else None
            if key not in others and known in (None, gender):
                unknown = () if known == gender else ("unknown gender",)
                weights = (word_lists("coreference")[each] for each in (*signs, *unknown))
                scores[key] += exp(sum(weights))
                nearest.setdefault(key, name)
        best = max(scores, key=lambda key: (scores[key], nearest[key]), default=None)
        is_sure = best is not None and scores[best] > _LEAST_SHARE * sum(scores.values())
        return nearest[best] if best is not None and is_sure else None

    def candidates(
        self, i: int, kind: EntityType, reach: int
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The names that mention `i` may mean, nearest first, once for each of their mentions, with
        the signs that it tells how likely that is."""
        others, is_last = self._others(i), True
        for j, name in self.back(i, kind, reach):
            is_named = self.context.mentions[name].found_by != UNNAMED
            if self.key(name) not in others and self._roles[j] is not None:
                yield name, (*self._signs(j, i), *("last named",) * (is_last and is_named))
            is_last = is_last and (j != name or not is_named)

    def _signs(self, j: int, i: int) -> Iterator[str]:
        role, distance = self._roles[j] or "", self.context.distance(j, i)
        yield role
        if role == self._roles[i] == "speaker":
            yield "speaker too"
        yield f"{min(distance, _FAR)} back"
        yield from ["further"] * (distance - _FAR)
        if self.context.quotes[j] not in (None, self.context.quotes[i]):
            yield "elsewhere quoted"
        if j in self.attributed.tellers.get(i, ()):
            yield "teller"

    def _others(self, i: int) -> set[str]:
        """Keys of those whom a mention does not mean: the subjects of the verb whose object it is
        (in "Roe thanked him", him is not Roe), and whom what is said rules out."""
        others = set(self._subjects_over(i))
        if self.context.mentions[i].type is EntityType.PERSON:  # A body often says its own name.
            others |= self.attributed.others.get(i, set())
        return {self.key(j) for j in others}

    def _subjects_over(self, i: int) -> Iterator[int]:
        if (tokens := self.context.tokens[i]) is None:
            return
        above, role = tokens.root.head, tokens.root.dep_
        above = above.head if above.pos_ == "ADP" else above
        others: set[int] = set()
        if role in ("dobj", "dative", "pobj"):
            others = {doer.i for doer in _doers(above)}
        elif role == "poss" and above.dep_ == "appos":
            others = {above.head.i}
        for j in self.context.before(i):
            before = self.context.tokens[j]
            if before is not None and before.root.i in others:
                yield j

    def _role(self, i: int) -> str | None:
        """The role of a mention; None of agencies, which are told what others do."""
        if (tokens := self.context.tokens[i]) is None:
            return "other"
        root = tokens.root.head if tokens.root.dep_ == "appos" else tokens.root
        role = _ROLES.get(root.dep_, "other")
        if role != "possessive" and (i in self.attributed.speakers or speaks(root)):
            role = "speaker"
        is_told = role == "other" and tokens.text.lower() in word_set("descriptions", "agencies")
        is_part = root.dep_ == "compound" and is_person_word(root.head)  # "an Orrin resident"
        return None if is_told or is_part else role


def _doers(verb: Token) -> list[Token]:
    """Who does what a verb says, in its own clause or the one that it continues: Roe in "Roe came
    and thanked him", Poe in "Roe asked Poe to thank him"."""
    own = [child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")]
    if own or verb.dep_ not in ("advcl", "conj", "xcomp"):
        return own
    told = [child for child in verb.head.rights if child.dep_ == "dobj"]
    return told if told and verb.dep_ == "xcomp" else _doers(verb.head)
