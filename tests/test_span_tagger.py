"""The trained tagger: the same spans always, spans that are words of the text, no text too odd."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
pytest.importorskip("tokenizers", reason="tokenizers is not installed")

import onnxruntime

from kg.errors import ModelError
from kg.extraction import Span
from kg.extraction.tagger import WEIGHTS
from kg.extraction.tagger.span_tagger import SpanTagger, TaggedAttribution
from kg.extraction.tagger.span_windows import WINDOW_PIECES
from kg.extraction.text.paragraphs import paragraphs

TAGGER = SpanTagger.load()
pytestmark = pytest.mark.skipif(TAGGER is None, reason="this kg is without the tagger's weights")

STORY = """Harbour plan divides council

The mayor of Eastport said the harbour would be dredged before winter.

“We have waited nine years for this,” Maria Delgado told reporters on Tuesday. “We will not wait
another one.”

Fishermen fear that the work will drive the herring away. According to Tom Birch, who chairs the
union, boats may have to move south. The ministry denied that any permit had been refused.
"""


def tag(text: str, passages: Sequence[Span] | None = None) -> list[TaggedAttribution]:
    assert TAGGER is not None
    return TAGGER.tag(text, paragraphs(text) if passages is None else passages).attributions


def words(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


def only(text: str) -> tuple[list[str], list[str], list[str]]:
    """Source, cue and content of the one attribution in a text."""
    (found,) = tag(text)
    return words(text, found.source), words(text, found.cue), words(text, found.content)


def test_indirect_speech() -> None:
    source, cue, content = only("Anna Berg said the bridge would reopen in May.")
    assert (source, cue) == (["Anna Berg"], ["said"])
    assert content == ["the bridge would reopen in May"]


def test_direct_speech_with_the_speaker_after_it() -> None:
    source, cue, content = only("“The bridge is safe,” said Anna Berg, the chief engineer.")
    assert cue == ["said"]
    assert "Anna Berg" in source[0]
    assert "The bridge is safe" in content[0]


def test_a_quote_around_its_cue_is_one_attribution() -> None:
    text = "“The bridge is safe,” Anna Berg said. “It will stand for a hundred years.”"
    source, cue, content = only(text)
    assert (source, cue) == (["Anna Berg"], ["said"])
    assert len(content) == 2


def test_according_to() -> None:
    source, cue, content = only("According to the ministry, four ferries were out of service.")
    assert source == ["the ministry"]
    assert cue == ["According to"]
    assert "four ferries were out of service" in content[0]


def test_two_speakers_keep_their_own_words() -> None:
    text = "Anna Berg said the bridge was safe, but Tom Birch warned that it might collapse."
    first, second = tag(text)
    assert words(text, first.source) == ["Anna Berg"]
    assert words(text, second.source) == ["Tom Birch"]
    assert "safe" in words(text, first.content)[0]
    assert "collapse" in words(text, second.content)[0]


def test_a_text_that_reports_nothing_has_no_attributions() -> None:
    assert tag("The ferry left at nine. It carried forty cars and reached the island at ten.") == []


def test_the_same_document_gives_the_same_spans_whatever_came_before() -> None:
    alone = tag(STORY)
    tag("Somebody said something else entirely, “and at length”, to nobody. " * 50)
    assert alone
    assert tag(STORY) == alone


def test_documents_in_any_order() -> None:
    documents = [STORY, *(p for p in STORY.splitlines() if p), STORY * 3]
    given_order = {text: tag(text) for text in documents}
    random.Random(1).shuffle(documents)
    assert {text: tag(text) for text in documents} == given_order


def test_a_window_is_scored_at_its_own_length() -> None:
    """What stands far before a passage moves its spans, and does nothing else."""
    assert TAGGER is not None
    filler = "Nothing happened here. " * 120 + "\n\n"
    passages = [
        s._replace(start=s.start + len(filler), end=s.end + len(filler)) for s in paragraphs(STORY)
    ]
    moved = tag(filler + STORY, passages)
    assert [words(filler + STORY, a.content) for a in moved] == [
        words(STORY, a.content) for a in tag(STORY)
    ]
    assert [a.score for a in moved] == [a.score for a in tag(STORY)]


def pieces(text: str) -> int:
    assert TAGGER is not None
    return sum(len(w.pieces) for w in TAGGER.windower.windows(text, paragraphs(text)))


def check(text: str) -> None:
    passages = paragraphs(text)
    for attribution in tag(text):
        assert attribution.content
        assert 0 <= attribution.score <= 1
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= span.start < span.end <= len(text)
            assert any(p.start <= span.start and span.end <= p.end for p in passages)


def test_spans_lie_in_their_passages() -> None:
    check(STORY)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_it_raise(text: str) -> None:
    check(text)


FRAGMENTS = [
    "“",
    "”",
    '"',
    "’",
    "\n\n",
    " said ",
    "Berg",
    " 🚢 ",
    "é́",
    "(",
    "x" * 150,
    "[SEP]",
    ".",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_no_mixture_of_marks_makes_it_raise(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    ["", " \n\n ", "x" * 100_000, "🚢" * 5_000, "(" * 5_000 + ")" * 5_000, '"' * 1_000_000],
    ids=["empty", "blank", "long word", "emoji", "parentheses", "quotation marks"],
)
def test_odd_text(text: str) -> None:
    check(text)


def test_windows_hold_what_they_may_and_each_word_once() -> None:
    assert TAGGER is not None
    text = STORY + "One sentence of seven words stands here. " * 400 + "word " * 2_000
    spans: list[Span] = []
    for window in TAGGER.windower.windows(text, paragraphs(text)):
        assert len(window.pieces) <= WINDOW_PIECES
        spans.extend(window.words)
    assert "".join(words(text, spans)) == "".join(text.split())


@pytest.mark.parametrize("unit", ["said “x” ", "word ", '"', "(“)"])
def test_the_work_grows_with_the_length_of_the_text(unit: str) -> None:
    assert pieces(unit * 20_000) <= 2.02 * pieces(unit * 10_000)


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    assert TAGGER is not None
    text = "One sentence of seven words stands here. " * 100
    windows = list(TAGGER.windower.windows(text, paragraphs(text)))
    assert len(windows) > 2
    assert all(text[w.words[-1].start] == "." for w in windows)


def test_processors_that_add_two_products_in_16_bits_lose_nothing() -> None:
    """On one with VNNI both sessions compute alike, and this cannot fail."""
    assert TAGGER is not None
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")  # sums are never cut off
    precise = onnxruntime.InferenceSession(WEIGHTS / "model.onnx", options)
    usual = onnxruntime.InferenceSession(WEIGHTS / "model.onnx")
    for window in TAGGER.windower.windows(STORY + STORY.upper(), [Span(0, 2 * len(STORY))]):
        given = {
            "pieces": np.array([window.pieces], dtype=np.int64),
            "features": np.array([window.features], dtype=np.int64),
        }
        for one, other in zip(precise.run(None, given), usual.run(None, given), strict=True):
            np.testing.assert_array_equal(one, other)


def test_broken_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="files are broken"):
        SpanTagger(tmp_path)
