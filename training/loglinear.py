"""A log-linear model (multinomial logistic regression) over features that are strings."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator

import numpy as np

_LOG = logging.getLogger(__name__)
_SEED = 13
_BATCH = 1024
_EPOCHS = 8
_RATE = 0.15
_SCALE = 30.0
_DECAY = 3e-3
_LEAST_COUNT = 3
_LEAST_WEIGHT = 0.05
_UNIT = 100


class Examples:
    """Features with the class that is right for them.

    Args:
        classes: the first ones, in order; others are added as they are seen.
    """

    def __init__(self, classes: list[str]) -> None:
        self.classes = classes
        self.features: list[list[str]] = []
        self.answers: list[int] = []

    def add(self, features: list[str], answer: str) -> None:
        """Add an example."""
        if answer not in self.classes:
            self.classes.append(answer)
        self.features.append(features)
        self.answers.append(self.classes.index(answer))

    def numbered(self) -> tuple[list[str], np.ndarray]:
        """The features that are frequent enough, and by example their numbers, from 1, padded
        with 0."""
        counts = Counter(feature for each in self.features for feature in each)
        names = sorted(name for name, count in counts.items() if count >= _LEAST_COUNT)
        numbers = {name: number for number, name in enumerate(names, 1)}
        table = np.zeros((len(self.features), max(map(len, self.features))), np.int32)
        for row, features in enumerate(self.features):
            known = [numbers[feature] for feature in features if feature in numbers]
            table[row, : len(known)] = known
        return names, table


class LogLinear:
    """A model: its classes, its features and their weights."""

    def __init__(self, classes: list[str], names: list[str], weights: np.ndarray) -> None:
        self.classes = classes
        self._names = names
        self._weights = weights

    @classmethod
    def fit(cls, examples: Examples) -> LogLinear:
        """Learn from examples with AdaGrad; the same examples give the same model."""
        names, table = examples.numbered()
        answers = np.array(examples.answers)
        weights = np.zeros((len(names) + 1, len(examples.classes)), np.float32)
        squares = np.full_like(weights, 1e-2)
        random = np.random.default_rng(_SEED)
        for epoch in range(_EPOCHS):
            order = random.permutation(len(answers))
            loss = sum(
                _step(weights, squares, table[rows], answers[rows])
                for rows in np.array_split(order, max(1, len(order) // _BATCH))
            )
            _LOG.info("epoch %d: loss %.4f", epoch, loss / len(answers))
        return cls(examples.classes, names, weights)

    def weights(self) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """By feature, the classes it speaks for or against, in hundredths; small weights left
        out. Of two classes, the second has the weights of both."""
        rows = self._weights[1:]
        if len(self.classes) == 2:
            rows = np.stack([np.zeros(len(rows)), rows[:, 1] - rows[:, 0]], axis=1)
        for name, row in zip(self._names, rows, strict=True):
            kept = np.flatnonzero(np.abs(row) >= _LEAST_WEIGHT)
            if len(kept):
                yield name, [(int(i), round(float(row[i]) * _UNIT)) for i in kept]


def _step(
    weights: np.ndarray, squares: np.ndarray, features: np.ndarray, answers: np.ndarray
) -> float:
    """Learn from a batch; the sum of its losses before."""
    scores = weights[features].sum(1)
    scores -= scores.max(1, keepdims=True)
    errors = np.exp(scores)
    errors /= errors.sum(1, keepdims=True)
    rows = np.arange(len(answers))
    loss = -float(np.log(errors[rows, answers] + 1e-9).sum())
    errors[rows, answers] -= 1
    used, places = np.unique(features.ravel(), return_inverse=True)
    order = np.argsort(places, kind="stable")
    firsts = np.searchsorted(places[order], np.arange(len(used)))
    repeated = np.repeat(errors, features.shape[1], 0)[order]
    gradient = np.add.reduceat(repeated, firsts, axis=0) / len(answers) * _SCALE
    gradient += _DECAY * weights[used]
    gradient[used == 0] = 0
    squares[used] += gradient**2
    weights[used] -= _RATE * gradient / np.sqrt(squares[used])
    return loss
