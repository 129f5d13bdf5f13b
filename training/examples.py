"""Read gold attributions into the windows and targets that the network learns from."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from kg.extraction.annotations import Span
from kg.extraction.tagger.span_decoding import LABELS, ROLES
from kg.extraction.tagger.span_windows import WINDOW_PIECES, Window, Windower
from kg.extraction.text.paragraphs import paragraphs

Gold = dict[str, Any]
"""A line of a gold file: id, text, attributions; their roles are lists of [begin, end]."""

UNLABELLED = -100
"""The label of pieces that the loss passes over: all of a word but its first."""

_POOL, _LEAST_ROOM = 32, 64


class _HasWindow(Protocol):
    @property
    def window(self) -> Window: ...


Windowed = TypeVar("Windowed", bound=_HasWindow)
"""An example of anything: what has a window."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what the network should answer for it, all by piece.

    `to_cue` and `to_source` are [length, length]: the columns a row may point to, all zero where
    the row points to nothing because it is neither content nor cue.
    """

    window: Window
    labels: np.ndarray
    to_cue: np.ndarray
    to_source: np.ndarray


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples filled up to one length. `candidates` are the columns that a row may point to."""

    pieces: Tensor
    features: Tensor
    mask: Tensor
    candidates: Tensor
    labels: Tensor
    to_cue: Tensor
    to_source: Tensor


def read_gold(path: Path) -> list[Gold]:
    """Read a JSON lines file of gold attributions."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def held_out(gold: Iterable[Gold], one_in: int = 12) -> tuple[list[Gold], list[Gold]]:
    """Divide documents into those to learn from and those to watch, by a hash of their id."""
    learn: list[Gold] = []
    watch: list[Gold] = []
    for document in gold:
        number = int.from_bytes(hashlib.sha256(document["id"].encode()).digest()[:4])
        (watch if number % one_in == 0 else learn).append(document)
    return learn, watch


def example(window: Window, document: Gold) -> Example:
    """Lay the document's attributions over one of its windows."""
    length = len(window.pieces)
    labels = np.full(length, UNLABELLED, dtype=np.int64)
    labels[list(window.first)] = 0
    to_cue = np.zeros((length, length), dtype=bool)
    to_source = np.zeros((length, length), dtype=bool)
    for attribution in document["attributions"]:
        places = {role: list(_places(window, attribution[role], role, labels)) for role in ROLES}
        to_cue[np.ix_(places["content"], places["cue"] or [0])] = True
        to_source[np.ix_(places["cue"], places["source"] or [0])] = True
    return Example(window, labels, to_cue, to_source)


def _places(
    window: Window, spans: Iterable[Sequence[int]], role: str, labels: np.ndarray
) -> Iterator[int]:
    """Label the first pieces of the words inside the spans, and yield where they are."""
    begin = LABELS.index(f"B-{role}")
    for start, end in spans:
        inside = [place for place, word in _placed(window) if _touch(word, start, end)]
        for order, place in enumerate(inside):
            labels[place] = begin if order == 0 else begin + 1
            yield place


def _placed(window: Window) -> Iterator[tuple[int, Span]]:
    return zip(window.first, window.words, strict=True)


def _touch(word: Span, start: int, end: int) -> bool:
    return word.start < end and word.end > start


def batches(
    documents: Sequence[Gold], windower: Windower, chance: random.Random, size: int
) -> Iterator[Batch]:
    """One epoch: the documents cut anew at random places, windows of like length together."""
    found = [e for d in documents for e in _examples(d, windower, chance)]
    yield from map(batch, grouped(found, chance, size))


def grouped(found: list[Windowed], chance: random.Random, size: int) -> Iterator[list[Windowed]]:
    """The examples in groups of `size` windows of like length, in an order by chance."""
    chance.shuffle(found)
    pool = _POOL * size
    for start in range(0, len(found), pool):
        near = sorted(found[start : start + pool], key=lambda e: len(e.window.pieces))
        groups = [near[first : first + size] for first in range(0, len(near), size)]
        chance.shuffle(groups)
        yield from groups


def _examples(document: Gold, windower: Windower, chance: random.Random) -> Iterator[Example]:
    text, room = document["text"], chance.randrange(_LEAST_ROOM, WINDOW_PIECES + 1)
    for window in windower.windows(text, paragraphs(text), room):
        yield example(window, document)


def batch(examples: Sequence[Example]) -> Batch:
    """Fill the examples up to the longest of them."""
    length = max(len(e.window.pieces) for e in examples)
    return Batch(
        pieces=filled([np.array(e.window.pieces) for e in examples], length, 0),
        features=filled([np.array(e.window.features) for e in examples], length, 0),
        mask=filled([np.ones(len(e.window.pieces), dtype=bool) for e in examples], length, 0),
        candidates=filled([_candidates(e) for e in examples], length, 0),
        labels=filled([e.labels for e in examples], length, UNLABELLED),
        to_cue=filled([e.to_cue for e in examples], length, 0),
        to_source=filled([e.to_source for e in examples], length, 0),
    )


def _candidates(given: Example) -> np.ndarray:
    candidates: np.ndarray = given.labels != UNLABELLED
    candidates[0] = True
    return candidates


def filled(arrays: Sequence[np.ndarray], length: int, value: int) -> Tensor:
    """The arrays stacked, each filled up with `value` to `length` on every side."""
    padded = [
        np.pad(a, [(0, length - side) for side in a.shape], constant_values=value) for a in arrays
    ]
    return torch.from_numpy(np.stack(padded))
