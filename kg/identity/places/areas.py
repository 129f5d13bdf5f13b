"""Counties of English-speaking countries, and the provinces of those that regions.csv leaves out,
from GeoNames (see training/areas.py)."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link
from kg.identity.names import fold
from kg.identity.places.countries import GEONAMES, countries
from kg.identity.slug import slug
from kg.identity.tables import items, rows

_SOURCE = "kg areas.csv"


class Area(NamedTuple):
    """A county or province: its name ("Bibb County"), GeoNames number, codes of its country and
    region ("us-al"), coordinates of its middle in degrees of WGS 84, and population."""

    name: str
    number: int
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    def entity(self, score: float) -> Entity:
        """The area as an entity, "place/bibb-county-us-al", linked to GeoNames with a score."""
        return Entity(
            f"place/{slug(self.name)}-{self.region}",
            EntityType.PLACE,
            self.name,
            of_country=countries().by_code[self.country].entity.key,
            links=(Link(f"{GEONAMES}{self.number}/", "territory", score, _SOURCE),),
            latitude=self.latitude,
            longitude=self.longitude,
        )


@cache
def areas() -> dict[str, list[Area]]:
    """All areas by folded name, most populous first."""
    found: dict[str, list[Area]] = defaultdict(list)
    for row in rows("areas.csv"):
        place = float(row["latitude"]), float(row["longitude"]), int(row["population"])
        area = Area(row["name"], int(row["number"]), row["country"], row["region"], *place)
        for name in (area.name, *items(row["others"])):
            found[fold(name)].append(area)
    return {name: sorted(each, key=lambda area: -area.population) for name, each in found.items()}
