"""What a knowledge base is: entries with names, of which it says what it knows.

Whatever links or explains links speaks to `KnowledgeBase` alone; a class with these members is
all that it takes to add a knowledge base.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from kg.extraction import EntityType

_LAST_PART = re.compile(r"[^/#]*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a knowledge base says of one person, body or place. It names others by their IRIs.

    Attributes:
        iri: what a link leads to (http://www.wikidata.org/entity/Q42).
        description: what tells it from its namesakes, for people to read.
        popularity: how much is written about it, 0 or more. An entry weighs one more than its
            popularity; somebody of the name whom the base does not have weighs 3.
        by_alias: whether the name that was looked up is only an alias.
        types: the classes that it is an instance of.
        countries: its country or citizenships, by their IRIs in Wikidata, DBpedia or GeoNames,
            which are those that the countries of an article have.
        posts: the posts that it held or holds.
        related: team, party, employer, place, seat, and what it is a member of.
        geonames: the place in GeoNames (https://sws.geonames.org/…/).
        latitude, longitude: WGS 84 degrees.
        wikipedia: the title of its page in the English Wikipedia.
        terms: each post that it held, by its IRI, with the days of begin and end ("" unknown).
    """

    iri: str
    name: str
    description: str = ""
    popularity: float = 0.0
    by_alias: bool = False
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    geonames: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wikipedia: str | None = None
    terms: tuple[tuple[str, str, str], ...] = ()

    @property
    def id(self) -> str:
        """The last part of its IRI.

        >>> Entry("http://www.wikidata.org/entity/Q42", "Douglas Adams").id
        'Q42'
        """
        return last_part(self.iri)


def last_part(iri: str) -> str:
    """What stands after the last "/" or "#" of an IRI, but for those at its end."""
    found = _LAST_PART.search(iri.rstrip("/#"))
    return found[0] if found else iri


@runtime_checkable
class KnowledgeBase(Protocol):
    """Looks names up, and says what is known of an entry.

    While its version stays the same it must give the same, so that the same articles give the
    same graph.
    """

    @property
    def name(self) -> str:
        """What it calls itself; every link names it with its version."""

    @property
    def version(self) -> str:
        """Changes whenever what it gives may change; documents are then read again."""

    @property
    def space(self) -> str:
        """How the IRIs of its entries begin; an entity that has such a link is not looked up."""

    def lookup(self, name: str, type: EntityType | None = None, limit: int = 50) -> Sequence[Entry]:
        """The entries that go by a name, the most popular first.

        Args:
            name: in full, as an article has it.
            type: what they must be; None for anything.

        Raises:
            KgError: the base cannot answer now. The document is reported and read again by the
                next build.
        """

    def entries(self, iris: Iterable[str]) -> Mapping[str, Entry]:
        """What is known of entries, by IRI, without those that are unknown. By default nothing,
        which is enough for a base whose entries have no posts."""
        return {}

    def close(self) -> None:
        """Release what is held open."""
