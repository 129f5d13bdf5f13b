"""The network's name scores for a window -> names: the likeliest sequence of begins and insides."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from kg.extraction.annotations import Span
from kg.extraction.tagger.span_windows import Window

Scores = npt.NDArray[np.float32]


class NameKind(StrEnum):
    """What the network takes a name for: its training data tells no more kinds apart."""

    PERSON = "PER"
    ORGANIZATION = "ORG"
    PLACE = "LOC"
    PEOPLE = "NORP"
    OTHER = "MISC"


NAME_LABELS = ("O", *(f"{place}-{kind}" for kind in NameKind for place in "BI"))
"""The labels of words, in the order of the network's outputs: none, begin and inside by kind."""


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name: its span in code points, its kind, and how likely each `NameKind` is, 0 to 1."""

    span: Span
    kind: NameKind
    kinds: tuple[float, ...]


def decode_names(window: Window, scores: Scores) -> Iterator[TaggedName]:
    """Yield the names in a window, in its order: those of the likeliest sequence of labels.

    Args:
        scores: [pieces, labels], before any softmax.
    """
    if not window.words:
        return
    likely = _log_softmax(scores[np.array(window.first)])
    labels = _likeliest(likely, window.passage)
    start = 0
    for word in range(1, len(labels) + 1):
        if word < len(labels) and labels[word] and labels[word] % 2 == 0:
            continue
        if labels[start]:
            number = (labels[start] - 1) // 2
            span = Span(window.words[start].start, window.words[word - 1].end)
            kinds = np.exp(likely[start:word, 1:]).mean(axis=0).reshape(-1, 2).sum(axis=1)
            yield TaggedName(span, tuple(NameKind)[number], tuple(map(float, kinds.round(4))))
        start = word


def _likeliest(likely: Scores, passage: Sequence[int]) -> list[int]:
    """The best labels in which an inside follows its kind's begin or inside (Viterbi 1967)."""
    best = [0.0] * likely.shape[1]
    came_from: list[list[int]] = []
    for word, own in enumerate(likely.tolist()):
        first = not word or passage[word] != passage[word - 1]
        top = max(best)
        sources, scores = [best.index(top)], [top + own[0]]
        for begin in range(1, len(own), 2):
            before = begin + (best[begin] < best[begin + 1])
            sources += sources[0], before
            scores += top + own[begin], -math.inf if first else best[before] + own[begin + 1]
        came_from.append(sources)
        best = scores
    labels = [best.index(max(best))]
    for sources in reversed(came_from[1:]):
        labels.append(sources[labels[-1]])
    return labels[::-1]


def _log_softmax(scores: Scores) -> Scores:
    raised = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(raised - np.log(np.exp(raised).sum(axis=-1, keepdims=True)), np.float32)
