"""Which countries a document mentions, and which places lend their names to people."""

from __future__ import annotations

from functools import cache

from kg.extraction import Annotations, EntityType, MentionKind
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.tables import lines


def countries_mentioned(annotations: Annotations) -> frozenset[str]:
    """Codes of the countries that a document mentions by name, adjective, people or seat.

    Georgia, which may be a state, counts only through its people or its capital.
    """
    found = set()
    for mention in annotations.mentions:
        names = [mention.of_country] if mention.of_country else []
        if mention.kind is MentionKind.NAME and mention.type is not EntityType.PERSON:
            names.append(mention.name)
        for name in names:
            country = countries().concerning(name)
            if country and fold(name) != "georgia":
                found.add(country.code)
    return frozenset(found)


def borne_by_people(name: str) -> bool:
    """Whether the name of a country or capital is also one that people have (Jordan, Paris)."""
    return fold(name) in _borne()


@cache
def _borne() -> frozenset[str]:
    return frozenset(map(fold, lines("borne_by_people.txt")))
