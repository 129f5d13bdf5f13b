"""The map of places: an outline of the world with a dot for each place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.server.pages.terms import Row

_LEAST_WIDTH = 40.0
_MARGIN = 8.0
_NORTH, _SOUTH = 84.0, 60.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map: its row, and where its dot is drawn and how large."""

    row: Row
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Map:
    """What is seen of the map. A degree is a unit; 180 degrees west and 90 north are at nought. Of
    the dots the larger ones are drawn first."""

    left: float
    top: float
    width: float
    height: float
    dots: Sequence[Dot]


def map_of(rows: Sequence[Row]) -> Map | None:
    """The map of some places, as near as all can be seen; None without any. The rows have
    `latitude` and `longitude` in degrees, and `mentions`."""
    if not rows:
        return None
    places = [(float(row["longitude"]) + 180, 90 - float(row["latitude"])) for row in rows]
    left, width = _stretch([x for x, _ in places], 0, 360)
    top, height = _stretch([y for _, y in places], 90 - _NORTH, 90 + _SOUTH)
    width, height = min(360.0, max(width, 2 * height)), max(height, width / 2)
    left = max(0.0, min(left, 360 - width))
    most = max(int(row["mentions"]) for row in rows)
    # The area of a dot tells how often its place is named.
    sizes = (width * (0.004 + 0.01 * math.sqrt(int(row["mentions"]) / most)) for row in rows)
    dots = [
        Dot(row, round(x, 2), round(y, 2), round(size, 2))
        for row, (x, y), size in zip(rows, places, sizes, strict=True)
    ]
    return Map(round(left, 1), round(top, 1), round(width, 1), round(height, 1), dots)


def _stretch(places: Sequence[float], least: float, most: float) -> tuple[float, float]:
    """Where the stretch begins that has all places, and its length."""
    middle = (min(places) + max(places)) / 2
    length = min(most - least, max(max(places) - min(places) + 2 * _MARGIN, _LEAST_WIDTH))
    return max(least, min(middle - length / 2, most - length)), length
