"""What is read of a text leads back to the text as given."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.extraction import Annotations, Span
from kg.extraction.text.capitals import casing
from kg.extraction.text.reading import Reading

Read = Callable[[str], Annotations]


def contents(found: Annotations) -> list[str]:
    text = found.document.text
    return [text[slice(*span)] for each in found.statements for span in each.content]


def names(found: Annotations) -> list[tuple[str, str]]:
    text = found.document.text
    return [(text[slice(*each.span)], each.name) for each in found.mentions]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("“We won&rsquo;t pay,” he said. R&amp;D grew.", "“We won’t pay,” he said. R&D grew."),
        ("AT&T; and more", "AT&T; and more"),
        (
            "> “No,” said **Ana Roe** of [the port](https://x.example/a).",
            "“No,” said Ana Roe of the port.",
        ),
        ("# Bridge shut\n\n* One\n- Two", "Bridge shut\n\nOne\nTwo"),
        ("<p>It <b>rained</b>.</p>", "It rained."),
        ("Os\u00adlo is calm.\u200b", "Oslo is calm."),
        ("Jose\u0301 Roe", "José Roe"),
        ("FILE - Ana Roe speaks. (AP Photo/Jo Lind, File)", "Ana Roe speaks. "),
        ("It rained.\n\nREAD MORE: What next\n\nIt fell.", "It rained.\n\n\n\nIt fell."),
        ("Read more books, Ana Roe said. (File it.)", "Read more books, Ana Roe said. (File it.)"),
        ("___.\n\n6:05 p.m.", "___.\n\n6:05 p.m."),
        ("5 * 3 * 2 is 30, a_b and f*** too", "5 * 3 * 2 is 30, a_b and f*** too"),
    ],
)
def test_marks_that_nobody_reads_are_left_out(given: str, read: str) -> None:
    assert Reading(given).text == read


@given(st.text("ab&;*_#> \n\u00ade\u0301[](/)QA:. ATNO"))
def test_spans_lead_back(text: str) -> None:
    reading = Reading(text)
    for start in range(len(reading.text)):
        span = reading.in_given(Span(start, start + 1))
        assert 0 <= span.start < span.end <= len(text)
    whole = reading.in_given(tuple(Span(i, i + 1) for i in range(len(reading.text))))
    assert all(a.start <= b.start for a, b in pairwise(whole))


def test_a_statement_goes_on_over_a_line_end(read: Read) -> None:
    found = read("Mayor Ana Roe said that the bridge would be\nclosed on Monday.")
    assert contents(found) == ["that the bridge would be\nclosed on Monday"]


def test_marks_in_a_statement_keep_its_offsets(read: Read) -> None:
    found = read("> “We won&rsquo;t pay for it,” said **Ana Roe** on Monday.")
    assert contents(found) == ["“We won&rsquo;t pay for it,”"]
    assert names(found) == [("Ana Roe", "Ana Roe")]


def test_text_in_capitals_has_names_and_statements(read: Read) -> None:
    found = read("MAYOR ANNA ROE SAID ON MONDAY THAT THE BRIDGE WOULD BE CLOSED.")
    assert contents(found) == ["THAT THE BRIDGE WOULD BE CLOSED"]
    assert names(found) == [("ANNA ROE", "Anna Roe")]


def test_a_headline_in_capitals_is_read_like_the_text(nlp: Language) -> None:
    text = "DORIK SAYS NATO AND BROWN SHOULD PAY\n\nAna Dorik said NATO and Mr Brown pay."
    read = Reading(text, partial(casing, nlp)).text
    assert read.partition("\n")[0] == "Dorik says NATO and Brown should pay"
