"""Where names begin and end, token by token."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.extraction import EntityType
from kg.extraction.mentions.boundaries import (
    after_owner,
    completed,
    is_company,
    is_no_name,
    listed,
    parted,
    trimmed,
    with_form,
    without_post,
)

VOCAB = spacy.blank("en").vocab
PERSON, ORGANIZATION, PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE


def doc_of(text: str) -> Doc:
    """Tokens set apart by spaces; "+" joins one to the next; capitals are proper nouns."""
    words = text.split()
    return Doc(
        VOCAB,
        words=[word.rstrip("+") for word in words],
        spaces=[not word.endswith("+") for word in words],
        pos=["PROPN" if word[0].isupper() else "NOUN" for word in words],
        tags=["POS" if word == "'s" else "NN" for word in words],
    )


@pytest.mark.parametrize(
    ("text", "cut", "whole", "kind"),
    [
        ("President Edda von der Brae spoke", (1, 3), "Edda von der Brae", PERSON),
        ("President Edda van Brae spoke", (1, 2), "Edda van Brae", PERSON),
        ("President Edda van left", (1, 2), "Edda", PERSON),
        ("KIM TAE+ -+ WON left", (0, 2), "KIM TAE-WON", PLACE),
        ("the New York+ -+ London line", (1, 3), "New York", PLACE),
        ("by Marlow Finch and Co Inc .", (4, 6), "Marlow Finch and Co Inc", ORGANIZATION),
        ("Orrin Corp ORN said", (0, 3), "Orrin Corp", ORGANIZATION),
        ("Orrin Steel USA said", (0, 3), "Orrin Steel USA", ORGANIZATION),
        ("by Marlow Finch and Orrin Inc .", (4, 6), "Orrin Inc", ORGANIZATION),
    ],
)
def test_a_name_that_is_cut_is_whole_again(
    text: str, cut: tuple[int, int], whole: str, kind: EntityType
) -> None:
    doc = doc_of(text)
    start, end = completed(doc, *cut, kind)
    assert doc[start:end].text == whole


def test_a_known_owner_is_no_part_of_the_name() -> None:
    doc = doc_of("Seoul 's National Intelligence Service")
    assert after_owner(doc, 0, 5, {(0, 1)}) == 2
    assert after_owner(doc, 0, 5, set()) == 0  # "Moody's Investors Service"


@pytest.mark.parametrize(("text", "expected"), [("Cyan Corp.", True), ("Ada Brothers", False)])
def test_a_legal_form_makes_a_company(text: str, expected: bool) -> None:
    assert is_company(doc_of(text), 0, 2) is expected


def test_a_town_and_its_state_are_two_places() -> None:
    doc = doc_of("Elmsford , New Ohio")
    assert list(listed(doc, 0, 4, PLACE)) == [(0, 1), (2, 4)]
    assert list(listed(doc, 0, 4, ORGANIZATION)) == [(0, 4)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("U.S. Dlrs", PERSON, True),
        ("U.S. Dollar", ORGANIZATION, True),
        ("Bruce Sterling", PERSON, False),
        ("Family Dollar Stores", ORGANIZATION, False),
        ("Co Inc", ORGANIZATION, True),
        ("Shr", ORGANIZATION, True),
        ("March", PLACE, True),
        ("March Networks", ORGANIZATION, False),
    ],
)
def test_units_months_and_forms_of_companies_name_nothing(
    text: str, kind: EntityType, expected: bool
) -> None:
    doc = doc_of(text)
    assert is_no_name(doc, 0, len(doc), kind) is expected


@pytest.mark.parametrize(
    ("text", "name", "end"),
    [
        ("by Orrin Corp .", (1, 2), 3),
        ("by Marlow Finch and Co Inc .", (1, 3), 6),
        ("by Marlow Finch and others .", (1, 3), 3),
        ("in Marlow co owners", (1, 2), 2),
    ],
)
def test_a_companys_form_belongs_to_its_name(text: str, name: tuple[int, int], end: int) -> None:
    assert with_form(doc_of(text), name[1]) == end


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Elmsford Police Chief Ada Roe", "Ada Roe"),
        ("Ada Roe", "Ada Roe"),
        ("Ada Bishop", "Ada Bishop"),
    ],
)
def test_a_post_before_a_full_name_is_no_part_of_it(text: str, name: str) -> None:
    doc = doc_of(text)
    assert doc[without_post(doc, 0, len(doc)) :].text == name


def test_a_person_and_where_they_come_from_are_two_names() -> None:
    assert parted(doc_of("Ada Roe of Elmsford"), 0, 4, PERSON) == [(0, 2, PERSON), (3, 4, PLACE)]
    assert parted(doc_of("Joan of Arc"), 0, 3, PERSON) == [(0, 3, PERSON)]
    assert parted(doc_of("Bank of New Elmsford"), 0, 4, ORGANIZATION) == [(0, 4, ORGANIZATION)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("former Elmsford police", "Elmsford"),
        ("the Elmsford Council", "Elmsford Council"),
        ("van der Brae", "van der Brae"),
    ],
)
def test_words_without_capitals_around_a_name_are_no_part_of_it(text: str, name: str) -> None:
    doc = doc_of(text)
    start, end = trimmed(doc, 0, len(doc), ORGANIZATION)
    assert doc[start:end].text == name
