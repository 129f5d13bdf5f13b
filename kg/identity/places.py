"""Which country, region or city a name means within one document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction import EntityType
from kg.identity.cities import City, cities, dominant
from kg.identity.countries import Country, countries
from kg.identity.entities import Entity
from kg.identity.names import fold, tidy
from kg.identity.regions import Region, regions

_WITHIN = re.compile(r",\s+((?:[A-Z][\w.]*)(?:\s+[A-Z][\w.]*)?)")

# How sure a city is: of the only or by far the largest of that name; of one that the text puts
# in its state or country; of one that a country mentioned elsewhere makes likely.
_BY_SIZE, _BY_TEXT, _BY_COUNTRY = 0.8, 0.95, 0.7


@dataclass(frozen=True, slots=True)
class Places:
    """Finds places by name.

    Attributes:
        mentioned: codes of the countries that the document mentions.
        names: the folded names of all places in it.
    """

    mentioned: frozenset[str]
    names: frozenset[str]

    def country(self, name: str) -> Country | None:
        """The country that a name or adjective means here, None where it means none."""
        found = countries().named(name) or countries().in_context(name, self.mentioned)
        return None if found and self._is_state(found, name) else found

    def find(self, name: str, following: str) -> Entity | None:
        """The region or city that a name means; None where there are several and none is likely.

        Args:
            name: as written.
            following: the text after the mention, which may go on ", Georgia".
        """
        if region := regions().get(fold(name)):
            return region.entity
        candidates = cities().named(name)
        if not candidates:
            return Entity(f"place/{fold(name)}", EntityType.PLACE, tidy(name))
        if within := _within(candidates, following):
            return _entity(within, _BY_TEXT)
        states = self._states()
        within = dominant(city for city in candidates if city.region in states)
        largest = dominant(candidates)
        if largest and (within is None or self._outweighs(largest)):
            return _entity(largest, _BY_SIZE)
        likely = within or dominant(city for city in candidates if city.country in self.mentioned)
        return _entity(likely, _BY_COUNTRY) if likely else None

    def is_known(self, name: str) -> bool:
        """Whether some region or city goes by a name."""
        return fold(name) in regions() or bool(cities().named(name))

    def _states(self) -> set[str]:
        """Codes of the regions that the document names."""
        return {regions()[name].code for name in self.names if name in regions()}

    def _outweighs(self, largest: City) -> bool:
        """Whether a large city is meant although the document names a state with a namesake."""
        return largest.country in self.mentioned or fold(largest.name) in countries().seats

    def _is_state(self, country: Country, name: str) -> bool:
        """Whether a name shared by a country and a region means the region (Georgia)."""
        if country.code != "ge" or fold(name) != fold(country.entity.name):
            return False
        others = self._states() - {"us-ga"}
        american = "us" in self.mentioned or any(code.startswith("us-") for code in others)
        return american and not country.neighbours & self.mentioned


def _entity(city: City, score: float) -> Entity:
    """A city has the plain key if it is the largest of its name and no region has that name."""
    plain = cities().is_largest(city) and fold(city.name) not in regions()
    return city.entity(score, plain)


def _within(candidates: list[City], following: str) -> City | None:
    """The city in the state or country that the text names right after it."""
    found = _WITHIN.match(following)
    if not found:
        return None
    for words in (found[1], found[1].split()[0]):
        region = regions().get(fold(words))
        country = countries().by_name.get(fold(words))
        inside = [city for city in candidates if _lies(city, region, country)]
        if inside:
            return inside[0]
    return None


def _lies(city: City, region: Region | None, country: Country | None) -> bool:
    if region and city.region == region.code:
        return True
    return bool(country and city.country == country.code)
