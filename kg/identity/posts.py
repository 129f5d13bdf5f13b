"""Finds the curated posts that a document's positions mean, and who holds a post on a day."""

import re

from kg.extraction import Annotations
from kg.identity.entities import Entity, Post
from kg.identity.knowledge import Knowledge
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.slug import slug

_SMALL = frozenset({"of", "for", "the", "to", "and", "in", "a", "an", "at"})
_THE = re.compile(r"\Athe\s+", re.I)
_POST_OF = re.compile(r"(?P<title>[\w\s]+?) of (?:the )?(?P<country>.+)")


def known_post(title: str, holder: str | None, knowledge: Knowledge, on: str = "") -> Post | None:
    """The person's only post whose name has all words of the title; None where several do.

    "defence secretary" is "Secretary of Defense", "foreign minister" is "Minister of Foreign
    Affairs".

    Args:
        title: as written.
        on: the day (ISO 8601) on which it is held; empty where none is known.
    """
    wanted = title_words(title)
    held = [post for post in knowledge.posts if post.holder == holder]
    held = [post for post in held if not on or _is_held(post, on, post.until)]
    fitting = {post.key: post for post in held if wanted <= title_words(post.title)}
    return next(iter(fitting.values())) if wanted and len(fitting) == 1 else None


def holder_of(words: str, knowledge: Knowledge, on: str) -> Entity | None:
    """Who alone holds a country's post on a day: "the U.S. president", "president of France".

    Args:
        words: as written, which name the country.
        on: the day (ISO 8601); empty where none is known, and then it is nobody.
    """
    key = _post_key(_THE.sub("", " ".join(words.split())) if on else "")
    dated = [post for post in knowledge.posts if post.key == key and post.since]
    holders = {post.holder for post in dated if _is_held(post, on, post.until or post.checked)}
    return knowledge.entity(holders.pop() or "") if len(holders) == 1 else None


def _post_key(words: str) -> str | None:
    """The key of the post that words name with its country."""
    if leading := countries().leading(words, frozenset()):
        country, title = leading.country, leading.rest
    elif (match := _POST_OF.fullmatch(words)) and (named := countries().named(match["country"])):
        country, title = named, match["title"]
    else:
        return None
    return f"post/{country.entity.key.rpartition('/')[2]}/{slug(title)}"


def _is_held(post: Post, on: str, until: str | None) -> bool:
    """Whether a post is surely held on a day; in a year in which it changes hands none is sure."""
    begun = _is_sure(post.since, on) and on >= post.since if post.since else True
    return begun and (_is_sure(until, on) and on <= until if until else True)


def _is_sure(date: str, on: str) -> bool:
    return len(date) == len(on) or not on.startswith(date)


def day_of(annotations: Annotations) -> str:
    """The day (ISO 8601) on which a document was published, empty where that is not known."""
    published = annotations.document.metadata.published
    return published.isoformat()[:10] if published else ""


def body_of(post: Post | None, knowledge: Knowledge) -> Entity | None:
    """The organization or country that a curated post is in."""
    if post is None or post.organization is None:
        return None
    country = countries().by_key.get(post.organization)
    return country.entity if country else knowledge.entity(post.organization)


def title_words(title: str) -> frozenset[str]:
    """The folded words of a title by which titles are compared."""
    return frozenset(fold(title).split("-")) - _SMALL
