"""Where names begin and end, token by token."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.extraction import EntityType
from kg.extraction.mentions.boundaries import after_owner, is_no_name, trimmed
from kg.extraction.mentions.companies import (
    is_company,
    with_country,
    with_form,
    with_head,
    with_second_noun,
    without_ticker,
)
from kg.extraction.mentions.joined_names import parted, without_people
from kg.extraction.mentions.lost_apostrophes import without_owners
from kg.extraction.mentions.named_posts import before_post, head_of_post, without_post

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
    ("text", "whole"),
    [("Orrin Corp ORN said", "Orrin Corp"), ("Orrin Steel USA said", "Orrin Steel USA")],
)
def test_a_code_at_an_exchange_is_no_part_of_the_name(text: str, whole: str) -> None:
    doc = doc_of(text)
    assert doc[: without_ticker(doc, 0, 3)].text == whole


def test_a_known_owner_is_no_part_of_the_name() -> None:
    doc = doc_of("Seoul 's National Intelligence Service")
    assert after_owner(doc, 0, 5, {(0, 1)}) == 2
    assert after_owner(doc, 0, 5, set()) == 0  # "Moody's Investors Service"


@pytest.mark.parametrize(("text", "expected"), [("Cyan Corp.", True), ("Ada Brothers", False)])
def test_a_legal_form_makes_a_company(text: str, expected: bool) -> None:
    assert is_company(doc_of(text), 0, 2) is expected


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
        ("SOCCER", PLACE, True),
        ("Baa-2", ORGANIZATION, True),
        ("R+ -+ Ore.", PERSON, True),
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
        ("by Orrin corp said", (1, 2), 3),
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
        ("Dean Marlow Roe", "Dean Marlow Roe"),
        ("UK Energy Minister", ""),
    ],
)
def test_a_post_before_a_full_name_is_no_part_of_it(text: str, name: str) -> None:
    doc = doc_of(text)
    assert doc[without_post(doc, 0, len(doc)) :].text == name


def test_a_person_and_where_they_come_from_are_two_names() -> None:
    assert list(parted(doc_of("Ada Roe of Elmsford"), 0, 4, PERSON)) == [
        (0, 2, PERSON),
        (3, 4, PLACE),
    ]
    assert list(parted(doc_of("Joan of Arc"), 0, 3, PERSON)) == [(0, 3, PERSON)]
    assert list(parted(doc_of("Bank of New Elmsford"), 0, 4, ORGANIZATION)) == [
        (0, 4, ORGANIZATION)
    ]


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


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Elmsford 4", PLACE, "Elmsford"),
        ("Ada Roe 74", PERSON, "Ada Roe"),
        ("U.S. 95", PLACE, "U.S. 95"),
        ("Loop 286", PLACE, "Loop 286"),
        ("Channel 4", ORGANIZATION, "Channel 4"),
        ("Orrin Holdings ORN.L", ORGANIZATION, "Orrin Holdings"),
        ("Ada Roe R-Kan.", PERSON, "Ada Roe"),
        ("BBC", ORGANIZATION, "BBC"),
        ("Dean Roe", PERSON, "Dean Roe"),
        ("Mayor Roe", PERSON, "Roe"),
    ],
)
def test_scores_and_codes_are_no_part_of_a_name(text: str, kind: EntityType, expected: str) -> None:
    doc = doc_of(text)
    start, end = trimmed(doc, 0, len(doc), kind)
    assert doc[start:end].text == expected


def test_a_score_is_no_part_of_a_body() -> None:
    doc = doc_of("the Senate 13 to 11")
    assert trimmed(doc, 1, 3, ORGANIZATION) == (1, 2)


def test_a_code_at_an_exchange_names_nothing() -> None:
    assert is_no_name(doc_of("Orrin Steel < ORN >"), 3, 4, ORGANIZATION)
    assert is_no_name(doc_of("Orrin Corp ORN rose"), 2, 3, ORGANIZATION)
    assert not is_no_name(doc_of("Orrin Steel ( ORN )"), 3, 4, ORGANIZATION)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Elmsford - Ada Roe", PLACE, ["Elmsford", "Ada Roe"]),
        ("Elmsford+ -+ Roe", PLACE, ["Elmsford-Roe"]),
        ("Roe nor Brae", PERSON, ["Roe", "Brae"]),
        ("Orrin Open . Elmsford", PLACE, ["Orrin Open", "Elmsford"]),
        ("Orrin Co 's Marlow Works", ORGANIZATION, ["Orrin Co", "Marlow Works"]),
        ("Marlow 's Works", ORGANIZATION, ["Marlow 's Works"]),
        ("Orrin Acciaio of Italy", ORGANIZATION, ["Orrin Acciaio", "Italy"]),
        (
            "Brae University 's Center for Trade",
            ORGANIZATION,
            ["Brae University", "Center for Trade"],
        ),
        ("Orrin de Acciaio of Italy", PLACE, ["Orrin de Acciaio", "Italy"]),
        ("Orrin Bank of Italy", ORGANIZATION, ["Orrin Bank of Italy"]),
        ("Orrin Corp. Orrin Foods", ORGANIZATION, ["Orrin Corp.", "Orrin Foods"]),
        ("Orrin Machines Corp ORM ORM Brae", ORGANIZATION, ["Orrin Machines Corp", "ORM Brae"]),
        ("Orrin and Co and Brae Inc", ORGANIZATION, ["Orrin and Co", "Brae Inc"]),
        ("Alex . Orrin Inc", ORGANIZATION, ["Alex . Orrin Inc"]),
    ],
)
def test_names_taken_for_one_are_parted(text: str, kind: EntityType, expected: list[str]) -> None:
    doc = doc_of(text)
    found = parted(doc, 0, len(doc), kind, {(3, 4), (4, 5)})
    assert [doc[start:end].text for start, end, _ in found] == expected


def test_a_people_before_a_person_is_no_part_of_the_name() -> None:
    known = {(0, 1): EntityType.GROUP}
    assert without_people(doc_of("Australian Tom Roe"), 0, 3, known) == 1
    assert without_people(doc_of("Christian Roe"), 0, 2, known) == 0
    assert without_people(doc_of("Jordan Roe"), 0, 2, {(0, 1): EntityType.COUNTRY}) == 0


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("West German Finance Minister Roe", (0, 3), 2),
        ("Orrin Managing Director Roe", (0, 2), 1),
        ("Institute of Finance Director Roe", (0, 3), 3),
        ("Orrin Finance said", (0, 2), 2),
        ("French Finance ministry said", (0, 2), 1),
    ],
)
def test_words_of_the_post_after_a_name_are_no_part_of_it(
    text: str, name: tuple[int, int], expected: int
) -> None:
    assert before_post(doc_of(text), *name) == expected


def test_a_post_is_no_body() -> None:
    assert head_of_post(doc_of("Attorney General"), 0, 2) == 1
    assert head_of_post(doc_of("Secretary of Agriculture"), 0, 3) == 0
    assert head_of_post(doc_of("Orrin General"), 0, 2) is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Supreme Court ruled", ORGANIZATION, 2),
        ("Supreme court ruled", ORGANIZATION, 1),
        ("North Sea oil", PLACE, 2),
        ("Elmsford Sea oil", PLACE, 1),
        ("Roe Court ruled", PERSON, 1),
    ],
)
def test_what_a_body_or_sea_is_belongs_to_its_name(
    text: str, kind: EntityType, expected: int
) -> None:
    assert with_head(doc_of(text), 1, kind, str.isupper) == expected


def test_the_letters_of_a_country_belong_to_its_bodies_name() -> None:
    assert with_country(doc_of("the U.S. Treasury said"), 2) == 1
    assert with_country(doc_of("the Marlow Treasury said"), 2) == 2


def test_an_owner_without_apostrophe_is_no_name() -> None:
    doc = doc_of("Orrin said Orrins profit and Orrins Marlow grew")
    names = [(0, 1), (2, 3), (5, 7)]
    assert list(without_owners(doc, names, {"Orrin"})) == [0, 3, 6]
    kept = doc_of("Orrin said Orrins profit is n't and Orrins Marlow grew")
    assert list(without_owners(kept, names[:2], {"Orrin"})) == [0, 2]
    assert list(without_owners(doc, names, {"Orrin"}, {"Orrins"})) == [0, 2, 5]


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("Office of Management and Budget Director Roe", 3, 5),
        ("Orrin Telegraph and Telephone said", 2, 4),
        ("Office of Trade and Defense Secretary Roe", 3, 3),
        ("Orrin Telegraph and Chairman Roe", 2, 2),
        ("Orrin Telegraph and Consumers Marlow", 2, 2),
        ("Orrin Telegraph and Marlow said", 2, 2),
    ],
)
def test_a_body_has_its_second_noun(text: str, end: int, expected: int) -> None:
    common = {"management", "budget", "trade", "defense", "telegraph", "telephone", "consumers"}
    assert with_second_noun(doc_of(text), 0, end, common.__contains__) == expected
