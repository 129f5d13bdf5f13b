"""When, where, to whom, in what office and on whose word something is said."""

from collections.abc import Callable

import pytest

from kg.extraction import Annotations, Span

Read = Callable[[str], Annotations]


def words(annotations: Annotations, span: Span | None) -> str | None:
    return None if span is None else annotations.document.text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "addressee", "place", "time"),
    [
        ("Ana Roe told reporters on Tuesday that it rained.", "reporters", None, "Tuesday"),
        ("Ana Roe said in Oslo on 3 May 2024 that it rained.", None, "Oslo", "3 May 2024"),
        ("“It rained,” Ana Roe told the council.", "the council", None, None),
        ("Ana Roe told Norwegian television that it rained.", "Norwegian television", None, None),
        ("Ana Roe said that it rained in Oslo on Tuesday.", None, None, None),
        ("On Tuesday Ana Roe said that it rained.", None, None, "Tuesday"),
        ("“It rained,” said Ana Roe, who had visited the port in May.", None, None, None),
    ],
)
def test_to_whom_where_and_when(
    read: Read, text: str, addressee: str | None, place: str | None, time: str | None
) -> None:
    annotations = read(text)
    (statement,) = annotations.statements
    assert words(annotations, statement.addressee) == addressee
    assert words(annotations, statement.place) == place
    at = None if statement.time is None else annotations.times[statement.time].span
    assert words(annotations, at) == time


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Transport Minister Ana Roe said that it rained.", "Transport Minister"),
        ("“It rained,” said Ana Roe, director of the port.", "director of the port"),
        ("Ana Roe said that it rained.", None),
    ],
)
def test_the_post_spoken_from(read: Read, text: str, title: str | None) -> None:
    annotations = read(text)
    (statement,) = annotations.statements
    post = statement.speaking_as
    assert (None if post is None else annotations.positions[post].title) == title


def test_who_is_cited_is_told_from_who_speaks(read: Read) -> None:
    annotations = read("“The bridge is closed,” Ana Roe said, citing the Port Authority.")
    (statement,) = annotations.statements
    assert statement.speaker is not None
    assert annotations.mentions[statement.speaker].name == "Ana Roe"
    assert statement.citing is not None
    assert annotations.mentions[statement.citing].name == "Port Authority"


def test_who_is_told_is_whom_the_addressee_names_not_who_stands_in_it(read: Read) -> None:
    said = "Ana Roe met Peter Hale. “It rained,” she told {}."
    named = read(said.format("the Harbour Council"))
    (statement,) = named.statements
    assert statement.told_to is not None
    assert named.mentions[statement.told_to].name == "Harbour Council"
    (statement,) = read(said.format("reporters who had met him")).statements
    assert statement.told_to is None


def test_a_number_belongs_to_who_gives_it(read: Read) -> None:
    text = (
        "Ana Roe said that up to 300 ships had left. The port put out no number of its own. "
        "According to the ministry, about 200 ships left."
    )
    annotations = read(text)
    first, second = annotations.quantities
    assert first.statement is not None and second.statement is not None
    said, told = (annotations.statements[n.statement or 0] for n in (first, second))
    assert [words(annotations, s.source[0]) for s in (said, told)] == ["Ana Roe", "the ministry"]
    assert (first.maximum, second.value, second.approximation) == (300, 200, "about")
