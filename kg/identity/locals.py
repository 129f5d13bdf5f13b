"""Entities of one document: those that it does not name in full."""

from __future__ import annotations

import re

from kg.extraction import EntityType, Mention
from kg.identity.entities import Entity
from kg.identity.names import tidy
from kg.identity.slug import slug

_INDEFINITE = re.compile(r"^(?:an?|another|one|some|several|other|two|three)\s", re.IGNORECASE)


class Locals:
    """Hands out the entities of one document, each key once."""

    def __init__(self, document: str) -> None:
        self._prefix = f"doc/{document}/entity/"
        self._given: dict[str, Entity] = {}

    def named(self, name: str, type: EntityType, country: str | None = None) -> Entity:
        """The entity for a name that could be several: the same for the same name and type."""
        return self._give(tidy(name), type, country, "")

    def described(self, mention: Mention, country: str | None = None) -> Entity:
        """The entity for a description: "the official" is one throughout the document,
        "an official" another at each place."""
        again = f"-{mention.span.start}" if _INDEFINITE.match(mention.name) else ""
        return self._give(tidy(mention.name), mention.type, country, again)

    def _give(self, name: str, type: EntityType, country: str | None, suffix: str) -> Entity:
        key = f"{self._prefix}{slug(name)}{suffix}"
        if (given := self._given.get(key)) and given.type is not type:
            key = f"{key}-{type.lower()}"
        return self._given.setdefault(key, Entity(key, type, name, True, country))
