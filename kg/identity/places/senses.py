"""Finds which city of several with one name is meant, by the document's other places.

Toponym resolution by distance and population, as surveyed in J. L. Leidner, "Toponym Resolution in
Text" (2007): places near each other are named together, and a name has one sense in a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import floor, log10, sqrt

from kg.identity.names import fold
from kg.identity.places.cities import City, cities
from kg.identity.places.counties import County, counties
from kg.identity.places.countries import countries

# What is added to a city's score, in powers of ten of its population: for a capital, a capital of a
# country that the document mentions, a city in a region and in a country that it mentions, and for
# each other name with a place nearby.
_CAPITAL, _MENTIONED_CAPITAL, _REGION, _COUNTRY, _NEAR = 1.0, 4.0, 2.5, 1.0, 2.0
_MOST_NEAR = 3.0
_SUPPORT, _MARGIN = 0.2, 0.1

Namesake = City | County
_Cell = tuple[int, int]


def namesakes(name: str) -> Sequence[Namesake]:
    """The counties with a name, else the cities, most populous first."""
    return counties().get(fold(name)) or cities().named(name)


class Senses:
    """The senses of the names of one document.

    Args:
        names: the folded names of the document's places.
        sure: the cities of those names that the text puts in a region or country.
        regions: codes of the regions that the document names.
        mentioned: codes of the countries that it mentions.
    """

    def __init__(
        self,
        names: Iterable[str],
        sure: Mapping[str, Namesake],
        regions: frozenset[str],
        mentioned: frozenset[str],
    ) -> None:
        self._regions, self._mentioned = regions, mentioned
        self._sure = sure
        found = {name: [sure[name]] if name in sure else namesakes(name) for name in sorted(names)}
        self._near = _spread(found)
        likely = {name: self.likely(name) for name in found}
        self._near = _spread(
            {name: [city] if (city := likely[name]) else found[name] for name in found}
        )

    def likely(self, name: str) -> Namesake | None:
        """The city that the document makes likely, None where that is no city or several."""
        if found := self._sure.get(name):
            return found
        ranked = sorted(
            ((self._score(city, name), city) for city in namesakes(name)),
            key=lambda each: (-each[0], each[1].number),
        )
        if not ranked or not self._is_supported(ranked[0][1], name):
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN:
            return None
        return ranked[0][1]

    def _score(self, city: Namesake, name: str) -> float:
        score = log10(max(city.population, 1)) + _NEAR * self._support(city, name)
        seat = countries().seats.get(name)
        if seat is not None and seat.country.code == city.country and self._is_largest(city):
            score += _MENTIONED_CAPITAL if city.country in self._mentioned else _CAPITAL
        score += _COUNTRY * (city.country in self._mentioned)
        return score + _REGION * (city.region in self._regions)

    def _is_largest(self, city: Namesake) -> bool:
        """Whether it is the largest city of its name; a capital may have namesakes at home."""
        return isinstance(city, City) and cities().is_largest(city)

    def _is_supported(self, city: Namesake, name: str) -> bool:
        if city.region in self._regions or self._support(city, name) >= _SUPPORT:
            return True
        return city.country in self._mentioned

    def _support(self, city: Namesake, name: str) -> float:
        """How many other names of the document have a place near a city, three at most."""
        north, east = _cell(city)
        near: dict[str, float] = {}
        for cell in (
            (n, e) for n in range(north - 1, north + 2) for e in range(east - 1, east + 2)
        ):
            for other, share in self._near.get(cell, {}).items():
                near[other] = max(near.get(other, 0.0), share)
        near.pop(name, None)
        return min(_MOST_NEAR, sum(near[other] for other in sorted(near)))


def _spread(found: Mapping[str, Sequence[Namesake]]) -> dict[_Cell, dict[str, float]]:
    """By cell of one degree, the names with a city there, and the city's share of the name."""
    spread: dict[_Cell, dict[str, float]] = defaultdict(dict)
    for name, named in found.items():
        total = sum(map(_weight, named))
        for city in named:
            cell = spread[_cell(city)]
            cell[name] = max(cell.get(name, 0.0), _weight(city) / total)
    return spread


def _cell(city: Namesake) -> _Cell:
    return floor(city.latitude), floor(city.longitude)


def _weight(city: Namesake) -> float:
    return sqrt(city.population + 1)
