"""What the parser parses at once: never more than a bounded number of tokens.

Sentences, trees and stacks are then bounded too, and with them the time that anything takes which
goes through a word's sentence or its dependants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc

LONGEST = 2000
_FINAL = frozenset({".", "!", "?", ";", "”", '"'})


def bounded(doc: Doc, starts: Iterable[int]) -> Iterator[int]:
    """Tokens at which a sentence is to start, in order.

    Args:
        doc: the doc, tokenized.
        starts: tokens at which one has to, in order; the doc's first is one without saying.

    A stretch of more than `LONGEST` tokens is cut after a mark that may end a sentence, else
    anywhere.
    """
    for start, end in pairwise(sorted({0, *starts, len(doc)})):
        yield start
        while end - start > LONGEST:
            start = _end(doc, start)
            yield start


def _end(doc: Doc, start: int) -> int:
    """Where the first part of a long stretch ends: late, so that few sentences are cut."""
    latest = start + LONGEST
    for end in range(latest, start + LONGEST // 2, -1):
        # Marks that follow one another stay together.
        if doc[end - 1].text in _FINAL and doc[end].text not in _FINAL:
            return end
    return latest
