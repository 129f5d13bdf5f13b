"""What the tagger's encoder adds to the tables of weights: it has read the words in their sentence.

Each head is a layer over what the encoder makes of a predicate, and of what may be its argument;
its scores are added to those of a table. training/README.md says how they were made.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.extraction.annotations import Span
from kg.extraction.frames.weights import Hundredths

_FILE = Path(__file__).parent / "data" / "heads.npz"

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.number]


class Head:
    """A layer with what it tells apart.

    Args:
        words: [inputs, states, hidden], weights of the states of words.
        names: what a label is called; any other has number 0.
        labels: [1 + names, hidden], weights of labels.
        out: [hidden, classes] and bias: [classes], weights of the layer.
    """

    def __init__(
        self, words: Array, names: Sequence[str], labels: Array, out: Array, bias: Array
    ) -> None:
        self.words, self._labels, self._out, self._bias = words, labels, out, bias
        self._numbers = {name: number for number, name in enumerate(names, 1)}

    def scores(self, projected: Array, labels: Sequence[str]) -> Hundredths:
        """[rows, classes]: what is added to the scores of each class.

        Args:
            projected: [rows, hidden], the weighted states of the words of each row, summed.
            labels: by row, how its words are related.
        """
        numbers = [self._numbers.get(label, 0) for label in labels]
        inner = np.maximum(projected + self._labels[numbers], 0)
        hundredths = np.rint(100 * (inner @ self._out + self._bias))
        return np.asarray(hundredths, np.int32)


@cache
def read_head(name: str) -> Head:
    """The head of the table of this name ("predicates", "roles"), read once in a process."""
    with np.load(_FILE) as file:
        parts = ("words", "labels", "out", "bias")
        words, labels, out, bias = (file[f"{name}.{each}"].astype(np.float32) for each in parts)
        return Head(words, file[f"{name}.names"].tolist(), labels, out, bias)


def numbers_of_words(spans: Sequence[Span], starts: Numbers) -> Numbers:
    """By token, the number of the encoder's word that it starts in or after.

    Args:
        spans: where the encoder's words are, in the order of the text.
        starts: by token, where it starts.
    """
    begins = [span.start for span in spans]
    return np.maximum(np.searchsorted(begins, starts, side="right") - 1, 0)


class Readings:
    """A document's words as the encoder read them, for both heads.

    Args:
        spans: where the encoder's words are, in the order of the text.
        states: [words, states], what it made of them.
        starts: by token, where it starts.
    """

    def __init__(self, spans: Sequence[Span], states: Array, starts: Numbers) -> None:
        self._states = states
        self._number = numbers_of_words(spans, starts)

    def predicates(self, tokens: Sequence[int], kinds: Sequence[str]) -> Hundredths:
        """What is added to the scores of words that may be predicates, of these kinds."""
        head = read_head("predicates")
        return head.scores(self._projected(tokens, head.words[0]), kinds)

    def roles(
        self, predicates: Sequence[int], tokens: Sequence[int], paths: Sequence[str]
    ) -> Hundredths:
        """What is added to the scores of words that may be arguments of predicates."""
        head = read_head("roles")
        both = zip((predicates, tokens), head.words, strict=True)
        first, second = (self._projected(each, weights) for each, weights in both)
        return head.scores(first + second, paths)

    def _projected(self, tokens: Sequence[int], weights: Array) -> Array:
        """[tokens, hidden]; each word is multiplied once."""
        words, places = np.unique(self._number[list(tokens)], return_inverse=True)
        projected: Array = (self._states[words] @ weights)[places]
        return projected
