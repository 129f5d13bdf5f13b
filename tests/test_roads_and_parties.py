"""Places behind parties, roads in addresses, and offices before posts."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.extraction.mentions.datelines import find_party_places
from kg.extraction.mentions.named_posts import before_service
from kg.extraction.mentions.roads import is_address, is_in_road_list, with_road


def doc_of(text: str) -> Doc:
    return spacy.blank("en")(text)


def tokens(doc: Doc, words: str) -> tuple[int, int]:
    start = doc.text.index(words)
    span = doc.char_span(start, start + len(words))
    assert span is not None
    return span.start, span.end


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Sen. Ada Roe, D-Pa., said so.", "Pa."),
        ("Ada Roe (R-Elbow Lake) agreed.", "Elbow Lake"),
        ("Ada Roe, DFL-Cook, agreed.", "Cook"),
        ("The D-Day landings and the Elm-Orrin match.", None),
    ],
)
def test_the_place_behind_a_party_is_one(text: str, place: str | None) -> None:
    doc = doc_of(text)
    found = [doc[start:end].text for start, end in find_party_places(doc)]
    assert found == ([place] if place else [])


def test_a_road_is_whole() -> None:
    doc = doc_of("They met on N. Orrin Drive in Elmsford.")
    start, end = with_road(doc, *tokens(doc, "Orrin"))
    assert doc[start:end].text == "N. Orrin Drive"
    assert with_road(doc, *tokens(doc, "Elmsford")) == tokens(doc, "Elmsford")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 40 Orrin Street, Elmsford", True),
        ("in the 700 block of Orrin Street", True),
        ("along Orrin Street", False),
    ],
)
def test_a_road_behind_a_number_is_an_address(text: str, expected: bool) -> None:
    doc = doc_of(text)
    assert is_address(doc, *tokens(doc, "Orrin Street")) is expected


def test_names_of_several_roads_are_no_towns() -> None:
    doc = doc_of("The corner of Orrin and Brae streets is in Elmsford and Harrow.")
    assert is_in_road_list(doc, tokens(doc, "Orrin")[1])
    assert is_in_road_list(doc, tokens(doc, "Brae")[1])
    assert not is_in_road_list(doc, tokens(doc, "Elmsford")[1])


def test_the_service_of_a_place_belongs_to_the_post_after_it() -> None:
    doc = doc_of("Elmsford Police Chief Ada Roe met Elmsford Police.")
    assert before_service(doc, 0, 2) == 1
    assert before_service(doc, 6, 8) == 8
