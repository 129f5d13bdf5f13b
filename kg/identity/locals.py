"""Local entities: those of which a document does not tell who or what they are."""

import re

from kg.extraction import EntityType, Mention
from kg.identity.entities import Entity
from kg.identity.names import tidy
from kg.identity.slug import slug

_INDEFINITE = re.compile(r"^(?:an?|another|one|some|several|other|two|three)\s", re.IGNORECASE)


class Locals:
    """Makes the local entities of one document, one for each key."""

    def __init__(self, document: str) -> None:
        self._prefix = f"doc/{document}/entity/"
        self._given: dict[str, Entity] = {}

    def named(self, name: str, type: EntityType, country: str | None = None) -> Entity:
        """The entity for an ambiguous name: the same for the same name and type."""
        return self._give(tidy(name), type, country, "")

    def described(self, mention: Mention, country: str | None = None) -> Entity:
        """The entity for a description: the same for each "the official" in the document, another
        one for each "an official"."""
        again = f"-{mention.span.start}" if _INDEFINITE.match(mention.name) else ""
        return self._give(tidy(mention.name), mention.type, country, again)

    def _give(self, name: str, type: EntityType, country: str | None, suffix: str) -> Entity:
        key = f"{self._prefix}{slug(name)}{suffix}"
        if (given := self._given.get(key)) and given.type is not type:
            key = f"{key}-{type.lower()}"
        return self._given.setdefault(key, Entity(key, type, name, True, country))
