"""Names of places at the head of a report, and names of roads."""

import pytest
import spacy
from spacy.tokens import Doc

from kg.extraction.mentions.datelines import find_datelines


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ELMSFORD — The council met .", "ELMSFORD"),
        ("MOUNT ELM , Ohio ( AP ) -- The council met .", "MOUNT ELM"),
        ("Council meets . ELMSFORD , May 3 - The council met .", "ELMSFORD"),
        ("Fire kills four . ST . PAUL — The council met .", "ST . PAUL"),
        ("ISLE OF ELM — The council met .", "ISLE OF ELM"),
        ("UPDATE - The council met .", None),
        ("SOCCER - The council met .", None),
        ("BREAKING . ELMSFORD — The council met .", "ELMSFORD"),
        ("ELMSFORD has a council — The Five .", None),
        ("The NATO — The alliance", None),
        ("NATO", None),
    ],
)
def test_a_dateline_is_in_capitals_before_a_dash(text: str, place: str | None) -> None:
    doc = Doc(spacy.blank("en").vocab, words=text.split())
    found = [doc[start:end].text for start, end in find_datelines(doc)]
    assert found == ([place] if place else [])
