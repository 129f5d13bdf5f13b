"""The language model's entity recognizer, which decides about all tokens of a batch at once.

spaCy's own goes from token to token and asks each of its moves whether it is allowed, with the
interpreter's lock taken for each answer: that is most of its time. What the moves score at a token
depends on that token and on where the open entity begins, and on no move before that. So they are
scored for all tokens as if no entity were open, and then for the entities that begin somewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

_Numbers = npt.NDArray[np.intp]
_Truths = npt.NDArray[np.bool_]
_Scores = Callable[[_Numbers, _Numbers], npt.NDArray[np.float32]]
"""Of moves [tokens, moves], at tokens and with the first tokens of the open entities, -1: none."""


class _Entity(NamedTuple):
    """Tokens [start, end) of a document, and the label."""

    start: int
    end: int
    label: str


class BatchRecognizer(EntityRecognizer):  # type: ignore[misc]  # it is compiled and has no types
    """Finds the entities that an entity recognizer finds in documents that have none yet.

    Args:
        recognizer: a greedy one, see `decide_in_batches`.
    """

    def __init__(self, recognizer: EntityRecognizer) -> None:
        super().__init__(recognizer.vocab, recognizer.model, recognizer.name, recognizer.moves)
        system = recognizer.moves
        moves = [str(system.get_class_name(number)) for number in range(system.n_moves)]
        places = {move: number for number, move in enumerate(moves)}
        self._names = [move[2:] for move in moves]
        self._inside = np.array([places.get(f"I-{name}", 0) for name in self._names])
        self._last = np.array([places.get(f"L-{name}", 0) for name in self._names])
        self._begins, self._units = (
            np.array([move[0] == kind and bool(move[2:]) for move in moves]) for kind in "BU"
        )
        self._opens_none = np.array([move == "O" for move in moves])

    def predict(self, docs: Sequence[Doc]) -> list[list[_Entity]]:
        """The entities of each document."""
        if not any(map(len, docs)):
            return [[] for _ in docs]
        step = self.model.predict(docs)

        def scores(tokens: _Numbers, starts: _Numbers) -> Any:
            before = np.where(starts < 0, -1, tokens - 1)
            seen = np.stack([tokens, starts, before], axis=1).astype(np.int32)
            return step.vec2scores.predict(step.state2vec.predict(seen))

        goes_on = np.concatenate([_goes_on(doc) for doc in docs])
        is_space = np.concatenate([doc.to_array("IS_SPACE") == 1 for doc in docs])
        moves = self._first_moves(scores, goes_on & ~is_space, ~is_space)
        ends = self._ends(scores, moves, goes_on)
        step.clear_memory()  # it refers to itself, and would keep what the model made of the batch
        offsets = [0, *accumulate(map(len, docs))]
        return [
            list(self._entities(moves[start:end], ends[start:end] - start))
            for start, end in pairwise(offsets)
        ]

    def set_annotations(self, docs: Sequence[Doc], entities: list[list[_Entity]]) -> None:
        """Put entities on their documents."""
        for doc, found in zip(docs, entities, strict=True):
            doc.set_ents([Span(doc, *entity) for entity in found], default="outside")

    def _first_moves(self, scores: _Scores, may_begin: _Truths, may_be_unit: _Truths) -> _Numbers:
        """The best move at each token where no entity is open."""
        tokens = np.arange(len(may_begin))
        allowed = (
            self._opens_none
            | (may_begin[:, None] & self._begins)
            | (may_be_unit[:, None] & self._units)
        )
        scored = np.where(allowed, scores(tokens, np.full_like(tokens, -1)), -np.inf)
        return np.asarray(scored.argmax(axis=1))

    def _ends(self, scores: _Scores, moves: _Numbers, goes_on: _Truths) -> _Numbers:
        """Where the entity that each token's move opens ends: the token after its last."""
        ends = np.arange(1, len(moves) + 1)
        starts = np.flatnonzero(self._begins[moves])
        last = starts + 1
        while len(starts):
            scored, rows, move = scores(last, starts), np.arange(len(starts)), moves[starts]
            inside, outside = scored[rows, self._inside[move]], scored[rows, self._last[move]]
            is_open = goes_on[last] & (inside > outside)
            ends[starts[~is_open]] = last[~is_open] + 1
            starts, last = starts[is_open], last[is_open] + 1
        return ends

    def _entities(self, moves: _Numbers, ends: _Numbers) -> Iterator[_Entity]:
        """The entities of one document, from left to right."""
        after = 0
        for start in np.flatnonzero(~self._opens_none[moves]).tolist():
            if start >= after:
                after = int(ends[start])
                yield _Entity(start, after, self._names[moves[start]])


def decide_in_batches(nlp: Language) -> None:
    """Let a `BatchRecognizer` find a pipeline's entities, where it finds the same.

    Recognizers that weigh several readings, see other tokens than their own or entities that
    another component found stay as they are.
    """
    finders = [name for name in nlp.pipe_names if "doc.ents" in nlp.get_pipe_meta(name).assigns]
    for number, (name, pipe) in enumerate(nlp.components):
        if finders == [name] and isinstance(pipe, EntityRecognizer) and _is_plain(pipe):
            nlp._components[number] = (name, BatchRecognizer(pipe))


def _is_plain(recognizer: EntityRecognizer) -> bool:
    model = recognizer.model
    return (
        recognizer.cfg["beam_width"] == 1
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == 3
    )


def _goes_on(doc: Doc) -> _Truths:
    """Of each token, whether another one follows in its sentence."""
    starts = doc.to_array("SENT_START") == 1
    return np.append(~starts[1:], False)[: len(doc)]
