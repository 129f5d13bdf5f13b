"""Texts that nobody writes: they take time in proportion to their length, and lose nothing."""

import math
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.documents import Document
from kg.extraction import Annotations
from kg.extraction.annotate import annotate
from kg.extraction.stretches import LONGEST

# What makes a text of n units, and an n that takes some tenths of a second.
KINDS: dict[str, tuple[Callable[[int], str], int]] = {
    "quotation marks": (lambda n: "“" * n, 100_000),
    "nested parentheses": (lambda n: "(" * n + ")" * n, 50_000),
    "one letter": (lambda n: "a" * n, 100_000),
    "letters and marks": (lambda n: "a(" * n, 100_000),
    "spaced quotation marks": (lambda n: "“ " * n, 2_500),
    "spaced parentheses": (lambda n: "( " * n + ") " * n, 1_250),
    "nested words": (lambda n: "(a " * n + ")" * n, 1_250),
    "words": (lambda n: "word " * n, 2_500),
    "names": (lambda n: "Ana Quispe " * n, 1_250),
    "different names": (lambda n: " ".join(f"Ana {name(i)}," for i in range(n)), 1_000),
    "groups": (lambda n: "Peruvian troops " * n, 2_000),
    "descriptions": (lambda n: "the agency " * n, 2_000),
    "posts": (lambda n: "Minister Ana Quispe, " * n, 1_000),
    "sayings": (lambda n: "he said " * n, 1_500),
    "statements": (lambda n: "She said 5 troops left on Monday. " * n, 400),
    "quotations": (lambda n: "She said “we can do this.” " * n, 400),
    "paragraphs": (lambda n: "She left.\n" * n, 800),
}


def name(number: int) -> str:
    """A word for each number."""
    return "Q" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(4))


@pytest.fixture(scope="module")
def seconds(nlp: Language) -> Callable[[str], float]:
    """The processor's seconds that a text takes: other work on the machine counts little."""

    def measure(text: str) -> float:
        start = time.process_time()
        list(annotate(nlp, [Document(text)]))
        return time.process_time() - start

    return measure


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_text_takes_about_twice_the_time(
    seconds: Callable[[str], float], kind: str
) -> None:
    text, n = KINDS[kind]
    assert seconds(text(2 * n)) < 3 * seconds(text(n))


@pytest.mark.parametrize("kind", KINDS)
def test_tokens_cover_the_text(nlp: Language, kind: str) -> None:
    text, n = KINDS[kind]
    assert nlp.make_doc(text(n)).text == text(n)


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
