"""What the converted parser and entity recognizer share: batches, vectors, scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extraction.spacy2.moves import read_actions
from kg.extraction.spacy2.weights import Floats, Scorer, read_weights, token_vectors

# Bounds the table of contributions: 4 KB a token in the parser.
_TOKENS_A_BATCH = 8192


class LegacyPipe(TrainablePipe):  # type: ignore[misc]  # Cython classes have no types
    """A spaCy component that decodes with the weights in a spaCy 2 component's folder.

    Subclasses give `decode` and `annotate`.
    """

    def __init__(self, vocab: Vocab, name: str, folder: Path) -> None:
        weights = read_weights(folder / "model")
        super().__init__(vocab, token_vectors(weights), name)
        self.actions = read_actions(folder / "moves")
        self.scorer = Scorer(weights)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the component can give, sorted."""
        return tuple(sorted({action.label for action in self.actions} - {""}))

    def predict(self, docs: Iterable[Doc]) -> list[Any]:
        """One decoded result for each doc, None for an empty doc."""
        docs = list(docs)
        results: list[Any] = [None] * len(docs)
        for places in _batches(docs):
            batch = [docs[place] for place in places]
            vectors: Floats = np.concatenate(self.model.predict(batch))
            for place, result in zip(places, self.decode(batch, vectors), strict=True):
                results[place] = result
        return results

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[Any]) -> None:
        """Write the results of `predict` on the docs."""
        for doc, result in zip(docs, scores, strict=True):
            if result is not None:
                self.annotate(doc, result)

    def decode(self, docs: Sequence[Doc], vectors: Floats) -> Sequence[Any]:
        """Decode docs whose tokens' vectors follow one another; no doc is empty."""
        raise NotImplementedError

    def annotate(self, doc: Doc, result: Any) -> None:
        """Write one result of `decode` on its doc."""
        raise NotImplementedError


def _batches(docs: Sequence[Doc]) -> Iterator[list[int]]:
    """Places of the docs that are not empty, in batches of docs of about one length."""
    batch: list[int] = []
    tokens = 0
    for place in sorted(range(len(docs)), key=lambda place: len(docs[place])):
        if batch and tokens + len(docs[place]) > _TOKENS_A_BATCH:
            yield batch
            batch, tokens = [], 0
        if len(docs[place]):
            batch.append(place)
            tokens += len(docs[place])
    if batch:
        yield batch
