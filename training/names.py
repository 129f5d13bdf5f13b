"""Read gold names into the windows and targets that the network learns from."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from examples import Gold, filled, grouped
from kg.extraction.tagger.name_decoding import NAME_LABELS, NameKind
from kg.extraction.tagger.span_windows import WINDOW_PIECES, Window, Windower
from kg.extraction.text.paragraphs import paragraphs

_HOLDS_PEOPLES = frozenset({"wikigold", "crossner"})
"""Sources that mark nationalities and the like as MISC."""

_LEAST_ROOM, _SHORT = 64, 600
_IN_CAPITALS, _IN_TITLE_CASE, _BLACKED_OUT = 0.06, 0.1, 0.04


@dataclass(frozen=True, slots=True)
class NamesBatch:
    """Windows filled up to one length; `allowed` [batch, length, labels] is true for each label
    that the gold leaves open, false throughout where nothing is to be learned."""

    pieces: Tensor
    features: Tensor
    mask: Tensor
    allowed: Tensor


@dataclass(frozen=True, slots=True)
class NamesExample:
    """A window and the labels that the gold allows each of its pieces."""

    window: Window
    allowed: np.ndarray


def name_batches(
    documents: Sequence[Gold], windower: Windower, chance: random.Random, size: int
) -> Iterator[NamesBatch]:
    """One epoch: short texts joined, some in other letters, windows of like length together."""
    read = (_rewritten(document, chance) for document in _joined(documents, chance))
    found = [e for d in read for e in name_examples(d, windower, chance)]
    for group in grouped(found, chance, size):
        yield _batch(group)


def name_examples(
    document: Gold, windower: Windower, chance: random.Random | None = None
) -> Iterator[NamesExample]:
    """The windows of a document, the first of a length by chance, with what the gold allows."""
    text = document["text"]
    room = chance.randrange(_LEAST_ROOM, WINDOW_PIECES + 1) if chance else WINDOW_PIECES
    for window in windower.windows(text, paragraphs(text), room):
        yield NamesExample(window, _allowed(window, document))


def _allowed(window: Window, document: Gold) -> np.ndarray:
    allowed = np.zeros((len(window.pieces), len(NAME_LABELS)), dtype=bool)
    outside = _labels("O", *(k for k in NameKind if not _marks(document, k)))
    allowed[np.ix_(window.first, outside)] = True
    for start, end, kind in document["entities"]:
        inside = [
            place
            for place, word in zip(window.first, window.words, strict=True)
            if word.start < end and word.end > start
        ]
        kinds = [kind, "NORP"] if kind == "MISC" and _mixed(document) else [kind]
        for order, place in enumerate(inside):
            allowed[place] = False
            allowed[place, [NAME_LABELS.index(f"{'I' if order else 'B'}-{k}") for k in kinds]] = (
                True
            )
    return allowed


def _marks(document: Gold, kind: str) -> bool:
    return kind in document["types"]


def _mixed(document: Gold) -> bool:
    return document["source"] in _HOLDS_PEOPLES


def _labels(*kinds: str) -> list[int]:
    return [n for n, label in enumerate(NAME_LABELS) if label.rpartition("-")[2] in kinds]


def _joined(documents: Sequence[Gold], chance: random.Random) -> Iterator[Gold]:
    """Short texts of one source joined to documents of several paragraphs, as news has them."""
    by_source: dict[str, list[Gold]] = defaultdict(list)
    for document in documents:
        if len(document["text"]) < _SHORT:
            by_source[document["source"]].append(document)
        else:
            yield document
    for _, short in sorted(by_source.items()):
        rest = list(short)
        while rest:
            taken = chance.choice((1, 2, 4, 8))
            yield _one(rest[:taken])
            rest = rest[taken:]


def _one(documents: Sequence[Gold]) -> Gold:
    text, entities = "", []
    for document in documents:
        at = len(text)
        text += document["text"] + "\n\n"
        entities += [[b + at, e + at, kind] for b, e, kind in document["entities"]]
    return {**documents[0], "text": text, "entities": entities}


def _rewritten(document: Gold, chance: random.Random) -> Gold:
    """Now and then a text in capitals, in the letters of a headline, or with words blacked out."""
    number = chance.random()
    if number < _IN_CAPITALS:
        return _changed(document, str.upper)
    if number < _IN_CAPITALS + _IN_TITLE_CASE:
        return _changed(document, _headline)
    if number < _IN_CAPITALS + _IN_TITLE_CASE + _BLACKED_OUT:
        return _blacked_out(document, chance)
    return document


def _changed(document: Gold, change: Callable[[str], str]) -> Gold:
    """The document with each word changed that stays as long."""
    words = ((word, change(word)) for word in re.split(r"(\s+)", document["text"]))
    text = "".join(new if len(new) == len(old) else old for old, new in words)
    return {**document, "text": text}


def _blacked_out(document: Gold, chance: random.Random) -> Gold:
    """The document with half of the words outside names as asterisks."""
    text = document["text"]
    named = {at for start, end, _ in document["entities"] for at in range(start, end)}
    for word in re.finditer(r"\w{4,}", text):
        if chance.random() < 0.5 and named.isdisjoint(range(*word.span())):
            text = text[: word.start()] + "*" * len(word[0]) + text[word.end() :]
    return {**document, "text": text}


def _headline(word: str) -> str:
    return word[:1].upper() + word[1:]


def _batch(examples: Sequence[NamesExample]) -> NamesBatch:
    length = max(len(e.window.pieces) for e in examples)
    allowed = np.zeros((len(examples), length, len(NAME_LABELS)), dtype=bool)
    for row, each in enumerate(examples):
        allowed[row, : len(each.allowed)] = each.allowed
    return NamesBatch(
        pieces=filled([np.array(e.window.pieces) for e in examples], length, 0),
        features=filled([np.array(e.window.features) for e in examples], length, 0),
        mask=filled([np.ones(len(e.window.pieces), dtype=bool) for e in examples], length, 0),
        allowed=torch.from_numpy(allowed),
    )
