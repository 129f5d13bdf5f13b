"""Other spellings of a word, among those that are in use."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_MOST = 20


def variants(word: str, vocabulary: Sequence[str]) -> list[str]:
    """The words that differ from a word by few edits, the nearest first, the word left out.

    None for words of up to two letters, one edit up to five letters, two for longer words: what
    Lucene calls AUTO. An edit adds, drops or changes a letter or swaps two neighbours.

    >>> variants("zelenskiy", ["selene", "zelensky", "zelenskyy"])
    ['zelensky', 'zelenskyy']
    """
    edits = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    if not edits:
        return []
    found = extract(word, vocabulary, scorer=OSA.distance, score_cutoff=edits, limit=_MOST)
    nearest = sorted((distance, other) for other, distance, _ in found)
    return [other for distance, other in nearest if distance]
