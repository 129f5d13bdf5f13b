"""The actions of a spaCy 2 transition system, in the order of the scores' columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import srsly


class Action(NamedTuple):
    """One column of the scores: a kind of move, and the label that it gives."""

    move: int
    label: str


def read_actions(path: Path) -> list[Action]:
    """Read a component's `moves` file.

    The columns follow the moves' numbers and, within a move, falling frequency of the label in
    training, ties by falling label. Labels added after training have negative frequencies: their
    columns come last, label by label.
    """
    moves = json.loads(srsly.msgpack_loads(path.read_bytes())["moves"])
    counted = [
        (int(move), count, label)
        for move, labels in moves.items()
        for label, count in labels.items()
    ]
    trained = [each for each in counted if each[1] >= 0]
    added = [each for each in counted if each[1] < 0]
    trained.sort(key=lambda each: each[1:], reverse=True)
    trained.sort(key=lambda each: each[0])
    added.sort(key=lambda each: each[0])
    added.sort(key=lambda each: each[1:], reverse=True)
    return [Action(move, label) for move, _, label in trained + added]
