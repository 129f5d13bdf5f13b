"""Mentions -> entities, with curated knowledge and links to other knowledge bases."""

from kg.identity.entities import (
    Entity,
    Link,
    Post,
    Resolved,
    ResolvedFrame,
    ResolvedMention,
    ResolvedPosition,
    ResolvedStatement,
)
from kg.identity.knowledge import Knowledge, KnownEntity
from kg.identity.knowledge_bases import KnowledgeBase, add_links, open_knowledge_base
from kg.identity.known_names import known_names
from kg.identity.resolution.resolve import resolve

__all__ = [
    "Entity",
    "Knowledge",
    "KnowledgeBase",
    "KnownEntity",
    "Link",
    "Post",
    "Resolved",
    "ResolvedFrame",
    "ResolvedMention",
    "ResolvedPosition",
    "ResolvedStatement",
    "add_links",
    "known_names",
    "open_knowledge_base",
    "resolve",
]
