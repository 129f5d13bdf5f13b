"""Entities that a name in somebody's table may mean, the likeliest first, with a score."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from heapq import nlargest
from pathlib import Path

from rapidfuzz.fuzz import WRatio, token_ratio
from rapidfuzz.process import cdist

from kg.identity.names import tidy, untitled
from kg.identity.places.countries import countries
from kg.search.facts import Value, facts_of
from kg.search.folding import folded
from kg.search.variants import variants

_MOST = 50  # entities that share most words with a name
_COMPARED = 10  # of them those that are compared by a slower measure
_BEST = 100.0
_NEXT_BEST = 99.0  # of a name that is not the very same
_WEIGHT = 0.4  # of each property, where the name weighs 1
_CANDIDATES = Path(__file__).with_name("candidates.sql").read_text(encoding="utf-8")

_Row = tuple[str, str, str, int, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought.

    Attributes:
        types: IRIs of types, of which it has one; empty for any.
        limit: the most matches that are wanted.
        properties: pairs of the id of a property and the values, of which it has one.
    """

    name: str
    types: tuple[str, ...] = ()
    limit: int = 5
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that may be meant.

    Attributes:
        score: from 0 to 100, which the very name with all the properties given has, and what has
            a link that was given.
        sure: whether no other entity has that score.
    """

    iri: str
    type: str
    name: str
    mentions: int
    score: float
    sure: bool = False


class Matcher:
    """Finds entities in an index by names that may be misspelt."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @cached_property
    def _vocabulary(self) -> list[str]:
        rows = self._connection.execute("SELECT DISTINCT word FROM name_word ORDER BY word")
        return [word for (word,) in rows]

    def find(self, sought: Sequence[Sought]) -> list[list[Match]]:
        """The matches of each, the best first, of equal ones the most mentioned."""
        keys = [name_keys(each.name) for each in sought]
        words = sorted({word for each in keys for key in each for word in key.split()})
        spelled = variants(words, self._vocabulary)
        return [self._matches(each, own, spelled) for each, own in zip(sought, keys, strict=True)]

    def _matches(
        self, sought: Sought, keys: Sequence[str], spelled: Mapping[str, list[str]]
    ) -> list[Match]:
        rows = self._candidates(sought, keys, spelled)
        found = _likest(rows, keys, max(_COMPARED, sought.limit))
        found = self._weighed(found, sought)
        found.sort(key=lambda each: (-each.score, -each.mentions, each.iri))
        if found and found[0].score == _BEST and (len(found) == 1 or found[1].score < _BEST):
            found[0] = replace(found[0], sure=True)
        return found[: sought.limit]

    def _candidates(
        self, sought: Sought, keys: Sequence[str], spelled: Mapping[str, list[str]]
    ) -> list[_Row]:
        words = dict.fromkeys(word for key in keys for word in key.split())
        asked = {
            "keys": keys,
            "words": [(word, each) for word in words for each in (word, *spelled[word])],
            "links": [
                value for id, values in sought.properties if id == "link" for value in values
            ],
            "types": sought.types,
        }
        texts = {name: json.dumps(value) for name, value in asked.items()}
        return self._connection.execute(_CANDIDATES, {**texts, "most": _MOST}).fetchall()

    def _weighed(self, found: list[Match], sought: Sought) -> list[Match]:
        """The matches with scores that what was said of their properties counts in."""
        if not sought.properties:
            return found
        wanted = [(id, _forms(values)) for id, values in sought.properties]
        facts = facts_of(self._connection, (each.iri for each in found), (id for id, _ in wanted))

        def weigh(each: Match) -> Match:
            own = facts.get(each.iri, {})
            agreed = {id: _agreement(own.get(id, ()), forms) for id, forms in wanted}
            if agreed.get("link") == 1:
                return replace(each, score=_BEST)
            weighed = each.score + _WEIGHT * _BEST * sum(agreed.values())
            return replace(each, score=round(weighed / (1 + _WEIGHT * len(agreed)), 1))

        return [weigh(each) for each in found]


def name_keys(name: str) -> list[str]:
    """The forms of a name to compare, folded: as it is, and without titles before it.

    >>> name_keys("President Zelensky"), name_keys("the U.N.")
    (['president zelensky', 'zelensky'], ['un'])
    """
    return list(dict.fromkeys(key for key in map(_key, (name, untitled(name))) if key))


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> str:
    """The folded words of a name, letters that stand alone ("U.N.") as one word."""
    pieces: list[str] = []
    alone = False
    for word in folded(tidy(name)).split():
        if alone and len(word) == 1:
            pieces[-1] += word
        else:
            pieces.append(word)
        alone = len(word) == 1
    return " ".join(pieces)


def _likest(rows: Sequence[_Row], keys: Sequence[str], most: int) -> list[Match]:
    """Those entities, given with all their names, that are likest to one of some keys."""
    if not keys:
        return [Match(*each, 0.0) for each in dict.fromkeys(row[:4] for row in rows)][:most]
    quick = cdist(keys, [row[-1] for row in rows], scorer=token_ratio).max(axis=0)
    by_entity: dict[tuple[str, str, str, int], list[tuple[float, str]]] = {}
    for row, likeness in zip(rows, quick.tolist(), strict=True):
        by_entity.setdefault(row[:4], []).append((likeness, row[-1]))
    likest = nlargest(most, by_entity, key=lambda each: (max(by_entity[each])[0], each[3]))
    return [
        Match(*each, max(_likeness(key, name) for _, name in by_entity[each] for key in keys))
        for each in likest
    ]


def _likeness(key: str, other: str) -> float:
    """How like two folded names are, from 0 to 100; "zelensky volodymyr" is the very name too."""
    same = key == other or sorted(key.split()) == sorted(other.split())
    return _BEST if same else round(min(WRatio(key, other), _NEXT_BEST), 1)


def _forms(values: Iterable[str]) -> frozenset[str]:
    """All forms in which a property may have one of some values."""
    found = {form for value in values for form in (value, *name_keys(value))}
    known = (countries().named(value) for value in values)
    return frozenset(found | {each.entity.key for each in known if each})


def _agreement(own: Sequence[Value], forms: frozenset[str]) -> float:
    """1 where a value has one of the forms, 0 where none has, 0.5 where there are no values."""
    if not own:
        return 0.5
    return float(any(not forms.isdisjoint(_forms_of(value)) for value in own))


def _forms_of(value: Value) -> set[str]:
    parts = value.value.rstrip("/").split("/")
    return {value.value, parts[-1], "/".join(parts[-2:]), *name_keys(value.name)}
