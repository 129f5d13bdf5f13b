"""Cuts long texts so that no sentence has more than a fixed number of tokens.

Otherwise a text without full stops is one sentence, and all that goes through the sentence or the
dependants of each word takes time that grows with the square of its length.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc

LONGEST = 2000
"""The most tokens of a sentence."""

_FINAL = frozenset({".", "!", "?", ";", "”", '"'})


def bounded(doc: Doc, starts: Iterable[int]) -> Iterator[int]:
    """The tokens at which a sentence has to start, in order, the first token among them.

    Stretches of more than `LONGEST` tokens are cut after a mark that may end a sentence, else
    anywhere.

    Args:
        starts: tokens at which a sentence starts in any case, in order.
    """
    for start, end in pairwise(sorted({0, *starts, len(doc)})):
        yield start
        while end - start > LONGEST:
            start = _end(doc, start)
            yield start


def _end(doc: Doc, start: int) -> int:
    """Where the first part of a long stretch ends: as late as possible, to cut few sentences."""
    latest = start + LONGEST
    for end in range(latest, start + LONGEST // 2, -1):
        # Marks that follow one another stay together.
        if doc[end - 1].text in _FINAL and doc[end].text not in _FINAL:
            return end
    return latest
