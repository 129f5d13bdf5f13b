"""Finds which country, region or city a name means in one document."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from kg.extraction import EntityType
from kg.extraction.wordlists import word_lists, word_set
from kg.identity.entities import Entity
from kg.identity.names import fold, tidy
from kg.identity.places.areas import Area, areas
from kg.identity.places.cities import cities, dominant
from kg.identity.places.countries import Country, Leading, countries
from kg.identity.places.home import NOWHERE, Home
from kg.identity.places.regions import regions
from kg.identity.places.senses import Evidence, Namesake, Senses, namesakes
from kg.identity.places.written import key_of, places_in_body, regions_after, state_meant, within
from kg.identity.slug import slug

_PART = re.compile(
    r"((?:(?:north|south)(?:[ -]?(?:east|west))?|east|west)(?:ern)?|[NS]\.(?:[EW]\.)?|[EW]\."
    r"|central|upper|lower|downtown|greater|metro|metropolitan|rural|suburban)[ -](.+)",
    re.IGNORECASE,
)
_PROVINCE = re.compile(r" (province|governorate|oblast|prefecture|region)\b", re.IGNORECASE)
_WHOLE = re.compile(r"(?:city|town|village|borough|county|state) of (.+)", re.IGNORECASE)

_LARGE, _WORLD = 15_000, 300_000
_SURE = 0.8  # the probability of a sense that makes a place of what was taken for something else
# Scores of links to cities: the only or by far the largest one of the name; one that the text puts
# in its state or country; one that the document's other places make likely.
BY_SIZE, BY_TEXT, BY_COUNTRY = 0.8, 0.95, 0.7


class Places:
    """Finds the places of one document by name.

    Args:
        named: the names of all its places, as written, each with the text that follows it.
        bodies: the names of its bodies, which have places in them: "Ohio State University".
        home: of its publisher.
        mentioned_by_name: those of the countries that it does not mention by their capitals alone.
    """

    def __init__(
        self,
        mentioned: frozenset[str],
        named: Iterable[tuple[str, str]],
        bodies: Iterable[str] = (),
        home: Home = NOWHERE,
        mentioned_by_name: frozenset[str] | None = None,
    ) -> None:
        self._mentioned = mentioned
        self._by_name = mentioned if mentioned_by_name is None else mentioned_by_name
        self._home = home
        self._named = [(key_of(name, following), following) for name, following in named]
        self._within_bodies = sorted(
            {fold(each) for name in bodies for each in places_in_body(name)}
        )
        self._towns = frozenset(key for key, after in self._named if _is_in_region(key, after))
        self._states = frozenset(self._all_states())

    def country(self, name: str) -> Country | None:
        """The country that a name or adjective means here, None where it does not mean one."""
        found = countries().named(name) or countries().in_context(name, self._mentioned)
        is_town = fold(name) in self._towns or (found and self._is_home(found, name))
        if found and (is_town or self._is_state(found, name)):
            return None
        return found

    def leading(self, name: str) -> Leading | None:
        """The country a name starts with, unless a town or state is meant: "Georgia Senate"."""
        found = countries().leading(name, self._mentioned)
        return None if found and self.means_else(found.head) else found

    def means_else(self, name: str) -> bool:
        """Whether the name of a country means a town or state here."""
        return fold(name) in countries().by_name and self.country(name) is None

    def find(self, name: str, following: str, town: str | None = None) -> Entity | None:
        """The region or city that a name means; None where it may be several.

        Args:
            name: as written.
            following: the text after the mention, which may be ", Georgia".
            town: the name before the mention, with a comma between them.
        """
        name = word_lists("places")["cut short"].get(name, name)
        if state := state_meant(name, following, town):
            return state.entity
        key = key_of(name, following)
        if region := regions().get(key):
            return self._province(key, region.country) or region.entity
        if province := self._province_meant(name, following):
            return province
        known = namesakes(key)
        if not known and (part := self._part(name, following) or self._inside(name)):
            return part
        is_named = any(each == key for each, _ in self._named)
        if not is_named and fold(name) == key and self.is_short_for_county(name):
            return self.find(f"{name} County", following)
        if told := within(known, following):
            return _entity(told, BY_TEXT)
        if key in word_set("places", "directions"):  # "the West" is no town of this name
            return Entity(f"place/{key}", EntityType.PLACE, tidy(name))
        likely = self._senses.likely(key)
        # Of a village in another state than the text has, nothing is known.
        if likely and (likely.population >= _LARGE or not any(regions_after(following))):
            return _entity(likely, BY_COUNTRY)
        large = [city for city in cities().named(name) if city.population >= _LARGE]
        if not large:
            return Entity(f"place/{fold(name)}", EntityType.PLACE, tidy(name))
        largest = dominant(large)
        return _entity(largest, BY_SIZE) if largest and self._senses.may_be(largest, key) else None

    def is_known(self, name: str) -> bool:
        """Whether a name is that of a region or of a city of more than 15,000 people."""
        found = cities().named(name)
        return fold(name) in regions() or (bool(found) and found[0].population >= _LARGE)

    def is_never_else(self, name: str) -> bool:
        """Whether a name is a region's with dots ("N.C.") or a county's in full."""
        key = fold(name)
        counties = any(isinstance(each, Area) for each in namesakes(name))
        return ("." in name and key in regions()) or (key.endswith("-county") and counties)

    def is_short_for_county(self, name: str) -> bool:
        """Whether the document names the county of this name: "Henrico" beside "Henrico County"."""
        return f"{fold(name)}-county" in self._places_named

    def is_likely(self, name: str) -> bool:
        """Whether a name is a region's, or the document's places make a town of it likely."""
        key = fold(name)
        return key in regions() or self._senses.likeliest(key)[1] >= _SURE

    def is_large_city(self, name: str) -> bool:
        """Whether a city of more than 300,000 people has this as its main name."""
        names = (fold(name), fold(f"{name} City"))
        return any(
            city.population >= _WORLD and fold(city.name) in names for city in cities().named(name)
        )

    def _province(self, key: str, instead_of: str) -> Entity | None:
        """The entity of the one province of a name in the countries that the document mentions,
        where it does not mention the country `instead_of`: Punjab beside Pakistan alone."""
        found = [area for area in areas().get(key, ()) if area.country in self._by_name]
        is_elsewhere = len(found) == 1 and instead_of not in self._mentioned
        return found[0].entity(BY_COUNTRY) if is_elsewhere else None

    def _province_meant(self, name: str, following: str) -> Entity | None:
        """The entity for a province that the text calls so, "Idlib province". Where none is known
        it has the coordinates of its town."""
        if (word := _PROVINCE.match(following)) is None:
            return None
        key = fold(f"{name} {word[1]}")
        if region := regions().get(key):
            return region.entity
        if found := areas().get(fold(name)):
            return found[0].entity(BY_TEXT)
        town = None if word[1] == "region" else self.find(name, "")
        return town and replace(town, key=f"place/{key}", links=())

    def _part(self, name: str, following: str) -> Entity | None:
        """The entity for a part of a place ("north Texas"), with the coordinates of the whole."""
        if found := _WHOLE.fullmatch(tidy(name)):
            return self.find(found[1], following)
        found = _PART.fullmatch(tidy(name))
        if not found or not (self.is_known(found[2]) or fold(found[2]) in self._places_named):
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

    def _inside(self, name: str) -> Entity | None:
        """The entity for what is named after a place that the document names too: "Hershey Lodge".
        It has the coordinates of the place."""
        words = tidy(name).split()
        if len(words) < 2 or words[-1].lower() in word_set("places", "roads"):
            return None
        for size in range(len(words) - 1, 0, -1):
            key = fold(" ".join(words[:size]))
            is_named = key in self._places_named and key not in countries().by_name
            if is_named and (place := self._senses.likely(key)):
                whole, key = _entity(place, BY_COUNTRY), f"place/{fold(name)}"
                return replace(whole, key=key, name=tidy(name), links=())
        return None

    @cached_property
    def _places_named(self) -> frozenset[str]:
        return frozenset(self._within_bodies) | {name for name, _ in self._named}

    @cached_property
    def _senses(self) -> Senses:
        known = (regions().keys() | countries().by_name.keys()) - self._towns
        names = {name for name in self._places_named if name not in known}
        sure: dict[str, Namesake] = {}
        for name, following in self._named:
            if name in names and (city := within(namesakes(name), following)):
                sure.setdefault(name, city)
        around = {code.partition("-")[0] for code in self._states}
        home = frozenset(name for name in names if self._home.is_in_name_of(name))
        return Senses(
            names, sure, Evidence(self._states, self._by_name | around, home, self._home.country)
        )

    def _all_states(self) -> Iterator[str]:
        """Codes of the regions that the document names: alone, after a town, or by a county."""
        for name, following in self._named:
            if region := regions().get(name):
                yield region.code
            if region := next(regions_after(following), None):
                yield region.code
            if len(found := namesakes(name)) == 1 and isinstance(found[0], Area):
                yield found[0].region
        for name in self._within_bodies:
            if region := regions().get(name):
                yield region.code

    def _is_home(self, country: Country, name: str) -> bool:
        """Whether the name of a country means the town of the publisher (Palestine, Texas)."""
        elsewhere = not country.neighbours & self._mentioned
        return elsewhere and self._home.is_in_name_of(name) and bool(namesakes(name))

    def _is_state(self, country: Country, name: str) -> bool:
        """Whether a name shared by a country and a region means the region (Georgia): among
        American places or no others, and neither Georgians nor their neighbours."""
        if country.code != "ge" or fold(name) != fold(country.entity.name):
            return False
        around = self._mentioned | {code.partition("-")[0] for code in self._states - {"us-ga"}}
        american = "us" in around or not around
        return american and not (country.neighbours | {country.code}) & self._mentioned


def _is_in_region(key: str, following: str) -> bool:
    """Whether the text puts a town that has the name of a country in a region: "Lebanon, Ohio"."""
    around = {each.code for each in regions_after(following)} - {"us-ga"}
    return key in countries().by_name and any(each.region in around for each in namesakes(key))


def _entity(city: Namesake, score: float) -> Entity:
    """The entity of a city or county; a city has the plain key where it is the largest one of its
    name and no region has the name."""
    if isinstance(city, Area):
        return city.entity(score)
    plain = cities().is_largest(city) and fold(city.name) not in regions()
    return city.entity(score, plain)
