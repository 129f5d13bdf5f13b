"""Cities and towns of more than 500 people, from GeoNames (see training/places.py)."""

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link
from kg.identity.names import fold
from kg.identity.places.countries import GEONAMES, WIKIDATA, countries
from kg.identity.slug import slug
from kg.identity.tables import DATA, rows

# The least population of a city that is known by its names in other languages too.
LARGE = 300_000
# What a row's key begins with where it is a name in another language.
OTHER = "~"
_DOMINANT = 10
_WORLD = "world_cities.csv"

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
        """The city as an entity, linked to GeoNames and, where it is large, Wikidata; `plain` gives
        the key "place/rome" rather than "place/rome-4219762"."""
        key = f"place/{slug(self.name)}"
        country = countries().by_code.get(self.country)
        return Entity(
            key if plain else f"{key}-{self.number}",
            EntityType.PLACE,
            self.name.replace("’", "'"),
            of_country=country.entity.key if country else None,
            links=tuple(self._links(score)),
            latitude=self.latitude,
            longitude=self.longitude,
        )

    @property
    def is_of_the_world(self) -> bool:
        """Whether it is one of the cities that news of the world names most."""
        return self.number in _items()

    def _links(self, score: float) -> Iterator[Link]:
        yield Link(f"{GEONAMES}{self.number}/", "city", score, cities().source)
        if item := _items().get(self.number):
            yield Link(WIKIDATA + item, "city", score, f"kg {_WORLD}")


@cache
def _items() -> dict[int, str]:
    """The Wikidata items of the cities that news names most, by GeoNames number."""
    return {int(row["number"]): row["wikidata"] for row in rows(_WORLD)}


@cache
def _english() -> dict[str, str]:
    """The keys of cities that GeoNames calls otherwise, by those of their English names."""
    return {city_key(row["also"]): city_key(row["name"]) for row in rows(_WORLD) if row["also"]}


class Cities:
    """All cities by their names and, for large ones, by their names in other languages; `source` is
    where the table comes from, with its version."""

    def __init__(self) -> None:
        table = gzip.decompress((DATA / "cities.tsv.gz").read_bytes())
        source, *self._rows = table.splitlines()
        self.source = source.decode().removeprefix("# ")

    def named(self, name: str) -> list[City]:
        """The cities with a name, most populous first."""
        key = city_key(name)
        known = _english().get(key)
        abroad = self._begin_with(known) if known else []
        found = [*self._begin_with(key), *abroad] or self._begin_with(OTHER + key)
        return sorted(map(_city, found), key=_rank)

    def _begin_with(self, key: str) -> list[bytes]:
        """The rows of a key, which are sorted: most cities are never asked for."""
        start = key.encode()
        first, last = (bisect_left(self._rows, start + end) for end in (b"\t", b"\n"))
        return self._rows[first:last]

    def is_called(self, city: City, name: str) -> bool:
        """Whether a city's own or English name is this, and not that of its province alone."""
        key = city_key(name)
        return city_key(city.name) in (key, _english().get(key))

    def is_largest(self, city: City) -> bool:
        """Whether it is the most populous city of its name."""
        return self.named(city.name)[0].number == city.number


@cache
def _city(row: bytes) -> City:
    _, name, number, country, region, latitude, longitude, population = row.decode().split("\t")
    place = float(latitude), float(longitude)
    return City(name, int(number), country, region, *place, int(population))


@cache
def cities() -> Cities:
    """The table of cities, read once in a process, when a document first needs it."""
    return Cities()


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


def is_plain(name: str) -> bool:
    """Whether a name is written in plain capitalized words."""
    return bool(_PLAIN.fullmatch(name))


def city_key(name: str) -> str:
    """The folded name, the same for "St. Paul" and "Saint Paul"."""
    plain = is_plain(name) and not _BRITISH.search(name)
    folded = name.lower().replace(" ", "-") if plain else fold(name)
    first, hyphen, rest = folded.partition("-")
    return _SHORTENED.get(first, first) + hyphen + rest
