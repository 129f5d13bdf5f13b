"""Folding: words as they are compared, in Latin letters without accents and capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

# Accents that stand as characters of their own belong to the letter before them.
_LETTERS = r"(?:[^\W_][\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ]{_LETTERS})*")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, from its first character to after its last, in code points."""

    begin: int
    end: int
    folded: str


def split_words(text: str) -> Iterator[Word]:
    """Split a text into its words; one that has no letter or digit once folded is left out.

    >>> [word.folded for word in split_words("Wałęsa’s Kyïv, Зеленский and O’Hanlon")]
    ['walesa', 'kyiv', 'zelenskiy', 'and', 'ohanlon']
    """
    for found in _WORD.finditer(text):
        folded = fold(found[0])
        if folded:
            yield Word(found.start(), found.end(), folded)


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Fold a word into small Latin letters and digits, without its possessive ending."""
    plain = anyascii(_POSSESSIVE.sub("", word))
    return _OTHER.sub("", plain.lower())


def folded(text: str) -> str:
    """The folded words of a text, joined by spaces."""
    return " ".join(word.folded for word in split_words(text))
