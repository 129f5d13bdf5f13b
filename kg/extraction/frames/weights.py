"""Tables of weights: log-linear models whose features are strings.

A table is a text file, compressed. Its first line has the classes; each other line has a feature
and, by the number of the class, its weights in hundredths.
"""

import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Hundredths = npt.NDArray[np.int64]
"""Sums of weights, [rows, classes]."""

_DATA = Path(__file__).parent / "data"
_UNIT = 100


class Weights:
    """A log-linear model.

    Args:
        classes: what it tells apart; the first is what is seen most.
        table: by feature, the numbers of classes with their weights in hundredths.
    """

    def __init__(
        self, classes: tuple[str, ...], table: Mapping[str, tuple[tuple[int, int], ...]]
    ) -> None:
        self.classes = classes
        rows: dict[tuple[tuple[int, int], ...], int] = {(): 0}
        self._rows = {feature: rows.setdefault(of, len(rows)) for feature, of in table.items()}
        self._weights = np.zeros((len(rows), len(classes)), np.int16)
        for weights, row in rows.items():
            for number, weight in weights:
                self._weights[row, number] = weight

    def __contains__(self, feature: str) -> bool:
        return feature in self._rows

    def probabilities(
        self, asked: Iterable[Iterable[str]], added: Hundredths | None = None
    ) -> npt.NDArray[np.float64]:
        """[asked, classes]: how likely each class is for things with these features; `added` is
        what something else adds to the sums of their weights."""
        rows: list[int] = []
        starts: list[int] = []
        for features in asked:
            starts.append(len(rows))
            rows += 0, *(self._rows.get(feature, 0) for feature in features)
        totals = np.add.reduceat(self._weights[rows], starts, dtype=np.int64)
        if added is not None:
            totals += added
        odds = np.exp((totals - totals.max(axis=1, keepdims=True)) / _UNIT)
        likely: npt.NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return likely


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
