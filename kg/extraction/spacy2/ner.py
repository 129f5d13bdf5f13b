"""An entity recognizer with the weights of a spaCy 2 pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, SENT_START
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.extraction.spacy2.pipe import LegacyPipe
from kg.extraction.spacy2.weights import Floats

BEGIN, IN, LAST, UNIT, OUT = range(1, 6)
# What a state looks at: the next word, the one before it, the one after it; the first word of
# the last entity, the one before it, the one after it.
_NEXT, _BEFORE, _AFTER, _FIRST, _FIRST_BEFORE, _FIRST_AFTER = range(6)
_WORDS = ((_NEXT, 0), (_BEFORE, -1), (_AFTER, 1))
_ENTITY = ((_FIRST, 0), (_FIRST_BEFORE, -1), (_FIRST_AFTER, 1))


class _Batch(NamedTuple):
    """Docs in decoding: rows are tokens of all docs, one doc after another."""

    lengths: NDArray[np.intp]
    offsets: NDArray[np.intp]
    words: Floats  # what a token contributes as the next word
    entities: Floats  # … as the first word of the last entity; the last rows: no entity yet
    ends: NDArray[np.bool_]  # no entity may go on after this token
    spaces: NDArray[np.bool_]


class LegacyEntityRecognizer(LegacyPipe):
    """Sets the doc's entities, token by token: begin, in, last, unit or out."""

    def __init__(self, vocab: Vocab, name: str, folder: Path) -> None:
        super().__init__(vocab, name, folder)
        self._moves = np.array([action.move for action in self.actions])
        names = [action.label for action in self.actions]
        # Each label's number is the column of the first action that gives it.
        self._labels = np.array([names.index(name) for name in names])
        self._outside, self._inside = self._valid_actions()

    def _valid_actions(self) -> tuple[Floats, Floats]:
        """What to add to the scores: 0 for a valid action, minus infinity for another.

        Outside an entity by [the token ends a stretch][it is whitespace], inside an entity by
        [the token ends a stretch][label].
        """
        moves, labels = self._moves, self._labels
        named = np.array([bool(action.label) for action in self.actions])
        begin, unit, out = (moves == BEGIN), (moves == UNIT) & named, (moves == OUT)
        outside = [[out | unit | begin, out], [out | unit, out]]
        same = labels[:, None] == labels[None, :]
        inside = [same & ((moves == IN) | (moves == LAST)), same & (moves == LAST)]
        return _penalty(outside), _penalty(inside)

    def decode(self, docs: Sequence[Doc], vectors: Floats) -> list[list[tuple[int, int, str]]]:
        """Find the docs' entities, as (start, end, label), going through all docs in step."""
        batch = self._batch(docs, vectors)
        chosen = np.zeros(len(vectors), dtype=np.intp)
        # The last entity's row in `entities`, and its label while it is open, else -1.
        entity = len(vectors) + np.arange(len(docs))
        opened = np.full(len(docs), -1)
        # Docs come sorted by length: those that still have a word at `step` are the last ones.
        for step in range(int(batch.lengths[-1])):
            live = slice(int(np.searchsorted(batch.lengths, step, side="right")), None)
            rows = batch.offsets[live] + step
            best = self._best(batch, rows, entity[live], opened[live])
            chosen[rows] = best
            move = self._moves[best]
            entity[live] = np.where((move == BEGIN) | (move == UNIT), rows, entity[live])
            still = (move == BEGIN) | (move == IN)
            opened[live] = np.where(still, self._labels[best], -1)
        parts = np.split(chosen, batch.offsets[1:])
        return [self._entities(part.tolist()) for part in parts]

    def _best(
        self,
        batch: _Batch,
        rows: NDArray[np.intp],
        entity: NDArray[np.intp],
        opened: NDArray[np.intp],
    ) -> NDArray[np.intp]:
        """The best valid action for each doc's next word."""
        ends = batch.ends[rows].astype(np.intp)
        outside = self._outside[ends, batch.spaces[rows].astype(np.intp)]
        inside = self._inside[ends, opened]
        valid = np.where((opened >= 0)[:, None], inside, outside)
        scores = self.scorer.scores(batch.words[rows] + batch.entities[entity])
        best: NDArray[np.intp] = (scores + valid).argmax(axis=1)
        return best

    def _batch(self, docs: Sequence[Doc], vectors: Floats) -> _Batch:
        lengths = np.array([len(doc) for doc in docs])
        offsets = np.cumsum(lengths) - lengths
        table = self.scorer.table(vectors)
        # Nobody's neighbour: before a doc's first and after its last token.
        rows = np.arange(len(vectors))
        before = np.where(np.isin(rows, offsets), 0, rows)
        after = np.where(np.isin(rows, offsets + lengths - 1), 0, rows + 2)
        near = {-1: before, 0: rows + 1, 1: after}
        words = sum(table[near[place], slot] for slot, place in _WORDS)
        entities = sum(table[near[place], slot] for slot, place in _ENTITY)
        # With no entity yet, spaCy 2 looked at the doc's first token as the one "after" it.
        none = table[0, _FIRST] + table[0, _FIRST_BEFORE] + table[offsets + 1, _FIRST_AFTER]
        return _Batch(
            lengths,
            offsets,
            words,
            np.concatenate((entities, none)),
            np.concatenate([_ends(doc) for doc in docs]),
            np.concatenate([doc.to_array(IS_SPACE) for doc in docs]).astype(bool),
        )

    def _entities(self, chosen: list[int]) -> list[tuple[int, int, str]]:
        entities = []
        start = 0
        for token, best in enumerate(chosen):
            move, label = self.actions[best]
            if move in (BEGIN, UNIT):
                start = token
            if move in (LAST, UNIT):
                entities.append((start, token + 1, label))
        return entities

    def annotate(self, doc: Doc, result: list[tuple[int, int, str]]) -> None:
        """Write the entities on the doc."""
        doc.set_ents([Span(doc, start, end, label=label) for start, end, label in result])


def _ends(doc: Doc) -> NDArray[np.bool_]:
    """Whether each token is the last of its sentence or of the doc."""
    return np.append(doc.to_array(SENT_START)[1:] == 1, True)


def _penalty(valid: Sequence[object]) -> Floats:
    return np.where(np.array(valid), 0, -np.inf).astype(np.float32)
