"""Long texts: what they cost, counted in steps, and that reading them in pieces loses nothing."""

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from hostile import name
from kg.build.analysis import LONGEST_TEXT, Analyser
from kg.documents import Document
from kg.errors import InputError
from kg.extraction import Annotations, EntityType, Mention, MentionKind, Quantity, Span
from kg.identity import Knowledge, Resolved, resolve
from kg.identity.bodies import Bodies
from kg.identity.people import People
from kg.mapping import Namespaces, Validator, map_document
from kg.settings import Settings

annotate = importlib.import_module("kg.extraction.annotate")  # the module, not its function

Trace = Callable[[FrameType, str, Any], Any]

STORY = """Mayor Mary Johnson opened the bridge in Lima on Monday.

“We have waited for ten years,” she said. “Now we can cross.”

The Lima Bridge Trust paid 5 million dollars.

Johnson thanked the trust. She said that 300 workers had built it.
"""


def steps(work: Callable[[], object]) -> int:
    """The number of lines of Python that some work runs."""
    count = 0

    def see(frame: FrameType, event: str, arg: object) -> Trace:
        nonlocal count
        count += event == "line"
        return see

    before = sys.gettrace()
    sys.settrace(see)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def people(count: int) -> None:
    found = People([f"Ana {name(i)} {name(i + 1)}" for i in range(count)], Knowledge())
    for i in range(count):
        found.find(name(i))


def namesakes(count: int) -> None:
    longer = [f"Ana {name(i)} {name(i + 1)} Quispe" for i in range(count)]
    People([*longer, *(f"Ana {name(-i)} Quispe" for i in range(count))], Knowledge())


def bodies(count: int) -> None:
    found = Bodies(
        [(f"{name(i)} Trust", None) for i in range(count)], Knowledge(), lambda name: None
    )
    for i in range(count):
        found.find(name(i))
        found.full_name("the Trust")


def quantities(count: int) -> None:
    unit = "5 Basques left. "
    starts = range(0, count * len(unit), len(unit))
    mentions = tuple(
        Mention(Span(at + 2, at + 9), MentionKind.NAME, EntityType.GROUP, "Basques")
        for at in starts
    )
    found = tuple(Quantity(Span(at, at + 9), 5.0, None, None, None, "Basques") for at in starts)
    annotations = Annotations(Document(unit * count), (), mentions, (), (), found, ())
    map_document(resolve(annotations, Knowledge()), Namespaces())


@pytest.mark.parametrize("work", [people, namesakes, bodies, quantities])
def test_twice_as_much_takes_twice_the_steps(work: Callable[[int], None]) -> None:
    work(10)  # reads the tables
    few, many = steps(lambda: work(300)), steps(lambda: work(600))
    assert many <= 2.3 * few


def test_whose_an_it_is_takes_twice_the_steps_in_twice_the_text(nlp: Language) -> None:
    def frames(count: int) -> int:
        doc = nlp("Roe Inc said it lost 5 million dollars.\n\n" * count)
        component = nlp.get_pipe("kg_frames")
        return steps(lambda: component(doc))

    frames(1)  # reads the tables
    assert frames(240) <= 2.3 * frames(120)


WORDS = st.sampled_from(["Orrin", "Bank", "of", "Japan", "BOJ", "Group", "OBJ", "Trust", "Co"])
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6)


@given(NAMES)
def test_a_short_name_is_compared_with_every_full_name_that_it_may_stand_for(
    names: list[str],
) -> None:
    class All(dict[str, set[str]]):
        def get(self, key: str, default: object = None) -> set[str]:
            return set(slow._longs)

    quick, slow = (
        Bodies([(n, None) for n in names], Knowledge(), lambda name: None) for _ in range(2)
    )
    slow._shortened = All()
    for each in names:
        assert quick.full_name(each) == slow.full_name(each)


def test_a_text_is_hashed_once() -> None:
    document = Document("Ana Quispe left.")
    assert document.id is document.id


def test_no_query_goes_through_the_text_for_each_span(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr("kg.mapping.shapes.Shapes.from_turtle", given.append)
    Validator(Namespaces())
    assert given and "sh:select" not in given[0] and "shacl#sparql>" not in given[0]


@pytest.fixture
def in_pieces(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Annotations]:
    """Annotations of a text that the model reads in pieces of 200 characters."""
    monkeypatch.setattr(annotate, "_PIECE", 200)

    def read_text(text: str) -> Annotations:
        found: Annotations = next(annotate.annotate(nlp, [Document(text)]))
        return found

    return read_text


def test_pieces_lose_nothing(
    in_pieces: Callable[[str], Annotations], read: Callable[[str], Annotations]
) -> None:
    found, whole = in_pieces(STORY), read(STORY)
    assert found.sentences == whole.sentences
    assert found.mentions == whole.mentions
    assert found.statements == whole.statements
    assert found.quantities == whole.quantities


def test_a_pronoun_refers_to_a_name_in_a_piece_before(
    in_pieces: Callable[[str], Annotations],
) -> None:
    text = "Mary Johnson opened the bridge.\n" + "It rained.\n" * 7 + "She said that she was glad."
    mentions = in_pieces(STORY + text).mentions
    last = mentions[-1]
    assert last.kind is MentionKind.PRONOUN and last.antecedent is not None
    assert mentions[last.antecedent].name == "Mary Johnson"


TEXTS = st.lists(st.sampled_from(["A word. ", "word ", "x" * 50, "\n", "“", "\n\n", "."]))


@given(TEXTS, st.integers(20, 120))
def test_pieces_are_bounded_and_make_up_the_text(parts: list[str], most: int) -> None:
    text = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotate, "_PIECE", most)
        pieces = list(annotate._pieces(text, annotate.paragraphs(text)))
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= most for piece in pieces[:-1]) and len(pieces[-1]) <= most


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One line.\nAnother one.\nAnd a third.", "One line.\nAnother one.\n"),
        ("A sentence. Another sentence of words.", "A sentence. "),
        ("only words and never an end of them", "only words and never an "),
        ("x" * 60, "x" * 25),
    ],
)
def test_a_piece_ends_with_a_paragraph_or_a_sentence_or_a_word(
    text: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate, "_PIECE", 25)
    assert next(annotate._pieces(text, annotate.paragraphs(text))) == first


def test_the_model_reads_one_piece_after_the_other(
    in_pieces: Callable[[str], Annotations], monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    pieces = annotate._pieces

    def cut(text: str, paragraphs: Sequence[Span]) -> Iterator[str]:
        for piece in pieces(text, paragraphs):
            events.append("cut")
            yield piece

    def parsed(doc: Doc) -> Doc:
        events.append("parsed")
        return doc

    monkeypatch.setattr(annotate, "_pieces", cut)
    monkeypatch.setattr(annotate, "_light", parsed)
    in_pieces(STORY)
    assert events == ["cut", "parsed"] * (len(events) // 2) and len(events) >= 4


def test_a_text_above_the_limit_is_refused_and_the_others_are_read() -> None:
    analyse = Analyser(Settings(tagger=False)).load()
    long = Document("word " * (LONGEST_TEXT // 5) + "x", "long.txt")
    short = Document("Mayor Mary Johnson left Lima.")
    error, found = analyse([long, short])
    assert isinstance(error, InputError) and isinstance(found, Resolved)
    assert str(error) == (
        "long.txt: has 2,000,001 characters, more than the 2,000,000 of a document; split it"
    )
    assert "Mary Johnson" in {each.name for each in found.entities}


def test_a_name_may_be_the_beginning_of_itself_with_brackets() -> None:
    found = Bodies([("N.O.Roe (Sugar) Ltd", None)], Knowledge(), lambda name: None)
    assert found.full_name("N.O.Roe") == "N.O.Roe (Sugar)"
