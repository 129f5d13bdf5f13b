"""Tells what a thing is that is neither a person nor a body, group or place."""

from __future__ import annotations

from functools import cache

from kg.extraction.annotations import EntityType
from kg.extraction.wordlists import word_lists


def thing_type(name: str) -> EntityType:
    """The type of a thing by the words of its name: of the last one that tells it.

    >>> thing_type("European Convention on Human Rights"), thing_type("Baha'i")
    (<EntityType.LEGISLATION: 'Legislation'>, <EntityType.OTHER: 'Other'>)
    """
    told = (_told().get(word) for word in reversed(name.lower().split()))
    return next((kind for kind in told if kind), EntityType.OTHER)


@cache
def _told() -> dict[str, EntityType]:
    return {
        word: EntityType(kind) for kind, words in word_lists("things").items() for word in words
    }
