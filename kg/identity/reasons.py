"""What links rest on: what their methods mean, and what else a name could have been linked to."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kg.extraction import EntityType
from kg.identity.entities import Link
from kg.identity.knowledge_bases import Entry, open_knowledge_base
from kg.identity.knowledge_bases.linking import is_of
from kg.identity.merging import METHOD
from kg.identity.places.cities import cities
from kg.identity.places.countries import GEONAMES
from kg.identity.places.places import BY_COUNTRY, BY_SIZE, BY_TEXT

CURATED, JUDGED = "curated", METHOD
DECIDED_BY_TEXT = frozenset({"city", "territory"})
"""The methods of links that only reading a text can find."""

_WHY = {
    CURATED: "curated knowledge gives this id to the entity",
    "territory": "the packages of territories give this id to the country or region",
    JUDGED: "a person judged it to be the same",
}
_WHY_CITY = {
    BY_TEXT: "the text puts it in its state or country",
    BY_SIZE: "of the cities of this name it is by far the largest, or the only one",
    BY_COUNTRY: "of the cities of this name it is the one that the countries and places of the "
    "text speak for",
}


def why(link: Link) -> str:
    """What a link rests on, for people to read."""
    found = _WHY_CITY.get(link.score) if link.method == "city" else _WHY.get(link.method)
    return found or f"found by {link.method}"


def eligible(
    name: str, type: EntityType | None, link: Link, knowledge_base: str | Path | None
) -> Iterator[Entry]:
    """What an entity of a name and type could have been linked to by the same method, the most
    populous or popular first; nothing where the method has no choice.

    Args:
        link: the one that it has.
        knowledge_base: is asked where it is the one that the link names; see
            `open_knowledge_base`.

    Raises:
        KgError: the knowledge base cannot be opened or asked.
    """
    for city in cities().named(name) if link.method == "city" else ():
        where = (city.region or city.country).upper()
        people = f"{where}, {city.population:,} people"
        yield Entry(f"{GEONAMES}{city.number}/", city.name, people, city.population)
    if knowledge_base is not None and link.method not in {"city", *_WHY}:
        with closing(open_knowledge_base(knowledge_base)) as base:
            if is_of(link, base) and link.external.startswith(base.space):
                yield from base.lookup(name, type)
