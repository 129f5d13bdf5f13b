"""Finds which country, region or city a name means in one document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from kg.extraction import EntityType
from kg.identity.entities import Entity
from kg.identity.names import fold, tidy
from kg.identity.places.cities import cities, dominant
from kg.identity.places.counties import County, counties
from kg.identity.places.countries import Country, countries
from kg.identity.places.regions import Region, regions
from kg.identity.places.senses import Namesake, Senses, namesakes
from kg.identity.slug import slug

_WITHIN = re.compile(r",\s+((?:[A-Z][\w.]*)(?:\s+[A-Z][\w.]*)?)")

_PART = re.compile(
    r"((?:(?:north|south)(?:[ -]?(?:east|west))?|east|west)(?:ern)?|central|upper|lower"
    r"|downtown|greater|metropolitan|rural)[ -](.+)",
    re.IGNORECASE,
)

_LARGE, _WORLD = 15_000, 300_000
# Scores of links to cities: the only or by far the largest one of the name; one that the text puts
# in its state or country; one that the document's other places make likely.
BY_SIZE, BY_TEXT, BY_COUNTRY = 0.8, 0.95, 0.7


class Places:
    """Finds the places of one document by name.

    Args:
        mentioned: codes of the countries that the document mentions.
        named: the names of all its places, as written, each with the text that follows it.
    """

    def __init__(self, mentioned: frozenset[str], named: Iterable[tuple[str, str]]) -> None:
        self._mentioned = mentioned
        self._named = [(fold(name), following) for name, following in named]
        self._states = frozenset(self._all_states())

    def country(self, name: str) -> Country | None:
        """The country that a name or adjective means here, None where it does not mean one."""
        found = countries().named(name) or countries().in_context(name, self._mentioned)
        return None if found and self._is_state(found, name) else found

    def find(self, name: str, following: str) -> Entity | None:
        """The region or city that a name means; None where it may be several.

        Args:
            name: as written.
            following: the text after the mention, which may be ", Georgia".
        """
        if region := regions().get(fold(name)):
            return region.entity
        cities_named = namesakes(name)
        if not cities_named and (part := self._part(name, following)):
            return part
        if within := _within(cities_named, following):
            return _entity(within, BY_TEXT)
        if likely := self._senses.likely(fold(name)):
            return _entity(likely, BY_COUNTRY)
        large = [city for city in cities().named(name) if city.population >= _LARGE]
        if not large:
            return Entity(f"place/{fold(name)}", EntityType.PLACE, tidy(name))
        largest = dominant(large)
        return _entity(largest, BY_SIZE) if largest else None

    def is_known(self, name: str) -> bool:
        """Whether a name is that of a region or of a city of more than 15,000 people."""
        found = cities().named(name)
        return fold(name) in regions() or (bool(found) and found[0].population >= _LARGE)

    def is_large_city(self, name: str) -> bool:
        """Whether a city of more than 300,000 people has this name as its main name."""
        return any(
            city.population >= _WORLD and fold(city.name) == fold(name)
            for city in cities().named(name)
        )

    def is_within(self, name: str, following: str) -> bool:
        """Whether the region or country of a city of that name follows the name."""
        return _within(namesakes(name), following) is not None

    def _part(self, name: str, following: str) -> Entity | None:
        """The entity for a part of a place: "north Texas", "downtown Rome". It has the coordinates
        of the whole."""
        if not (found := _PART.fullmatch(tidy(name))):
            return None
        country = self.country(found[2])
        whole = country.entity if country else self.find(found[2], following)
        if whole is None or whole.latitude is None:
            return None
        return replace(
            whole,
            key=f"place/{slug(found[1])}-{whole.key.partition('/')[2]}",
            type=EntityType.PLACE,
            name=f"{found[1].title()} {whole.name}",
            of_country=country.entity.key if country else whole.of_country,
            links=(),
        )

    @cached_property
    def _senses(self) -> Senses:
        names = {name for name, _ in self._named if name not in regions()}
        sure: dict[str, Namesake] = {}
        for name, following in self._named:
            if name in names and (city := _within(namesakes(name), following)):
                sure.setdefault(name, city)
        around = {code.partition("-")[0] for code in self._states}
        return Senses(names, sure, self._states, self._mentioned | around)

    def _all_states(self) -> Iterator[str]:
        """Codes of the regions that the document names: alone, after a town, or by a county."""
        for name, following in self._named:
            if region := regions().get(name):
                yield region.code
            if region := next(_regions_after(following), None):
                yield region.code
            found = counties().get(name, [])
            if len(found) == 1:
                yield found[0].region

    def _is_state(self, country: Country, name: str) -> bool:
        """Whether a name shared by a country and a region means the region (Georgia)."""
        if country.code != "ge" or fold(name) != fold(country.entity.name):
            return False
        others = self._states - {"us-ga"}
        american = "us" in self._mentioned or any(code.startswith("us-") for code in others)
        return american and not country.neighbours & self._mentioned


def _entity(city: Namesake, score: float) -> Entity:
    """The entity of a city or county; a city has the plain key where it is the largest one of its
    name and no region has the name."""
    if isinstance(city, County):
        return city.entity()
    plain = cities().is_largest(city) and fold(city.name) not in regions()
    return city.entity(score, plain)


def _within(named: Sequence[Namesake], following: str) -> Namesake | None:
    """The city in the region or country that the text names right after it."""
    for words in _words_after(following):
        region = regions().get(fold(words))
        country = countries().by_name.get(fold(words))
        inside = [city for city in named if _lies(city, region, country)]
        if inside:
            return inside[0]
    return None


def _regions_after(following: str) -> Iterator[Region]:
    """The region that the text names right after a place."""
    for words in _words_after(following):
        if region := regions().get(fold(words)):
            yield region


def _words_after(following: str) -> tuple[str, ...]:
    """The two words and the first word after a comma, which may name the region or country."""
    found = _WITHIN.match(following)
    return (found[1], found[1].split()[0]) if found else ()


def _lies(city: Namesake, region: Region | None, country: Country | None) -> bool:
    if region and city.region == region.code:
        return True
    return bool(country and city.country == country.code)
