"""Countries by all their names, and the cities and buildings that stand for their governments."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link
from kg.identity.names import fold
from kg.identity.slug import slug
from kg.identity.tables import coordinates, items, rows

WIKIDATA = "http://www.wikidata.org/entity/"
DBPEDIA = "http://dbpedia.org/resource/"
GEONAMES = "https://sws.geonames.org/"

# The word before the names of a country's bodies, where it is not the adjective.
_ATTRIBUTIVE = {"us": "U.S."}
_SOURCE = "kg countries.csv"
_WORDS = re.compile(r"[\s]+")
_ESCAPED = re.compile(r"[\"#%<>?\[\\\]^`{|}]")


def dbpedia_iri(title: str) -> str:
    """The IRI in DBpedia of what a page of the English Wikipedia is about, by the page's title.

    >>> dbpedia_iri("Who? What?")
    'http://dbpedia.org/resource/Who%3F_What%3F'
    """
    return DBPEDIA + _ESCAPED.sub(lambda match: f"%{ord(match[0]):02X}", title.replace(" ", "_"))


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its ISO 3166 code in lower case, its entity, its adjective ("North Korean"),
    the codes of its neighbours, and its names as written."""

    code: str
    entity: Entity
    adjective: str
    neighbours: frozenset[str]
    names: tuple[str, ...]

    @property
    def attributive(self) -> str:
        """The word before the names of its bodies: "U.S.", "North Korean"."""
        return _ATTRIBUTIVE.get(self.code, self.adjective)


@dataclass(frozen=True, slots=True)
class Seat:
    """A city or building whose name stands for a country's government."""

    country: Country
    building: bool


@dataclass(frozen=True, slots=True)
class Leading:
    """A name that starts with a country's: that country, its name, the rest, if possessive."""

    country: Country
    head: str
    rest: str
    possessive: bool


Lead = Callable[[str], Leading | None]
"""What tells the country that a name starts with in a document."""


class Countries:
    """All countries, looked up by their names, which are compared by `fold`.

    Attributes:
        by_code, by_name, by_adjective, by_people: the countries by code and by folded names.
        seats: cities and buildings that stand for a country's government, by folded name.
        contextual: names like "the North" by folded name: the country, and the codes of the
            countries of which one must be mentioned too.
        written: all names of countries as written.
        peoples: adjectives and peoples as written ("North Korean").
        capitals: the capitals, as written, that stand for their countries.
    """

    def __init__(self) -> None:
        self.by_code: dict[str, Country] = {}
        self.by_name: dict[str, Country] = {}
        self.by_adjective: dict[str, Country] = {}
        self.by_people: dict[str, Country] = {}
        self.written: list[str] = []
        self.peoples: list[str] = []
        self.capitals: list[str] = []
        self.contextual: dict[str, tuple[Country, frozenset[str]]] = {}
        capitals = {}
        for row in rows("countries.csv"):
            self._add(row)
            capitals[row["code"]] = row["capital"]
        for row in rows("contextual.csv"):
            context = frozenset(items(row["beside"]))
            self.contextual[fold(row["name"])] = self.by_code[row["code"]], context
        self.seats = dict(self._seats(capitals))

    def _add(self, row: dict[str, str]) -> None:
        country = _country(row)
        self.by_code[country.code] = country
        for name in country.names:
            self.by_name.setdefault(fold(name), country)
            self.written.append(name)
        for adjective in items(row["adjectives"]):
            self.by_adjective.setdefault(fold(adjective), country)
        for people in items(row["people"]):
            self.by_people.setdefault(fold(people), country)
        named = (*items(row["adjectives"]), *items(row["people"]))
        self.peoples += [each for each in named if "." not in each and not each.isupper()]

    def _seats(self, capitals: dict[str, str]) -> Iterator[tuple[str, Seat]]:
        listed = {fold(row["name"]): row for row in rows("seats.csv")}
        for code, name in capitals.items():
            capital = fold(name)
            if name and capital not in listed and capital not in self.by_name:
                self.capitals.append(name)
                yield capital, Seat(self.by_code[code], building=False)
        for name, row in listed.items():
            if row["kind"] == "city":
                self.capitals.append(row["name"])
            if row["kind"] != "none":
                yield name, Seat(self.by_code[row["code"]], row["kind"] == "building")

    @cached_property
    def by_key(self) -> dict[str, Country]:
        """Countries by the key of their entity."""
        return {country.entity.key: country for country in self.by_code.values()}

    def named(self, name: str) -> Country | None:
        """The country that a name or adjective means by itself."""
        folded = fold(name)
        return self.by_name.get(folded) or self.by_adjective.get(folded)

    def concerning(self, name: str) -> Country | None:
        """The country of a name, adjective, people or seat."""
        folded = fold(name)
        if seat := self.seats.get(folded):
            return seat.country
        return self.named(name) or self.by_people.get(folded)

    def leading(self, name: str, mentioned: frozenset[str]) -> Leading | None:
        """The country that a name starts with, as in "North Korean troops" or "the North's army";
        the codes of the countries that the document mentions decide what "the North" means."""
        words = _WORDS.split(_straight(name))
        for size in (4, 3, 2, 1):
            head, rest = " ".join(words[:size]), " ".join(words[size:])
            if rest and (country := self._head(head, mentioned)):
                return Leading(country, head, rest, head.endswith(("'s", "s'")))
        return None

    def in_context(self, name: str, mentioned: frozenset[str]) -> Country | None:
        """The country that a name means only where certain others are mentioned: "the North"."""
        found = self.contextual.get(fold(name))
        return found[0] if found and found[1] & mentioned else None

    def _head(self, head: str, mentioned: frozenset[str]) -> Country | None:
        possessive = head.endswith(("'s", "s'"))
        seat = self.seats.get(fold(head)) if possessive else None
        found = seat.country if seat else self.named(head)
        return found or (self.in_context(head, mentioned) if possessive else None)


@cache
def countries() -> Countries:
    """The table of countries, read once in a process."""
    return Countries()


def _straight(name: str) -> str:
    words = name.replace("’", "'").strip()
    return words[4:] if words[:4].lower() == "the " else words


def _country(row: dict[str, str]) -> Country:
    name = row["name"]
    latitude, longitude = coordinates(row)
    entity = Entity(
        f"country/{slug(name)}",
        EntityType.COUNTRY,
        name,
        links=tuple(territory_links(row, _SOURCE)),
        latitude=latitude,
        longitude=longitude,
    )
    adjective = (items(row["adjectives"]) or [name])[0]
    names = (name, *items(row["aliases"]))
    return Country(row["code"], entity, adjective, frozenset(row["neighbours"].split()), names)


def territory_links(row: dict[str, str], source: str) -> Iterator[Link]:
    """The links that a row of a table of countries or regions gives."""
    yield Link(WIKIDATA + row["wikidata"], "territory", 1.0, source)
    if row.get("dbpedia", "-") != "-":
        title = row["dbpedia"] or row["name"]
        yield Link(dbpedia_iri(title), "territory", 1.0, source)
    if number := row["geonames"]:
        yield Link(f"{GEONAMES}{number}/", "territory", 1.0, source)
