"""Finds the curated posts that a document's positions mean."""

from __future__ import annotations

from kg.identity.entities import Entity, Post
from kg.identity.knowledge import Knowledge
from kg.identity.names import fold
from kg.identity.places.countries import countries

_SMALL = frozenset({"of", "for", "the", "to", "and", "in", "a", "an", "at"})


def known_post(title: str, holder: str | None, knowledge: Knowledge) -> Post | None:
    """The person's only post whose name has all words of the title; None where several do.

    "defence secretary" is "Secretary of Defense", "foreign minister" is "Minister of Foreign
    Affairs".

    Args:
        title: as written.
        holder: key of the person.
        knowledge: has the posts.
    """
    wanted = title_words(title)
    held = [post for post in knowledge.posts if post.holder == holder]
    fitting = [post for post in held if wanted <= title_words(post.title)]
    return fitting[0] if wanted and len(fitting) == 1 else None


def body_of(post: Post | None, knowledge: Knowledge) -> Entity | None:
    """The organization or country that a curated post is in."""
    if post is None or post.organization is None:
        return None
    country = countries().by_key.get(post.organization)
    return country.entity if country else knowledge.entity(post.organization)


def title_words(title: str) -> frozenset[str]:
    """The folded words of a title by which titles are compared."""
    return frozenset(fold(title).split("-")) - _SMALL
