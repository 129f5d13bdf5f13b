"""A network of one layer that adds to what a table of weights says, with what an encoder makes of
the words."""

from __future__ import annotations

import logging
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_LOG = logging.getLogger(__name__)
_SEED = 17
_BATCH = 512
_RATE = 1e-3
_WARM = 200
_DECAY = 1e-2
_DROPPED = 0.3

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


class Rows(NamedTuple):
    """What is learned from, a row an example.

    Attributes:
        words: [rows, inputs], numbers of the words that are looked at.
        labels: [rows], the number of what stands for how they are related, 0 for a rare one.
        table: [rows, classes], what the table says, before any softmax.
        answers: [rows], the number of the class that is right.
    """

    words: Numbers
    labels: Numbers
    table: Array
    answers: Numbers


def fit(states: npt.NDArray[np.float16], rows: Rows, hidden: int, epochs: int) -> dict[str, Array]:
    """The weights that examples make; the same examples give the same weights.

    Args:
        states: by word, what the encoder makes of it.
        rows: the examples.
        hidden: the width of the layer.
        epochs: how often each example is seen.

    Returns:
        words [inputs, states, hidden], labels [labels, hidden], out [hidden, classes], bias
        [classes].
    """
    random = np.random.default_rng(_SEED)
    weights = _first(random, states.shape[1], rows, hidden)
    moments = {name: (np.zeros_like(w), np.zeros_like(w)) for name, w in weights.items()}
    steps, step = epochs * max(1, len(rows.answers) // _BATCH), 0
    for epoch in range(epochs):
        order, loss = random.permutation(len(rows.answers)), 0.0
        for chosen in np.array_split(order, steps // epochs):
            batch = Rows(*(each[chosen] for each in rows))
            lost, gradients = _gradients(weights, states, batch, random)
            loss += lost
            step += 1
            rate = _RATE * min(1.0, step / _WARM) * max(0.02, 1 - step / steps)
            for name, gradient in gradients.items():
                _adam(weights[name], gradient, moments[name], rate, step)
        _LOG.info("epoch %d: loss %.4f", epoch, loss / len(order))
    return weights


def _first(random: np.random.Generator, size: int, rows: Rows, hidden: int) -> dict[str, Array]:
    def drawn(*shape: int, scale: float) -> Array:
        return (random.standard_normal(shape) * scale).astype(np.float32)

    classes = rows.table.shape[1]
    return {
        "words": drawn(rows.words.shape[1], size, hidden, scale=0.6 * size**-0.5),
        "labels": drawn(int(rows.labels.max()) + 1, hidden, scale=0.1),
        "out": drawn(hidden, classes, scale=0.6 * hidden**-0.5),
        "bias": np.zeros(classes, np.float32),
    }


def _gradients(
    weights: dict[str, Array],
    states: npt.NDArray[np.float16],
    rows: Rows,
    random: np.random.Generator,
) -> tuple[float, dict[str, Array]]:
    """The loss of a batch, summed, and the gradients of its mean, with dropout."""
    count = len(rows.answers)

    def kept(*shape: int) -> Array:
        return (random.random(shape, np.float32) >= _DROPPED) / np.float32(1 - _DROPPED)

    inputs = [states[words].astype(np.float32) for words in rows.words.T]
    inputs = [each * kept(*each.shape) for each in inputs]
    before = weights["labels"][rows.labels]
    for each, matrix in zip(inputs, weights["words"], strict=True):
        before = before + each @ matrix
    mask = (before > 0) * kept(*before.shape)
    inner = before * mask
    scores = rows.table + inner @ weights["out"] + weights["bias"]
    likely = np.exp(scores - scores.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    right = np.arange(count), rows.answers
    loss = -float(np.log(likely[right] + 1e-9).sum())
    likely[right] -= 1
    errors = likely / count
    back = (errors @ weights["out"].T) * mask
    labels = np.zeros_like(weights["labels"])
    np.add.at(labels, rows.labels, back)
    return loss, {
        "words": np.stack([each.T @ back for each in inputs]),
        "labels": labels,
        "out": inner.T @ errors,
        "bias": errors.sum(0),
    }


def _adam(
    weight: Array, gradient: Array, moments: tuple[Array, Array], rate: float, step: int
) -> None:
    """One step of AdamW (Loshchilov and Hutter 2019)."""
    mean, square = moments
    mean += 0.1 * (gradient - mean)
    square += 0.001 * (gradient**2 - square)
    change = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    weight -= rate * (change + _DECAY * weight)
