"""Tables of weights: log-linear models whose features are strings.

A table is a text file, compressed. Its first line has the classes; each other line has a feature
and, by the number of the class, its weights in hundredths.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache
from math import exp
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_UNIT = 100


class Weights:
    """A log-linear model.

    Args:
        classes: what it tells apart; the first is what is seen most.
        table: by feature, the numbers of classes and their weights in hundredths, in pairs.
    """

    def __init__(self, classes: tuple[str, ...], table: dict[str, tuple[int, ...]]) -> None:
        self.classes = classes
        self._table = table
        self._zeros = [0] * len(classes)

    def __contains__(self, feature: str) -> bool:
        return feature in self._table

    def totals(self, features: Iterable[str]) -> list[int]:
        """The sum of the weights of some features, for each class."""
        totals = self._zeros[:]
        for feature in features:
            if (found := self._table.get(feature)) is not None:
                for at in range(0, len(found), 2):
                    totals[found[at]] += found[at + 1]
        return totals

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """How likely each class is for something with these features."""
        totals = self.totals(features)
        highest = max(totals)
        odds = [exp((total - highest) / _UNIT) for total in totals]
        whole = sum(odds)
        return [each / whole for each in odds]


@cache
def read_weights(name: str) -> Weights:
    """The table `data/<name>.tsv.gz`, read once in a process."""
    with gzip.open(_DATA / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
        classes = tuple(next(lines).rstrip("\n").split("\t"))
        table: dict[str, tuple[int, ...]] = {}
        for line in lines:
            feature, *weights = line.rstrip("\n").split("\t")
            table[feature] = tuple(map(int, weights))
    return Weights(classes, table)
