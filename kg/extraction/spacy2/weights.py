"""The weights of a spaCy 2 pipeline component, and the network that they drive.

A component's `model` file lists its layers breadth first. What the arrays look like tells which
layer of spaCy 3's thinc takes them:

    spaCy 2 layer         arrays in the file                     spaCy 3 layer
    HashEmbed (by seed)   vectors (rows, 96)                     HashEmbed: E
    Maxout (in order)     W (96, 3, inputs), b (96, 3)           Maxout: W, b
    LayerNorm (in order)  G (96,), b (96,)                       LayerNorm: G, b
    Softmax or Affine     W (classes, inputs), b (classes,)      Softmax: W, b; or `Scorer`
    PrecomputableAffine   W (slots, 64, 2, 96), b (64, 2), pad   `Scorer`

The first Maxout and LayerNorm mix the four embeddings, each further pair is one convolution.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.ml.featureextractor import FeatureExtractor
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    NumpyOps,
    Softmax,
    chain,
    concatenate,
    expand_window,
    residual,
    uniqued,
    with_array,
)

Floats = NDArray[np.float32]

# Thinc's matrix product, unlike numpy's, gives a row the same result whatever rows are beside it:
# a doc is annotated alike alone and in a batch. It also starts no threads.
_OPS = NumpyOps(use_blis=True)

# The order in which spaCy 2 made its embeddings, and so that of their seeds; ORTH is a key alone.
_FEATURES = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "ORTH"]
_NORM, _KEY = _FEATURES.index("NORM"), _FEATURES.index("ORTH")


@dataclass(frozen=True, slots=True)
class Weights:
    """The arrays of one component, sorted by the kind of layer that owns them.

    Attributes:
        embeddings: (seed, vectors) of the hash embeddings: norm, prefix, suffix, shape.
        maxouts: (W, b) of the mixer and then of each convolution.
        norms: (G, b) of the layer norms, in the same order.
        output: (W, b) of the layer that scores the classes.
        lower: W, b and pad of the layer that reads a transition state; empty for a tagger.
    """

    embeddings: list[tuple[int, Floats]] = field(default_factory=list)
    maxouts: list[tuple[Floats, Floats]] = field(default_factory=list)
    norms: list[tuple[Floats, Floats]] = field(default_factory=list)
    output: list[tuple[Floats, Floats]] = field(default_factory=list)
    lower: list[tuple[Floats, Floats, Floats]] = field(default_factory=list)


def read_weights(path: Path) -> Weights:
    """Read a component's `model` file, a msgpack of thinc 7."""
    weights = Weights()
    for layer in srsly.msgpack_loads(path.read_bytes())[b"weights"]:
        # Copies, since thinc takes no read-only arrays.
        arrays = {param[b"name"]: np.array(param[b"value"]) for param in layer[b"params"]}
        _sort_in(weights, arrays, layer.get(b"seed"))
    weights.embeddings.sort(key=lambda each: each[0])
    return weights


def _sort_in(weights: Weights, arrays: dict[str, Floats], seed: Any) -> None:
    if "vectors" in arrays:
        weights.embeddings.append((seed, arrays["vectors"]))
    elif "G" in arrays:
        weights.norms.append((arrays["G"], arrays["b"]))
    elif "pad" in arrays:
        weights.lower.append((arrays["W"], arrays["b"], arrays["pad"]))
    elif arrays and arrays["W"].ndim == 3:
        weights.maxouts.append((arrays["W"], arrays["b"]))
    elif arrays:
        weights.output.append((arrays["W"], arrays["b"]))


def token_vectors(weights: Weights) -> Model[Any, Any]:
    """The network that turns docs into one array of token vectors each."""
    parts = [_maxout(*pair) for pair in zip(weights.maxouts, weights.norms, strict=True)]
    mixer, *convolutions = parts
    # Each different word of a batch is embedded once.
    embed: Model[Any, Any] = chain(
        _word_keys(), uniqued(chain(_embeddings(weights), mixer), column=_KEY)
    )
    windows = [residual(chain(expand_window(window_size=1), each)) for each in convolutions]
    # Rows of zero ids stand between docs before the embedding, as they did in training: they
    # get a vector of their own, which each convolution reads one row further.
    encode: Model[Any, Any] = with_array(chain(embed, *windows), pad=len(windows))
    return chain(FeatureExtractor(_FEATURES), encode)


def _word_keys() -> Model[Any, Any]:
    """Let the key tell apart words that are written alike: "’d" may be normed to would or had."""
    return Model("word_keys", _set_word_keys)


def _set_word_keys(
    model: Model[Any, Any], rows: NDArray[np.uint64], is_train: bool
) -> tuple[NDArray[np.uint64], Any]:
    keyed = rows.copy()
    # An odd factor, so that a word which is its own norm does not cancel out.
    keyed[:, _KEY] ^= rows[:, _NORM] * np.uint64(3)
    return keyed, lambda gradient: gradient


def _embeddings(weights: Weights) -> Model[Any, Any]:
    tables = []
    for column, (seed, vectors) in enumerate(weights.embeddings):
        table: Model[Any, Any] = HashEmbed(
            vectors.shape[1], vectors.shape[0], seed=seed, column=column
        )
        table.layers[1].set_param("E", _typed(vectors))
        tables.append(table)
    return concatenate(*tables)


def _typed(array: Floats) -> Any:
    """An array that thinc takes: its types tell apart arrays of one, two, … dimensions."""
    return array


def _maxout(maxout: tuple[Floats, Floats], norm: tuple[Floats, Floats]) -> Model[Any, Any]:
    width, pieces, inputs = maxout[0].shape
    model = Maxout(width, inputs, pieces, normalize=True)
    for layer, names, arrays in zip(model.layers, ("Wb", "Gb"), (maxout, norm), strict=True):
        for name, array in zip(names, arrays, strict=True):
            layer.set_param(name, _typed(array))
    return model


def tag_scores(weights: Weights) -> Model[Any, Any]:
    """The network of a tagger: docs to an array each, with a row a token and a column a tag."""
    [(matrix, bias)] = weights.output
    softmax = Softmax(*matrix.shape)
    softmax.set_param("W", _typed(matrix))
    softmax.set_param("b", _typed(bias))
    return chain(token_vectors(weights), with_array(softmax))


class Scorer:
    """Scores the actions in a transition state from the tokens that the state looks at.

    A state looks at a fixed number of slots (top of the stack, next word, …). What a token
    contributes in a slot does not depend on the state, so `table` computes it once for all.
    """

    def __init__(self, weights: Weights) -> None:
        [(self._slots, self._bias, pad)] = weights.lower
        [(upper, self._upper_bias)] = weights.output
        self.slots, self._width, self._pieces, self._inputs = self._slots.shape
        self._pad = pad.reshape(1, self.slots, -1)
        self._upper = np.ascontiguousarray(upper.T)

    def table(self, vectors: Floats) -> Floats:
        """What each token contributes in each slot; row 0 is for an empty slot.

        The result has the shape (tokens + 1, slots, hidden); token i has row i + 1.
        """
        flat = _OPS.gemm(vectors, self._slots.reshape(-1, self._inputs), trans2=True)
        return np.concatenate((self._pad, flat.reshape(len(vectors), self.slots, -1)))

    def scores(self, summed: Floats) -> Floats:
        """Scores (states, actions) for states whose slots' contributions are summed up."""
        hidden = (summed + self._bias.ravel()).reshape(-1, self._width, self._pieces).max(axis=2)
        scores: Floats = _OPS.gemm(hidden, self._upper) + self._upper_bias
        return scores
