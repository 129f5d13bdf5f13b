"""A dependency parser with the weights of a spaCy 2 pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD
from spacy.pipeline._parser_internals.nonproj import deprojectivize
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extraction.spacy2.pipe import LegacyPipe
from kg.extraction.spacy2.state import SLOTS, State
from kg.extraction.spacy2.stretches import stretches
from kg.extraction.spacy2.weights import Floats

_ROOT = "ROOT"
# What spaCy 3 calls the arc from a word to whitespace.
_SPACE = "dep"


class LegacyParser(LegacyPipe):
    """Sets heads, dependency labels and sentence starts."""

    def __init__(self, vocab: Vocab, name: str, folder: Path) -> None:
        super().__init__(vocab, name, folder)
        self._moves = [action.move for action in self.actions]
        self._masks = self._valid_actions()
        # Action -1 gives the last label.
        self._labels = [vocab.strings.add(label) for _, label in self.actions]
        self._labels.append(vocab.strings.add(_SPACE))
        self._root = vocab.strings.add(_ROOT)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the parser can give, sorted."""
        labels = {action.label.split("||")[0] for action in self.actions}
        return tuple(sorted(labels - {""}))

    def _valid_actions(self) -> Floats:
        """For each set of valid moves, what to add to the scores: 0 or minus infinity."""
        bits = 1 << np.array(self._moves)
        sets = np.arange(1 << (max(self._moves) + 1))[:, None]
        return np.where(sets & bits, 0, -np.inf).astype(np.float32)

    def decode(self, docs: Sequence[Doc], vectors: Floats) -> list[list[State]]:
        """Parse the docs in step, so that one matrix product scores all of their states.

        A doc is parsed in stretches of bounded length.
        """
        table = self.scorer.table(vectors)
        table = table.reshape(-1, table.shape[2])
        parts = [stretches(doc) for doc in docs]
        states = [[State(spaces) for spaces in doc] for doc in parts]
        lengths = [len(spaces) for doc in parts for spaces in doc]
        offsets = np.cumsum([1, *lengths[:-1]]).tolist()
        active = list(zip((state for doc in states for state in doc), offsets, strict=True))
        while active := [each for each in active if not each[0].done]:
            self._step(active, table)
        return states

    def _step(self, active: list[tuple[State, int]], table: Floats) -> None:
        rows = np.array([state.slots(offset) for state, offset in active]) * SLOTS
        valid = [state.valid() for state, _ in active]
        summed = table.take(rows + np.arange(SLOTS), axis=0).sum(axis=1)
        scores = self.scorer.scores(summed) + self._masks.take(valid, axis=0)
        for (state, _), moves, best in zip(
            active, valid, scores.argmax(axis=1).tolist(), strict=True
        ):
            if moves:
                state.apply(self._moves[best], best)
            else:
                state.abandon()

    def annotate(self, doc: Doc, result: list[State]) -> None:
        """Write heads and labels on the doc; sentence starts follow from the heads."""
        arcs: Any = np.concatenate([self._arcs(state) for state in result])
        doc.from_array([HEAD, DEP], arcs)
        # Labels such as "nsubj||ccomp" name the head's own label: its arc crosses others.
        deprojectivize(doc)

    def _arcs(self, state: State) -> NDArray[np.uint64]:
        arcs = np.zeros((len(state.heads), 2), dtype=np.uint64)
        for token, (head, action) in enumerate(zip(state.heads, state.labels, strict=True)):
            label = self._root if head < 0 else self._labels[action]
            distance = 0 if head < 0 else head - token
            # HEAD is a signed distance in an unsigned column.
            arcs[token] = (distance % (1 << 64), label)
        return arcs
