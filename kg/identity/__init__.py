"""Mentions -> entities; knowledge; links."""

from kg.identity.entities import Entity, Link, Resolved

__all__ = ["Entity", "Link", "Resolved"]
