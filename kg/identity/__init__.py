"""Mentions -> entities; knowledge; links."""

from kg.identity.entities import Entity, Link, Post, Resolved
from kg.identity.knowledge import Knowledge, KnownEntity
from kg.identity.known_names import known_names
from kg.identity.linking import link
from kg.identity.resolve import resolve

__all__ = [
    "Entity",
    "Knowledge",
    "KnownEntity",
    "Link",
    "Post",
    "Resolved",
    "known_names",
    "link",
    "resolve",
]
