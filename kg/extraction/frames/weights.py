"""Tables of weights: log-linear models whose features are strings.

A table is a text file, compressed. Its first line has the classes; each other line has a feature
and, by the number of the class, its weights in hundredths.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from functools import cache
from math import exp
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_UNIT = 100


class Weights:
    """A log-linear model.

    Args:
        classes: what it tells apart; the first is what is seen most.
        table: by feature, the numbers of classes with their weights in hundredths.
    """

    def __init__(
        self, classes: tuple[str, ...], table: dict[str, tuple[tuple[int, int], ...]]
    ) -> None:
        self.classes = classes
        self._table = table
        self._zeros = [0] * len(classes)

    def __contains__(self, feature: str) -> bool:
        return feature in self._table

    def probabilities(
        self, features: Iterable[str], added: Sequence[int] | None = None
    ) -> list[float]:
        """How likely each class is for something with these features; `added` is what something
        else adds to the sums of their weights, by class, in hundredths."""
        totals = [*self._zeros] if added is None else [*added]
        for found in map(self._table.get, features):
            if found is not None:
                for number, weight in found:
                    totals[number] += weight
        highest = max(totals)
        odds = [exp((total - highest) / _UNIT) for total in totals]
        whole = sum(odds)
        return [each / whole for each in odds]


@cache
def read_weights(name: str) -> Weights:
    """The table `data/<name>.tsv.gz`, read once in a process."""
    known: dict[str, tuple[tuple[int, int], ...]] = {}  # each is held once, for its size
    table: dict[str, tuple[tuple[int, int], ...]] = {}
    with gzip.open(_DATA / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
        classes = tuple(next(lines).rstrip("\n").split("\t"))
        for line in lines:
            feature, _, weights = line.partition("\t")
            if weights not in known:
                known[weights] = _pairs(weights)
            table[feature] = known[weights]
    return Weights(classes, table)


def _pairs(weights: str) -> tuple[tuple[int, int], ...]:
    numbers = [*map(int, weights.split())]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))
