"""Brings names into the forms in which they are shown and compared."""

import re
from functools import cache, lru_cache

from kg.identity.slug import slug
from kg.identity.tables import entries, rows

_APOSTROPHES = str.maketrans("‘’ʼ`´", "'''''")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\b\.?")


@lru_cache(maxsize=1 << 16)
def tidy(name: str) -> str:
    """A name as it is shown: straight apostrophes, single spaces, no article, no possessive.

    >>> tidy("the  North’s")
    'North'
    """
    plain = " ".join(name.translate(_APOSTROPHES).split()).strip(' ,;:"“”')
    plain = _ARTICLE.sub("", _POSSESSIVE.sub("", plain))
    return plain or name.strip() or name


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """A name as compared: the slug of its tidy form, acronyms without dots, in American spelling.

    >>> fold("U.S."), fold("the Ministry of Defence")
    ('us', 'ministry-of-defense')
    """
    undotted = _DOTTED.sub(lambda found: found.group().replace(".", ""), tidy(name))
    spelling = _spellings()
    return "-".join(spelling.get(word, word) for word in slug(undotted).split("-"))


@lru_cache(maxsize=1 << 14)
def untitled(name: str) -> str:
    """A person's tidy name without the titles before it; a title alone stays."""
    words = tidy(name).split()
    titles = folded_entries("titles.txt")
    while len(words) > 1:
        size = next((n for n in (2, 1) if fold(" ".join(words[:n])) in titles), 0)
        if not size or size >= len(words):
            break
        words = words[size:]
    return " ".join(words)


@cache
def folded_entries(name: str) -> frozenset[str]:
    """As `kg.identity.tables.entries`, each as names are compared."""
    return frozenset(map(fold, entries(name)))


@cache
def _spellings() -> dict[str, str]:
    return {row["written"]: row["folded"] for row in rows("spellings.csv")}
