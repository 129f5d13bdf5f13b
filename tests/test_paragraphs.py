import itertools

import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.text.abbreviations import inside_names, keep_abbreviations
from kg.extraction.text.paragraphs import kg_paragraphs, paragraphs, wraps


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


def test_a_line_that_ends_within_a_sentence_goes_on() -> None:
    text = "Mayor Ana Roe said that the bridge\nwould be closed.\nIt was old.\n"
    assert pieces(text) == [text[:51], "It was old."]
    assert [text[slice(*gap)] for gap in wraps(text)] == ["\n"]


def test_short_last_lines_do_not_hide_that_a_text_is_wrapped() -> None:
    text = (
        "The bridge over the river was closed on\nMonday, said Mayor Ana Roe, who had\n"
        "Oslo help.\n\nIt fell.\n\nNobody knew when the town in the north\n"
        "Atlantic would have a new one for all."
    )
    assert len(pieces(text)) == 3


def test_short_lines_of_a_list_stay_apart() -> None:
    assert len(pieces("Arsenal 2 Chelsea 1\nLeeds 0 Hull 0\nBury 1 Derby 4\nStoke 2 Crewe 2")) == 4


def test_no_sentence_starts_after_initials_and_titles_cut_short() -> None:
    nlp = spacy.blank("en")
    keep_abbreviations(nlp.tokenizer)
    doc = nlp("He wrote to U. N. Chief Ben S. Hart. Sgt. Roe saw him in World War I. Sales fell.")
    assert [doc[token].text for token in inside_names(doc)] == ["N.", "Chief", "Hart", "Roe"]


def test_no_sentence_starts_at_an_and_between_words() -> None:
    doc = kg_paragraphs(spacy.blank("en")("Oslo and Lima left. And so did Bergen."))
    assert [token.text for token in doc if token.is_sent_start is False] == ["and", "Lima"]
