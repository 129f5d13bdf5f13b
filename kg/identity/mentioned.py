"""Finds the countries that a document mentions, and tells names of places that people have."""

from kg.extraction import Annotations, EntityType, MentionKind
from kg.identity.names import fold, folded_entries
from kg.identity.places.countries import countries


def countries_mentioned(annotations: Annotations, by_seat: bool = True) -> frozenset[str]:
    """Codes of the countries that a document mentions by name, adjective, people or, if wanted, by
    their seat of government.

    The name Georgia does not count, because it may be the state.
    """
    found = set()
    for mention in annotations.mentions:
        names = [mention.of_country] if mention.of_country else []
        if mention.kind is MentionKind.NAME and mention.type is not EntityType.PERSON:
            names.append(mention.name)
        for name in names:
            country = countries().concerning(name)
            if not by_seat and fold(name) in countries().seats:
                continue
            if country and fold(name) != "georgia":
                found.add(country.code)
    return frozenset(found)


def borne_by_people(name: str) -> bool:
    """Whether the name of a country or capital is also a name of people (Jordan, Paris)."""
    return fold(name) in folded_entries("borne_by_people.txt")
