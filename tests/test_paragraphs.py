import itertools

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.text.paragraphs import paragraphs


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def test_every_line_is_a_paragraph() -> None:
    assert pieces("Headline\nFirst line.\r\n\r\n  Second line.  \n") == [
        "Headline",
        "First line.",
        "Second line.",
    ]


def test_hard_wrapped_lines_are_joined() -> None:
    lines = ["the harbour was closed on Monday after", "a storm tore the roof off its one shed,"]
    text = "\n".join(
        [*lines, "and the mayor of the town promised to", "have it open again by March."]
    )
    assert pieces(text + "\n\n" + text) == [text, text]


def test_an_indented_line_begins_a_paragraph_in_wrapped_text() -> None:
    line = "about forty characters stand on this line"
    text = "\n".join([line, line, "    " + line[4:], line])
    assert len(pieces(text)) == 2


@given(st.text())
def test_paragraphs_hold_all_that_is_not_space(text: str) -> None:
    spans = paragraphs(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    outside = set(range(len(text))) - {i for s in spans for i in range(*s)}
    assert all(text[i].isspace() or not text[i].strip() for i in outside)
    assert all(piece == piece.strip() and piece for piece in pieces(text))
