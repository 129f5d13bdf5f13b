"""Tables of weights: log-linear models whose features are strings.

A table is a text file, compressed. Its first line has the classes; each other line has a feature
and, by the number of the class, its weights in hundredths.
"""

import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

Hundredths = npt.NDArray[np.int32]
"""Sums of weights, [rows, classes]."""

_DATA = Path(__file__).parent / "data"
_UNIT = 100


class Weights:
    """A log-linear model.

    Args:
        classes: what it tells apart; the first is what is seen most.
        table: by feature, the numbers of classes, each with its weight in hundredths after it:
            "2 27 5 -13", with any white space.
    """

    def __init__(self, classes: tuple[str, ...], table: Mapping[str, str]) -> None:
        self.classes = classes
        rows = {"": 0}  # what several features have in common is held once, for its size
        self._rows = {feature: rows.setdefault(of, len(rows)) for feature, of in table.items()}
        numbers = [[*map(int, of.split())] for of in rows]
        row = np.repeat(np.arange(len(rows)), [len(of) // 2 for of in numbers])
        pairs = np.array([*chain.from_iterable(numbers)], int).reshape(-1, 2)
        self._weights = np.zeros((len(rows), len(classes)), np.int16)
        self._weights[row, pairs[:, 0]] = pairs[:, 1]

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
            rows += 0, *map(self._rows.get, features, repeat(0))
        totals = np.add.reduceat(self._weights.take(rows, 0), starts, dtype=np.int32)
        if added is not None:
            totals += added
        odds = np.exp((totals - totals.max(axis=1, keepdims=True)) / _UNIT)
        likely: npt.NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return likely


@cache
def read_weights(name: str) -> Weights:
    """The table `data/<name>.tsv.gz`, read once in a process."""
    text = gzip.decompress((_DATA / f"{name}.tsv.gz").read_bytes()).decode()
    classes, *lines = text.rstrip("\n").split("\n")
    parted = (line.partition("\t") for line in lines)
    return Weights(tuple(classes.split("\t")), {feature: of for feature, _, of in parted})
