"""Counties of the United States."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from kg.extraction import EntityType
from kg.identity.entities import Entity
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.slug import slug
from kg.identity.tables import rows


class County(NamedTuple):
    """A county: its name ("Bibb County"), FIPS number, codes of its country and state ("us-al"),
    and rough coordinates in degrees of WGS 84 (of the town of its name, else of its state). The
    population is not known."""

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
    for row in rows("counties.csv"):
        place = float(row["latitude"]), float(row["longitude"])
        county = County(row["name"], int(row["fips"]), "us", row["region"], *place)
        found[fold(county.name)].append(county)
    return dict(found)
