"""The part of a text that has the words looked for, cut into pieces so that they can be marked."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.search.folding import Word, split_words


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a text, and whether they are a word that was looked for."""

    text: str
    found: bool


def snippet(
    text: str, sought: Collection[str], prefixes: tuple[str, ...], length: int
) -> Iterator[Piece]:
    """The part of a text that has most of the words, about `length` characters long.

    Args:
        sought: folded words to find.
        prefixes: folded beginnings of words to find.
        length: in code points; a text that is no longer is given whole.
    """
    hits = [w for w in split_words(text) if w.folded in sought or w.folded.startswith(prefixes)]
    begin, end = _part(text, hits, length)
    if begin > 0:
        yield Piece("… ", False)
    at = begin
    for hit in hits:
        if begin <= hit.begin and hit.end <= end:
            yield Piece(text[at : hit.begin], False)
            yield Piece(text[hit.begin : hit.end], True)
            at = hit.end
    yield Piece(text[at:end], False)
    if end < len(text.rstrip()):
        yield Piece(" …", False)


def _part(text: str, hits: list[Word], length: int) -> tuple[int, int]:
    """Offsets of the part with most hits, from the beginning of a word to the end of one."""
    if len(text) <= length:
        return 0, len(text)
    room = length * 2 // 3
    inside = {first.begin: len({h.folded for h in hits if 0 <= h.begin - first.begin <= room})
              for first in hits[:200]}  # fmt: skip
    best = max(inside, key=lambda begin: (inside[begin], -begin), default=0)
    begin = max(0, best - length // 6)
    begin = 0 if begin == 0 else text.find(" ", begin) + 1
    end = text.rfind(" ", begin, begin + length)
    return begin, end if end > best else min(begin + length, len(text))
