"""Other spellings of words, among those that are in use."""

from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

_MOST = 20
_MOST_EDITS = 2


def variants(words: Sequence[str], vocabulary: Sequence[str]) -> Mapping[str, list[str]]:
    """For each word those that differ from it by few edits, the nearest first, itself left out.

    None for words of up to two letters, one edit up to five letters, two for longer words: what
    Lucene calls AUTO. An edit adds, drops or changes a letter or swaps two neighbours.

    Args:
        vocabulary: the words in use, sorted.

    >>> variants(["zelenskiy"], ["selene", "zelensky", "zelenskyy"])
    {'zelenskiy': ['zelensky', 'zelenskyy']}
    """
    found: dict[str, list[str]] = {word: [] for word in words}
    longer = [word for word in found if _edits(word)]
    distances = cdist(
        longer, vocabulary, scorer=OSA.distance, score_cutoff=_MOST_EDITS, dtype=np.uint8
    )
    for word, row in zip(longer, distances, strict=True):
        near = np.flatnonzero((row > 0) & (row <= _edits(word)))
        nearest = near[np.argsort(row[near], kind="stable")]
        found[word] = [vocabulary[index] for index in nearest[:_MOST]]
    return found


def _edits(word: str) -> int:
    return 0 if len(word) < 3 else 1 if len(word) < 6 else _MOST_EDITS
