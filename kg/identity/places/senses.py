"""Finds which city or area of several with one name is meant, by the document's other places.

Toponym resolution by distance and population, as surveyed in J. L. Leidner, "Toponym Resolution in
Text" (2007): places near each other are named together, and a name has one sense in a document.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log10

from kg.identity.names import fold
from kg.identity.places.areas import Area, areas
from kg.identity.places.cities import LARGE, City, cities
from kg.identity.places.countries import countries

# What is added to a place's score, in powers of ten of its population: for a capital, a capital of
# a country that the document mentions, a place in a region and in a country that it mentions, in
# the publisher's country, in one of which English news writes more, an American town in the
# publisher's name, an area, and for each other name with a place nearby.
_CAPITAL, _MENTIONED_CAPITAL, _REGION, _COUNTRY = 2.0, 4.0, 2.5, 1.0
_HOME_COUNTRY, _ENGLISH, _HOME, _AREA, _NEAR = 2.5, 0.3, 3.0, -0.5, 3.0
_OF_ENGLISH = frozenset({"au", "ca", "gb", "ie", "nz", "us"})
# How many names with a place nearby count at most, where the region or the publisher speaks for a
# place too, and where nothing else does.
_MOST_NEAR, _MOST_ALONE = 3.0, 1.5
# How many places nearby speak for one that nothing else speaks for.
_SOME = 0.5
# The score of a place that is not known: a village, a quarter, a building.
_UNKNOWN = 4.0
# The least probability of a sense that counts.
_LEAST = 0.45
_ROUNDS = 5
# How near the places of two cells of half a degree are, by the larger of their distances in cells.
_NEARNESS = (1.0, 0.9, 0.7, 0.5, 0.3)
_REACH = len(_NEARNESS) - 1

Namesake = City | Area
_Scores = Sequence[float]
_Cell = tuple[int, int]


@lru_cache(maxsize=1 << 13)
def namesakes(name: str) -> Sequence[Namesake]:
    """The cities and areas with a name, most populous first; no area with a town of its name."""
    towns = cities().named(name)
    seats = {town.region for town in towns if cities().is_called(town, name)}
    around = (area for area in areas().get(fold(name), ()) if area.region not in seats)
    return tuple(sorted([*towns, *around], key=lambda each: (-each.population, each.number)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document tells beside the names of its places.

    Attributes:
        regions: codes of the regions that it names.
        mentioned: codes of the countries that it mentions.
        home: the folded names that are in its publisher's, which is in no country's domain.
        at_home: code of the country whose domain the publisher is in.
    """

    regions: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()
    at_home: str | None = None


class Senses:
    """The senses of the names of one document.

    Args:
        names: the folded names of the document's places.
        sure: the places of those names that the text puts in a region or country.
        evidence: what else the document tells.
    """

    def __init__(
        self, names: Collection[str], sure: Mapping[str, Namesake], evidence: Evidence
    ) -> None:
        self._sure, self._evidence = sure, evidence
        self._senses = {
            name: [sure[name]] if name in sure else _named(name, names) for name in sorted(names)
        }
        self._mentioned = Counter(evidence.mentioned)
        self._mentioned.update(code for name in self._senses if (code := _seat_of(name)))
        self._in_cell: dict[_Cell, list[tuple[str, int]]] = defaultdict(list)
        for name, places in self._senses.items():
            for i, place in enumerate(places):
                self._in_cell[_cell(place)].append((name, i))
        self._around: dict[_Cell, list[tuple[str, int, float]]] = {}
        alone = {name: self._alone(name, places) for name, places in self._senses.items()}
        self._shares = {name: _shares(scores) for name, scores in alone.items()}
        for _ in range(_ROUNDS):
            self._shares = {
                name: _shares(self._together(name, self._senses[name], scores))
                for name, scores in alone.items()
            }

    def likely(self, name: str) -> Namesake | None:
        """The place that the document makes likely, None where that is none or several."""
        place, share = self.likeliest(name)
        return place if share >= _LEAST and self.may_be(place, name) else None

    def may_be(self, place: Namesake | None, name: str) -> bool:
        """Whether something in the document may speak for a place: nothing for one of several
        counties, or a town of a country mentioned alone with no place or region near."""
        if place is None:
            return False
        told = self._evidence
        is_named = name in self._sure or self._most(place, name) == _MOST_NEAR
        if is_named or self._support(place, name) >= _SOME:
            return True
        if isinstance(place, Area):
            return all(each is place for each in namesakes(name) if isinstance(each, Area))
        is_large = place.population >= LARGE or place.country in _OF_ENGLISH
        return is_large or not told.mentioned or place.country in told.mentioned

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
        # A capital may have namesakes at home.
        if is_seat and isinstance(place, City) and cities().is_largest(place):
            score += _MENTIONED_CAPITAL if mentioned else _CAPITAL
        score += _HOME * (name in self._evidence.home and place.country == "us")
        score += _COUNTRY * mentioned + _ENGLISH * (place.country in _OF_ENGLISH)
        score += _HOME_COUNTRY * (place.country == self._evidence.at_home)
        return score + _REGION * (place.region in self._evidence.regions)

    def _together(self, name: str, places: Sequence[Namesake], alone: _Scores) -> list[float]:
        """The scores of the senses of a name beside the other names."""
        return [
            score + _NEAR * min(self._most(place, name), self._support(place, name))
            for score, place in zip(alone, places, strict=True)
        ]

    def _most(self, place: Namesake, name: str) -> float:
        """How much the places nearby count for a place at most."""
        told = self._evidence
        spoken_for = place.region in told.regions or name in told.home
        return _MOST_NEAR if spoken_for or place.country == told.at_home else _MOST_ALONE

    def _support(self, place: Namesake, name: str) -> float:
        """How many other names of the document have a sense near a place."""
        found: dict[str, float] = {}
        for other, i, nearness in self._near(_cell(place)):
            found[other] = max(found.get(other, 0.0), nearness * self._shares[other][i])
        found.pop(name, None)
        return sum(found.values())

    def _near(self, cell: _Cell) -> list[tuple[str, int, float]]:
        """The senses near a cell: each a name, the number of its sense, and how near it is."""
        if cell not in self._around:
            steps = range(-_REACH, _REACH + 1)
            self._around[cell] = sorted(
                (name, i, _NEARNESS[max(abs(north), abs(east))])
                for north in steps
                for east in steps
                for name, i in self._in_cell.get((cell[0] + north, cell[1] + east), ())
            )
        return self._around[cell]


def _named(name: str, names: Collection[str]) -> list[Namesake]:
    """The namesakes of a name, and counties named in full: "Dekalb" beside "Dekalb County"."""
    county = f"{name}-county"
    return [*namesakes(name), *(areas().get(county, ()) if county in names else ())]


def _seat_of(name: str) -> str | None:
    """The code of the country whose seat of government a name is."""
    seat = countries().seats.get(name)
    return seat.country.code if seat else None


def _shares(scores: list[float]) -> list[float]:
    """The probabilities of senses by their scores, less that of a place that is not known."""
    weights = [10.0**score for score in scores]
    total = sum(weights) + 10.0**_UNKNOWN
    return [weight / total for weight in weights]


def _cell(place: Namesake) -> _Cell:
    return floor(2 * place.latitude), floor(2 * place.longitude)
