"""States and provinces."""

from dataclasses import dataclass
from functools import cache

from kg.extraction import EntityType
from kg.identity.entities import Entity
from kg.identity.names import fold
from kg.identity.places.cities import cities
from kg.identity.places.countries import countries, territory_links
from kg.identity.slug import slug
from kg.identity.tables import coordinates, items, rows

# Where a region and a city in its country have one name, a city of the first size is meant; one of
# the second size even where GeoNames has it under a fuller name ("New York City"), or one of those
# that news of the world names ("Geneva").
_CITY, _WORLD_CITY = 300_000, 5_000_000
_SOURCE = "kg regions.csv"


@dataclass(frozen=True, slots=True)
class Region:
    """A state or province: its code ("us-ga"), the code of its country, and its entity."""

    code: str
    country: str
    entity: Entity


def region_named(name: str) -> Region | None:
    """The region that a name means where it can mean no city: "Washington" after "Seattle,"."""
    folded = fold(name)
    return regions().get(folded) or regions().get(f"{folded}-state")


@cache
def regions() -> dict[str, Region]:
    """All regions by folded name, without names that rather mean a city."""
    found: dict[str, Region] = {}
    abbreviations = {row["code"]: row["abbreviations"] for row in rows("abbreviations.csv")}
    for row in rows("regions.csv"):
        region = _region(row)
        for name in [*_names(region), *items(abbreviations.get(region.code, ""))]:
            if not _means_a_city(name, region.country):
                found.setdefault(fold(name), region)
    return found


def _region(row: dict[str, str]) -> Region:
    name, numbered = row["name"], f"{slug(row['name'])}-{row['wikidata'].lower()}"
    is_shared = fold(name) in countries().by_name or _means_a_city(name, row["country"])
    latitude, longitude = coordinates(row)
    entity = Entity(
        f"place/{numbered if is_shared else slug(name)}",
        EntityType.PLACE,
        name,
        of_country=countries().by_code[row["country"]].entity.key,
        links=tuple(territory_links(row, _SOURCE)),
        latitude=latitude,
        longitude=longitude,
    )
    return Region(row["code"], row["country"], entity)


def _names(region: Region) -> list[str]:
    """The names that news uses for a region: "Kursk region" for Kursk Oblast."""
    name = region.entity.name
    stem, _, kind = name.rpartition(" ")
    if stem and kind in ("Oblast", "Krai"):
        return [name, f"{stem} region", f"{stem} province", f"{stem} territory"]
    return [name, f"{name} state", f"state of {name}", f"{name} province", f"{name} region"]


def _means_a_city(name: str, country: str) -> bool:
    apart = cities().named(f"{name} City")  # "Quebec" is the province
    for city in cities().named(name):
        is_plain = fold(city.name) == fold(name) and city not in apart
        least = _CITY if is_plain else _WORLD_CITY
        is_known = city.is_of_the_world and cities().is_called(city, name)
        if city.country == country and (is_known or city.population >= least):
            return True
    return False
