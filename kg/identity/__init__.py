"""Mentions -> entities, with curated knowledge and links to other knowledge bases."""

from kg.identity.entities import (
    Entity,
    Link,
    Post,
    Resolved,
    ResolvedMention,
    ResolvedPosition,
    ResolvedStatement,
)
from kg.identity.knowledge import Knowledge, KnownEntity
from kg.identity.known_names import known_names
from kg.identity.resolve import resolve
from kg.identity.wikidata.linking import link

__all__ = [
    "Entity",
    "Knowledge",
    "KnownEntity",
    "Link",
    "Post",
    "Resolved",
    "ResolvedMention",
    "ResolvedPosition",
    "ResolvedStatement",
    "known_names",
    "link",
    "resolve",
]
