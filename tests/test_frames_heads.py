"""The heads over the encoder: what they add to the tables of weights."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Span
from kg.extraction.annotate import annotate
from kg.extraction.frames.heads import Head, Readings, numbers_of_words, read_head
from kg.extraction.frames.weights import Weights, read_weights
from kg.extraction.tagger.span_tagger import SpanTagger

TRAINING = Path(__file__).parent.parent / "training"


@pytest.fixture
def network() -> Any:
    """training/network.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("network", TRAINING / "network.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["network"] = module
    spec.loader.exec_module(module)
    return module


def test_a_head_adds_hundredths_by_label() -> None:
    one = np.ones((1, 1), np.float32)
    head = Head(one[None], ["dobj"], np.array([[0], [2]], np.float32), one, np.zeros(1, np.float32))
    added = head.scores(np.array([[1], [1], [-5]], np.float32), ["dobj", "nsubj", "dobj"])
    assert added.tolist() == [[300], [100], [0]]


def test_what_is_added_changes_how_likely_a_class_is() -> None:
    weights = Weights(("no", "yes"), {"a": "1 100"})
    without, (_, less) = weights.probabilities([["a"], ["a"]], np.array([[0, 0], [200, 0]]))
    assert without.tolist() == weights.probabilities([["a"]])[0].tolist()
    assert less < 0.5


def test_a_token_has_the_word_it_starts_in() -> None:
    assert [*numbers_of_words([Span(0, 4), Span(5, 9)], np.array([0, 3, 5, 20]))] == [0, 0, 1, 1]


def test_the_heads_that_ship_have_the_classes_of_the_tables() -> None:
    for name in ("predicates", "roles"):
        added = read_head(name).scores(np.zeros((1, read_head(name).words.shape[2])), ["?"])
        assert len(added[0]) == len(read_weights(name).classes)


def test_what_is_added_for_a_word_depends_on_it_and_its_predicate_alone() -> None:
    tagger = SpanTagger.load()
    assert tagger is not None
    text = "Norway sold the ships."
    found = tagger.tag(text, [Span(0, len(text))])
    assert [text[slice(*word)] for word in found.words] == [*text[:-1].split(), "."]
    (states,) = found.states
    readings = Readings(found.words, states, np.array([0, 7]))
    (alone,) = readings.roles([1], [0], ["nsubj/acto"])
    beside, _ = readings.roles([1, 1], [0, 1], ["nsubj/acto"] * 2)
    assert beside == pytest.approx(alone, abs=1)


def test_a_text_without_words_has_no_frames(tagged: Language) -> None:
    (found,) = annotate(tagged, [Document("***")])
    assert not found.frames


def test_a_network_learns_what_the_table_does_not_say_and_the_same_twice(network: Any) -> None:
    random = np.random.default_rng(1)
    states = random.standard_normal((400, 4)).astype(np.float16)
    answers = (states[:, 0] > 0).astype(np.int64)
    words, labels = np.arange(400)[:, None], np.zeros(400, np.int64)
    rows = network.Rows(words, labels, np.zeros((400, 2), np.float32), answers)
    one, two = (network.fit(states, rows, hidden=32, epochs=800) for _ in range(2))
    assert all(np.array_equal(one[name], two[name]) for name in one)
    head = Head(one["words"], [], one["labels"], one["out"], one["bias"])
    added = head.scores(states.astype(np.float32) @ one["words"][0], [""] * 400)
    assert (added.argmax(1) == answers).mean() > 0.9
