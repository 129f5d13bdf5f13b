"""Make the heads that let the tagger's encoder help the tables of frames.

    OPENBLAS_NUM_THREADS=1 python training/heads.py --data ../shared/gold/events

Reads what training/frames.py reads, and its tables, and writes kg/extraction/frames/data/heads.npz.
A head learns to add to what a table says. So that it sees a table as wrong as it is on new text,
the table is made three times, of two thirds of the documents each, and asked about the last third.
Several threads round sums otherwise than one does, so that it runs in one thread alone.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from frames import ALL_MARKED, NONE, Example, aligned, options, parsed
from loglinear import Examples, LogLinear
from network import Array, Rows, fit
from spacy.attrs import IDX

from kg.extraction.frames.features import (
    Predicate,
    argument_features,
    predicate_features,
    predicate_kind,
)
from kg.extraction.frames.fillers import filler
from kg.extraction.frames.heads import numbers_of_words
from kg.extraction.frames.slots import slots
from kg.extraction.frames.weights import read_weights
from kg.extraction.tagger.span_tagger import SpanTagger
from kg.extraction.text.paragraphs import paragraphs

_FOLDS = 3
_HIDDEN = {"predicates": 64, "roles": 128}
_EPOCHS = 5
_LEAST_COUNT = 20

States = np.ndarray


class Read(NamedTuple):
    """A gold document, the number of its first token in all states, and whether all its predicates
    are marked."""

    example: Example
    first: int
    is_whole: bool


class Case(NamedTuple):
    """Something that a table is asked about: the document and its words by number, their label, the
    table's features, and the class that is right."""

    document: int
    words: tuple[int, ...]
    label: str
    features: list[str]
    answer: str


def main() -> None:
    """Train both heads and write them.

    Raises:
        SystemExit: sums may be made by several threads.
    """
    chosen = options(__doc__)
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        raise SystemExit(
            "sums by several threads would give another file: set OPENBLAS_NUM_THREADS=1"
        )
    tagger = SpanTagger.load()
    assert tagger is not None, "the tagger's weights are not installed"
    examples: list[tuple[Example, bool]] = []
    states: list[States] = []
    for path in sorted(chosen.data.glob("*-propbank-train.jsonl")):
        for example in parsed(path):
            examples.append((example, ALL_MARKED in path.name))
            states.append(encoded(tagger, example))
    write(heads(examples, states), chosen.out / "heads.npz")


def encoded(tagger: SpanTagger, example: Example) -> States:
    """By token, what the encoder makes of it."""
    doc = example.tree.doc
    found = tagger.tag(doc.text, paragraphs(doc.text))
    numbers = numbers_of_words(found.words, doc.to_array(IDX))
    return np.concatenate(found.states)[numbers].astype(np.float16)


def heads(
    examples: Iterable[tuple[Example, bool]], states: Sequence[States]
) -> dict[str, np.ndarray]:
    """The weights of both heads, as `write` wants them."""
    read, first = [], 0
    for (example, is_whole), own in zip(examples, states, strict=True):
        read.append(Read(example, first, is_whole))
        first += len(own)
    joined = np.concatenate(states)
    found: dict[str, np.ndarray] = {}
    for name, cases in (("predicates", predicate_cases(read)), ("roles", role_cases(read))):
        for part, weights in head(name, list(cases), joined).items():
            found[f"{name}.{part}"] = weights
    return found


def predicate_cases(read: Iterable[Read]) -> Iterator[Case]:
    """Every verb, noun and adjective, and whether it is a predicate."""
    for document, (example, first, is_whole) in enumerate(read):
        gold = aligned(example) if is_whole else {}
        for token in range(len(example.spans) if is_whole else 0):
            kind = predicate_kind(example.tree, token)
            if kind is not None:
                features = predicate_features(example.tree, token, kind)
                answer = "predicate" if token in gold else NONE
                yield Case(document, (first + token,), kind, features, answer)


def role_cases(read: Iterable[Read]) -> Iterator[Case]:
    """Every word that may be an argument of a gold predicate, and its role."""
    table = read_weights("roles")
    for document, (example, first, _) in enumerate(read):
        for token, roles in aligned(example).items():
            predicate = Predicate.of(example.tree, token)
            for slot in slots(example.tree, token):
                role = roles.get(slot.token, NONE)
                if slot.path in table and role in table.classes:
                    words = first + token, first + filler(example.tree, slot.token)
                    features = argument_features(example.tree, predicate, slot)
                    yield Case(document, words, slot.path, features, role)


def head(name: str, cases: Sequence[Case], states: States) -> dict[str, np.ndarray]:
    """The weights of the head of a table."""
    classes = read_weights(name).classes
    counts = Counter(case.label for case in cases)
    names = sorted(label for label, count in counts.items() if count >= _LEAST_COUNT)
    numbers = {label: number for number, label in enumerate(names, 1)}
    rows = Rows(
        np.array([case.words for case in cases]),
        np.array([numbers.get(case.label, 0) for case in cases]),
        table_scores(cases, classes),
        np.array([classes.index(case.answer) for case in cases]),
    )
    weights = fit(states, rows, _HIDDEN[name], _EPOCHS)
    found = {part: array.astype(np.float16) for part, array in weights.items()}
    return {"names": np.array(names), **found}


def table_scores(cases: Sequence[Case], classes: Sequence[str]) -> Array:
    """By case, what a table says that was made without its document."""
    scores = np.zeros((len(cases), len(classes)), np.float32)
    for fold in range(_FOLDS):
        examples = Examples(list(classes))
        for case in cases:
            if case.document % _FOLDS != fold:
                examples.add(case.features, case.answer)
        weights = dict(LogLinear.fit(examples).weights())
        for row, case in enumerate(cases):
            if case.document % _FOLDS == fold:
                for feature in case.features:
                    for number, weight in weights.get(feature, ()):
                        scores[row, number] += weight / 100
    return scores


def write(weights: dict[str, np.ndarray], path: Path) -> None:
    """Write heads as kg/extraction/frames/heads.py reads them; the same heads, the same bytes."""
    with path.open("wb") as file:
        np.savez_compressed(file, **weights)


if __name__ == "__main__":
    main()
