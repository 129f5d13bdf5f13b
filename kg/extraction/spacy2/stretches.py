"""What the parser parses at once: never more than a bounded number of tokens.

Sentences, trees and stacks are then bounded too, and with them the time that anything takes which
goes through a word's sentence or its dependants.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from spacy.attrs import IS_SPACE, ORTH, SENT_START
from spacy.tokens import Doc

LONGEST = 2000
_FINAL = (".", "!", "?", ";", "”", '"')


def stretches(doc: Doc) -> list[list[bool]]:
    """For each stretch of the doc, in order, whether its tokens are whitespace.

    A stretch begins where a sentence start is already set. One of more than `LONGEST` tokens is
    cut after a mark that may end a sentence, else anywhere.
    """
    spaces = doc.to_array(IS_SPACE).astype(bool)
    starts = np.flatnonzero(doc.to_array(SENT_START) == 1)
    bounds = [0, *starts[starts > 0].tolist(), len(doc)]
    if max(np.diff(bounds)) > LONGEST:
        bounds = [*_cut(bounds, _finals(doc)), len(doc)]
    return [spaces[start:end].tolist() for start, end in pairwise(bounds)]


def _finals(doc: Doc) -> list[bool]:
    marks = [doc.vocab.strings[mark] for mark in _FINAL]
    finals: list[bool] = np.isin(doc.to_array(ORTH), np.array(marks, dtype=np.uint64)).tolist()
    return finals


def _cut(bounds: list[int], finals: list[bool]) -> Iterator[int]:
    """Where stretches begin."""
    for start, end in pairwise(bounds):
        yield start
        while end - start > LONGEST:
            start = _end(start, finals)
            yield start


def _end(start: int, finals: list[bool]) -> int:
    """Where the first part of a long stretch ends: late, so that few sentences are cut."""
    latest = start + LONGEST
    for end in range(latest, start + LONGEST // 2, -1):
        # Marks that follow one another stay together.
        if finals[end - 1] and not finals[end]:
            return end
    return latest
