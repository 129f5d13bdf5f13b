import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.text.paragraphs import paragraphs
from kg.extraction.text.quotations import outermost, quotations


def quoted(text: str) -> list[str]:
    return [text[q.span.start : q.span.end] for q in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Rain is good," said Ana Roe. "We need it."', ['"Rain is good,"', '"We need it."']),
        ("“Rain is good,” said Ana Roe.", ["“Rain is good,”"]),
        ("‘Rain’ is falling, minister says", ["‘Rain’"]),
        ("'Rain' is falling, minister says", ["'Rain'"]),
        ("«Rain», she said. « Snow », he said.", ["«Rain»", "« Snow »"]),
        ("„Rain“ and ‚snow‘ fell.", ["„Rain“", "‚snow‘"]),
        ("“Rain,’’ she said. ‘‘Snow,’’ he said.", ["“Rain,’’", "‘‘Snow,’’"]),
        ("“Rain. ”“Snow,” he said.", ["“Rain. ”", "“Snow,”"]),
        ("``Rain'' fell and ''snow'' too.", ["``Rain''", "''snow''"]),
        ("“Rain,“ she said.", ["“Rain,“"]),
        ("He shouted:“Go!”", ["“Go!”"]),
        ("It was (“so”) called.", ["“so”"]),
    ],
)
def test_marks_of_every_sort(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "O’Roe’s dogs don’t bark; the farmers’ cats do.",
        "O'Roe's dogs don't bark; the farmers' cats do.",
        "’Tis the song of the ’90s, rock ’n’ roll.",
        "'Tis the song of the '90s, rock 'n' roll.",
        "A 6'2\" keeper beside a 5' 11\" one.",
        "A plank of 6″ by 4″.",
    ],
)
def test_apostrophes_and_inches_are_no_quotation_marks(text: str) -> None:
    assert quoted(text) == []


def test_a_plural_possessive_closes_no_quotation() -> None:
    assert quoted("‘The farmers’ cats bark,’ he said.") == ["‘The farmers’ cats bark,’"]


def test_nested_quotations_have_depths() -> None:
    text = "“She told us ‘the “old” mill is gone’ today,” he said."
    found = quotations(text, paragraphs(text))
    assert [q.depth for q in found] == [0, 1, 2]
    assert len(outermost(found)) == 1


def test_a_repeated_opening_mark_leaves_the_first_part_open() -> None:
    text = "“Rain is good.\n\n“Snow is better.”"
    found = quotations(text, paragraphs(text))
    assert [q.closed for q in found] == [False, True]
    assert quoted(text) == ["“Rain is good.", "“Snow is better.”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Rain is good.\nSnow is better,” he said.", ["“Rain is good.", "Snow is better,”"]),
        ('"Rain is.\nSo is ice.\nSnow," he said.', ['"Rain is.', "So is ice.", 'Snow,"']),
        ("“Rain is good.\nSnow is better.", ["“Rain is good."]),
        ("“Rain is good.\nHe said: “Snow is.”", ["“Rain is good.", "“Snow is.”"]),
    ],
)
def test_a_quotation_goes_on_in_paragraphs_that_do_not_open_it_again(
    text: str, expected: list[str]
) -> None:
    assert quoted(text) == expected


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quotation() -> None:
    assert quoted("“Rain is good. “Snow is better,” he said.") == [
        "“Rain is good.",
        "“Snow is better,”",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr Hart said: “It rains. It is cold. Mr Roe added: “It snows.”",
            ["“It rains. It is cold.", "“It snows.”"],
        ),
        ("He called it “damp. He said: “It rains.”", ["“damp.", "“It rains.”"]),
        ("“It rains, he said. The town paid.", ["“It rains,"]),
        ("“It rains, says Ana Roe, who is ill.", ["“It rains,"]),
        ("He spoke of the “rain. It fell on the “town” too.", ["“rain.", "“town”"]),
        (
            '"It rains. "Roe said the town is wet. "It pours," he said.',
            ['"It rains. "', '"It pours,"'],
        ),
        (
            '"It rains. It is cold. Ana Roe said it was late. "It snows," she said.',
            ['"It rains. It is cold.', '"It snows,"'],
        ),
        ("“It rains in the town, he thinks.", ["“It rains in the town, he thinks."]),
    ],
)
def test_a_quotation_that_is_not_closed_ends_before_the_writers_words(
    text: str, expected: list[str]
) -> None:
    assert quoted(text) == expected


def test_a_stray_closing_mark_is_nothing() -> None:
    assert quoted("Rain is good,” he said.") == []


@given(st.text(alphabet="“”‘’«»\"'`‹›„ \n\tab1s.,'😀é\u0301"))
def test_spans_lie_inside_their_paragraph(text: str) -> None:
    spans = paragraphs(text)
    found = quotations(text, spans)
    assert [q.span.start for q in found] == sorted(q.span.start for q in found)
    for q in found:
        assert q.span.start <= q.inner.start <= q.inner.end <= q.span.end
        assert any(p.start <= q.span.start and q.span.end <= p.end for p in spans)
        assert q.closed or q.inner.end == q.span.end
