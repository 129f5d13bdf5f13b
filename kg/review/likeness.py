"""How likely two stored entities are the same, by their names and a little by what is around."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance.JaroWinkler import similarity as jaro_winkler
from rapidfuzz.distance.Levenshtein import distance as levenshtein

from kg.extraction import EntityType
from kg.identity.names import fold
from kg.identity.tables import entries

_LONG_SURNAME = 7  # letters
_MOST_OF_A_WORD = 50  # a word that more names share tells nothing


@dataclass(frozen=True, slots=True)
class Stored:
    """An entity as the store has it, with its country and the documents that name it."""

    key: str
    type: EntityType
    name: str
    country: str | None
    documents: frozenset[str]

    @property
    def words(self) -> list[str]:
        """The words of its name, as they are compared."""
        return fold(self.name).split("-")


def worth_comparing(entities: list[Stored]) -> Iterator[tuple[Stored, Stored]]:
    """The pairs that share a word of their names, or initials with an acronym."""
    sharing: dict[str, list[Stored]] = defaultdict(list)
    for each in entities:
        words = {word for word in each.words if len(word) > 1} - entries("small_words.txt")
        for word in sorted({*words, _initials(each.words)}):
            sharing[word].append(each)
    seen = set()
    for group in sharing.values():
        if len(group) <= _MOST_OF_A_WORD:
            for one, other in combinations(group, 2):
                if (one.key, other.key) not in seen:
                    seen.add((one.key, other.key))
                    yield one, other


def likeness(one: Stored, other: Stored) -> float:
    """How likely two entities are the same, 0 to 1: by their names, a little by what is around.

    0 where their types differ, or where they belong to two countries.
    """
    elsewhere = one.country and other.country and one.country != other.country
    if one.type != other.type or elsewhere:
        return 0.0
    person = one.type is EntityType.PERSON
    by_name = _persons(one.words, other.words) if person else _bodies(one.words, other.words)
    beside = 0.05 * bool(one.country and one.country == other.country)
    beside += 0.05 * bool(one.documents & other.documents)
    return round(min(0.9 * by_name + beside, 1.0), 3) if by_name else 0.0


def _persons(one: list[str], other: list[str]) -> float:
    """Two names of persons: the same words in any order, or one surname with initials that fit."""
    if sorted(one) == sorted(other):
        return 1.0
    if len(one) < 2 or len(other) < 2 or not _is_one_surname(one[-1], other[-1]):
        return 0.0
    first, second = one[0], other[0]
    if first == second:
        return 0.95
    if one[-1] != other[-1]:
        return 0.0
    if first[0] == second[0] and 1 in (len(first), len(second)):
        return 0.8
    near: float = jaro_winkler(first, second)
    return near if near >= 0.85 and first[0] == second[0] else 0.0


def _is_one_surname(one: str, other: str) -> bool:
    """Whether two surnames may be spellings of one: "schroeder" and "schroder", "tolstoi" and
    "tolstoy", or a longer one with a letter more, less or another."""
    if not (one.isalpha() and other.isalpha()):
        return False
    same = _spelling(one) == _spelling(other)
    longer = min(len(one), len(other)) >= _LONG_SURNAME
    return same or (longer and one[0] == other[0] and levenshtein(one, other) == 1)


def _spelling(name: str) -> str:
    """A folded name in one spelling: without umlauts' e, doubled letters, and y for i."""
    plain = re.sub("(?<=[aou])e", "", name).replace("y", "i")
    return re.sub(r"(.)\1", r"\1", plain)


def _bodies(one: list[str], other: list[str]) -> float:
    """Two names of bodies or places: an acronym of the other, all words in it, or nearly alike."""
    shorter, longer = sorted((one, other), key=len)
    if shorter == [_initials(longer)]:
        return 0.85
    if set(shorter) <= set(longer):
        return 0.5 + 0.5 * len("".join(shorter)) / len("".join(longer))
    return _alike(one, other)


def _alike(one: list[str], other: list[str]) -> float:
    """How alike two names are whose words, each for each, are the same or nearly so; else 0."""
    if len(one) != len(other):
        return 0.0
    near = [float(jaro_winkler(*pair)) for pair in zip(one, other, strict=True)]
    same = (
        a == b or (score >= 0.9 and min(len(a), len(b)) > 3 and a.isalpha() and b.isalpha())
        for a, b, score in zip(one, other, near, strict=True)
    )
    return sum(near) / len(near) if all(same) else 0.0


def _initials(words: list[str]) -> str:
    letters = [word[0] for word in words if word not in entries("small_words.txt")]
    return "".join(letters) if len(letters) > 1 else words[0]
