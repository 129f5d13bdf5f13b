"""Posts as curated, for the positions that a document speaks of."""

from __future__ import annotations

from kg.identity.entities import Entity, Post
from kg.identity.knowledge import Knowledge
from kg.identity.names import fold
from kg.identity.places.countries import countries

_SMALL = frozenset({"of", "for", "the", "to", "and", "in", "a", "an", "at"})


def known_post(title: str, holder: str | None, knowledge: Knowledge) -> Post | None:
    """The one post of a person whose name has all words of the title.

    "defence secretary" is "Secretary of Defense", "foreign minister" is "Minister of Foreign
    Affairs"; a title that could be two of the person's posts is none.

    Args:
        title: as written.
        holder: key of the person's entity.
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
    """The words of a post's title that count when titles are compared."""
    return frozenset(fold(title).split("-")) - _SMALL
