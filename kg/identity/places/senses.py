"""Finds which city or area of several with one name is meant, by the document's other places.

Toponym resolution by distance and population, as surveyed in J. L. Leidner, "Toponym Resolution in
Text" (2007): places near each other are named together, and a name has one sense in a document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import floor, log10

from kg.identity.names import fold
from kg.identity.places.areas import Area, areas
from kg.identity.places.cities import City, cities
from kg.identity.places.countries import countries

# What is added to a place's score, in powers of ten of its population: for a capital, a capital of
# a country that the document mentions, a place in a region and in a country that it mentions, an
# area, an American town in the publisher's name, each other name with a place nearby, and a place
# in the publisher's country.
_CAPITAL, _MENTIONED_CAPITAL, _REGION, _COUNTRY, _AREA, _HOME = 2.0, 4.0, 2.5, 1.0, -0.5, 3.0
_NEAR, _HOME_COUNTRY = 3.0, 2.5
_MOST_NEAR, _HOME_COUNTRY = 3.0, 2.5
# The score of a place that is not known: a village, a quarter, a building.
_UNKNOWN = 4.0
# The least probability of a sense that counts.
_LEAST = 0.5
_ROUNDS = 5
# How near the places of two cells of half a degree are, by the larger of their distances in cells.
_NEARNESS = (1.0, 0.9, 0.7, 0.5, 0.3)
_REACH = len(_NEARNESS) - 1

Namesake = City | Area
_Cell = tuple[int, int]
_Shares = dict[str, list[float]]


def namesakes(name: str) -> Sequence[Namesake]:
    """The cities and areas with a name, most populous first."""
    found = [*cities().named(name), *areas().get(fold(name), ())]
    return sorted(found, key=lambda each: (-each.population, each.number))


class Senses:
    """The senses of the names of one document.

    Args:
        names: the folded names of the document's places.
        sure: the places of those names that the text puts in a region or country.
        regions: codes of the regions that the document names.
        mentioned: codes of the countries that it mentions.
        home: those of the names that are in its publisher's, which is in no country's domain.
        at_home: code of the country whose domain the publisher is in.
    """

    def __init__(
        self,
        names: Collection[str],
        sure: Mapping[str, Namesake],
        regions: frozenset[str],
        mentioned: frozenset[str],
        home: frozenset[str] = frozenset(),
        at_home: str | None = None,
    ) -> None:
        self._regions, self._home, self._at_home = regions, home, at_home
        self._mentioned = Counter(mentioned)
        self._sure = sure
        self._senses = {
            name: [sure[name]] if name in sure else _named(name, names) for name in sorted(names)
        }
        self._mentioned.update(code for name in self._senses if (code := _seat_of(name)))
        alone = {name: self._alone(name, places) for name, places in self._senses.items()}
        self._shares = {name: _shares(scores) for name, scores in alone.items()}
        for _ in range(_ROUNDS):
            self._near = self._spread()
            self._shares = {
                name: _shares(self._together(name, self._senses[name], scores))
                for name, scores in alone.items()
            }

    def likely(self, name: str) -> Namesake | None:
        """The place that the document makes likely, None where that is none or several."""
        place, share = self.likeliest(name)
        return place if share >= _LEAST else None

    def likeliest(self, name: str) -> tuple[Namesake | None, float]:
        """The likeliest sense of a name, which need not be one of the document's places, with its
        probability; None where no place is known."""
        if name in self._sure:
            return self._sure[name], 1.0
        places = self._senses.get(name) or namesakes(name)
        shares = self._shares.get(name)
        if not shares:
            shares = _shares(self._together(name, places, self._alone(name, places)))
        best = max(range(len(shares)), key=lambda i: shares[i], default=None)
        return (None, 0.0) if best is None else (places[best], shares[best])

    def _alone(self, name: str, places: Sequence[Namesake]) -> list[float]:
        """The scores of the senses of a name, whatever is near them."""
        return [self._score(place, name) for place in places]

    def _score(self, place: Namesake, name: str) -> float:
        score = log10(max(place.population, 1)) + _AREA * isinstance(place, Area)
        is_seat = _seat_of(name) == place.country
        # A capital does not speak for itself.
        mentioned = self._mentioned[place.country] > is_seat
        if is_seat and _is_largest(place):
            score += _MENTIONED_CAPITAL if mentioned else _CAPITAL
        score += _HOME * (name in self._home and place.country == "us")
        score += _COUNTRY * mentioned + _HOME_COUNTRY * (place.country == self._at_home)
        return score + _REGION * (place.region in self._regions)

    def _together(
        self, name: str, places: Sequence[Namesake], alone: Sequence[float]
    ) -> list[float]:
        """The scores of the senses of a name beside the other names."""
        return [
            score + _NEAR * _support(place, name, self._near)
            for score, place in zip(alone, places, strict=True)
        ]

    def _spread(self) -> dict[_Cell, dict[str, float]]:
        """By cell, the names with a sense there, and its share of the name."""
        spread: dict[_Cell, dict[str, float]] = defaultdict(dict)
        for name, shares in self._shares.items():
            for place, share in zip(self._senses[name], shares, strict=True):
                cell = spread[_cell(place)]
                cell[name] = max(cell.get(name, 0.0), share)
        return spread


def _named(name: str, names: Collection[str]) -> list[Namesake]:
    """The namesakes of a name, with the counties where they are named in full: of "Dekalb" those
    beside "Dekalb County"."""
    county = f"{name}-county"
    return [*namesakes(name), *(areas().get(county, ()) if county in names else ())]


def _seat_of(name: str) -> str | None:
    """The code of the country whose seat of government a name is."""
    seat = countries().seats.get(name)
    return seat.country.code if seat else None


def _is_largest(place: Namesake) -> bool:
    """Whether it is the largest city of its name; a capital may have namesakes at home."""
    return isinstance(place, City) and cities().is_largest(place)


def _shares(scores: list[float]) -> list[float]:
    """The probabilities of senses by their scores, less that of a place that is not known."""
    weights = [10.0**score for score in scores]
    total = sum(weights) + 10.0**_UNKNOWN
    return [weight / total for weight in weights]


def _support(place: Namesake, name: str, near: Mapping[_Cell, Mapping[str, float]]) -> float:
    """How many other names of the document have a sense near a place, three at most."""
    north, east = _cell(place)
    found: dict[str, float] = {}
    for n in range(-_REACH, _REACH + 1):
        for e in range(-_REACH, _REACH + 1):
            nearness = _NEARNESS[max(abs(n), abs(e))]
            for other, share in near.get((north + n, east + e), {}).items():
                found[other] = max(found.get(other, 0.0), nearness * share)
    found.pop(name, None)
    return min(_MOST_NEAR, sum(found[other] for other in sorted(found)))


def _cell(place: Namesake) -> _Cell:
    return floor(2 * place.latitude), floor(2 * place.longitude)
