"""How well attributions were found: overlap of words by role, and attributions matched whole."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.extraction.tagger.span_decoding import ROLES

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_Roles = Mapping[str, frozenset[int]]


class Tally:
    """Counts of what agrees, what was predicted and what is in the gold, by measure."""

    def __init__(self) -> None:
        self._counts = {measure: [0, 0, 0] for measure in ("attribution", *reversed(ROLES))}

    def add(self, document: Mapping[str, Any], predicted: Iterable[Mapping[str, Any]]) -> None:
        """Count one document: its gold, and the attributions predicted for it."""
        words = [match.span() for match in _WORD.finditer(document["text"])]
        gold = [_covered(words, attribution) for attribution in document["attributions"]]
        found = [_covered(words, attribution) for attribution in predicted]
        self._count("attribution", len(_matches(gold, found)), len(found), len(gold))
        for role in ROLES:
            ours = frozenset[int]().union(*(roles[role] for roles in found))
            theirs = frozenset[int]().union(*(roles[role] for roles in gold))
            self._count(role, len(ours & theirs), len(ours), len(theirs))

    def _count(self, measure: str, *numbers: int) -> None:
        self._counts[measure] = [a + b for a, b in zip(self._counts[measure], numbers, strict=True)]

    def figures(self) -> dict[str, tuple[float, float, float]]:
        """Precision, recall and F1 of each measure."""
        return {measure: share(*counts) for measure, counts in self._counts.items()}


def share(agreed: int, predicted: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of some counts."""
    return (
        agreed / max(predicted, 1),
        agreed / max(gold, 1),
        2 * agreed / max(predicted + gold, 1),
    )


def _covered(words: Sequence[tuple[int, int]], attribution: Mapping[str, Any]) -> _Roles:
    return {
        role: frozenset(n for span in attribution[role] for n in _touched(words, *span))
        for role in ROLES
    }


def _touched(words: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """Numbers of the words that share a character with the span."""
    first = bisect_right(words, start, key=lambda word: word[1])
    return range(first, max(first, bisect_left(words, end, key=lambda word: word[0])))


def matched(document: Mapping[str, Any], predicted: Iterable[Mapping[str, Any]]) -> set[int]:
    """The numbers of the predicted attributions that match one of the document's."""
    words = [match.span() for match in _WORD.finditer(document["text"])]
    gold = [_covered(words, attribution) for attribution in document["attributions"]]
    return _matches(gold, [_covered(words, attribution) for attribution in predicted])


def _matches(gold: Sequence[_Roles], found: Sequence[_Roles]) -> set[int]:
    """Which of `found` are matched, one to one, best overlap first: contents share at least half of
    their words, and the sources touch or are both absent."""
    pairs = sorted(
        (-_overlap(theirs["content"], ours["content"]), i, j)
        for i, theirs in enumerate(gold)
        for j, ours in enumerate(found)
        if _same_source(theirs["source"], ours["source"])
    )
    left_gold, left_found = set(range(len(gold))), set(range(len(found)))
    for overlap, i, j in pairs:
        if overlap <= -0.5 and i in left_gold and j in left_found:
            left_gold.remove(i)
            left_found.remove(j)
    return set(range(len(found))) - left_found


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _same_source(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one & other) or not (one or other)
