"""Texts that nobody writes: they are read, and lose nothing. How long they take is for
benchmarks/doubling.py to say."""

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from hostile import KINDS
from kg.documents import Document
from kg.extraction import Annotations
from kg.extraction.annotate import annotate
from kg.extraction.text.stretches import LONGEST


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_stands_in_the_text(tagged: Language, kind: str) -> None:
    make, n = KINDS[kind]
    text = make(n)
    assert tagged.make_doc(text).text == text
    (found,) = annotate(tagged, [Document(text)])
    spans = [span for each in found.statements for span in (*each.source, *each.cue, *each.content)]
    spans += [mention.span for mention in found.mentions]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


CUT = (
    "Orrin Corp had no more ships. “We learned a lot,” Port Director Ana Roe smirked. Three days "
    "after April 15, said Lee Doe, D-Ohio, talks were held by Norway, including Ed Poe and 9 "
    "others. Jo Roe, 55, currently mayor, left"
)


def test_a_text_may_break_off_anywhere(tagged: Language) -> None:
    cuts = [Document(CUT[:end]) for end in range(1, len(CUT))]
    assert [each.document for each in annotate(tagged, cuts)] == cuts


PARTS = ["(", "“", "a", "don't ", " ", "\n", "\u0301", "🙂", "1"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 700)), max_size=6))
def test_any_runs_are_cut_without_loss(nlp: Language, parts: list[tuple[str, int]]) -> None:
    text = "".join(part * count for part, count in parts)
    assert nlp.make_doc(text).text == text


def test_runs_leave_the_words_around_them_alone(nlp: Language) -> None:
    words = [token.text for token in nlp.make_doc("I can't. " + "(" * 1000 + " I won't.")]
    assert words[:4] == ["I", "ca", "n't", "."]
    assert words[-4:] == ["I", "wo", "n't", "."]
    assert nlp.make_doc("(" * 1000 + " can't")[-1].norm_ == "not"


def test_sentences_are_bounded(read: Callable[[str], Annotations]) -> None:
    text = "word " * (3 * LONGEST)
    sentences = read(text).sentences
    assert max(len(text[slice(*sentence)].split()) for sentence in sentences) <= LONGEST


def test_long_text_is_cut_between_sentences(read: Callable[[str], Annotations]) -> None:
    sentence = "The old mayor of the town opened the new bridge on Monday. "
    sentences = read(sentence * 300).sentences
    assert len(sentences) == 300


@pytest.mark.parametrize("figure", ["1" * 450, "5" + " million" * 200, "0" + " million" * 200])
def test_no_quantity_is_infinite(read: Callable[[str], Annotations], figure: str) -> None:
    for quantity in read(f"The town has {figure} people.").quantities:
        bounds = (quantity.value, quantity.minimum, quantity.maximum)
        assert all(bound is None or math.isfinite(bound) for bound in bounds)
