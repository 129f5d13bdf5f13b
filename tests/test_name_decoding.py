"""The network's name scores -> names."""

import numpy as np

from kg.extraction import Span
from kg.extraction.tagger.name_decoding import NAME_LABELS, NameKind, decode_names
from kg.extraction.tagger.span_windows import Window

TEXT = "Ada Roe met Berg\n\nCorp"


def window(text: str, passages: list[int]) -> Window:
    words, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        words.append(Span(start, at := start + len(word)))
    places = tuple(range(1, 1 + len(words)))
    filled = (0,) * (1 + len(words))
    return Window(filled, filled, tuple(words), places, tuple(passages))


def names(scores: list[dict[str, float]], passages: list[int]) -> list[tuple[str, str]]:
    """The names that scores by word decode to; labels without a score have 0."""
    given = np.zeros((1 + len(scores), len(NAME_LABELS)), dtype=np.float32)
    for word, labels in enumerate(scores, start=1):
        for label, score in labels.items():
            given[word, NAME_LABELS.index(label)] = score
    found = decode_names(window(TEXT, passages), given)
    return [(TEXT[name.span.start : name.span.end], str(name.kind)) for name in found]


OUTSIDE = {"O": 9.0}
ONE, TWO = [0] * 5, [0, 0, 0, 0, 1]


def test_a_name_is_a_begin_and_insides_of_its_kind() -> None:
    scores = [{"B-PER": 9}, {"I-PER": 9}, OUTSIDE, {"B-ORG": 9}, {"I-ORG": 9}]
    assert names(scores, ONE) == [("Ada Roe", "PER"), ("Berg\n\nCorp", "ORG")]


def test_a_name_has_one_kind_though_its_words_disagree() -> None:
    scores = [{"B-PER": 5, "B-ORG": 4}, {"I-ORG": 9, "I-PER": 1}, OUTSIDE, OUTSIDE, OUTSIDE]
    assert names(scores, ONE) == [("Ada Roe", "ORG")]


def test_a_begin_after_a_name_begins_another() -> None:
    scores = [{"B-PER": 9}, {"B-PER": 9}, OUTSIDE, OUTSIDE, OUTSIDE]
    assert names(scores, ONE) == [("Ada", "PER"), ("Roe", "PER")]


def test_a_name_ends_with_its_paragraph() -> None:
    scores = [OUTSIDE, OUTSIDE, OUTSIDE, {"B-ORG": 9}, {"I-ORG": 9, "B-ORG": 3}]
    assert names(scores, TWO) == [("Berg", "ORG"), ("Corp", "ORG")]


def test_labels_are_the_kinds_in_order() -> None:
    assert NAME_LABELS[1::2] == tuple(f"B-{kind}" for kind in NameKind)
    assert NAME_LABELS[2::2] == tuple(f"I-{kind}" for kind in NameKind)
