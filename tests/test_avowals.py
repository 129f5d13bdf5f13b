"""What somebody thinks or plans in so many words is a statement, however unsure the tagger is."""

import pytest
from spacy.language import Language

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions import attributions
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.tagged.attributions import with_constructions
from kg.extraction.tagger.span_decoding import TaggedAttribution
from kg.settings import MinScore

LEAST = MinScore()


def sure(nlp: Language, text: str) -> float:
    """How sure an attribution is that the tagger is unsure of: "[Source] [cue] [content]"."""
    pieces = text.replace("[", "").split("]")[:3]
    plain = text.replace("[", "").replace("]", "")
    spans = [
        (Span(plain.index(p.strip()), plain.index(p.strip()) + len(p.strip())),) for p in pieces
    ]
    tagged = TaggedAttribution(*spans, score=0.6, sure=0.1)
    layout = Layout(nlp(plain))
    found, *_ = with_constructions(layout, [tagged], attributions(layout))
    return found.sure or 0.0


@pytest.mark.parametrize(
    "text",
    [
        "[Some sailors] [think] [the cold may last].",
        "[The grid firms] [are seeking] [rate increases].",
        "[Ana Roe] [planned] [to open a bakery in Lund].",
        "[The council] [does not envisage] [new rules].",
    ],
)
def test_thoughts_and_plans_are_statements(nlp: Language, text: str) -> None:
    assert sure(nlp, text) >= max(LEAST.thought, LEAST.intent)


@pytest.mark.parametrize(
    "text",
    [
        "[The reforms] [seek] [to make the court faster].",  # a purpose
        "[The bridge] [is expected] [to open in May].",  # nobody expects it
        "[Ana Roe] [would expect] [that it rains].",
        "[Ana Roe], [fearing] [that it would rain], moved the fair.",
        "[Ana Roe] [decided] [to open a bakery].",  # a deed
        "[Ana Roe] [feared] [the rain].",  # an attitude
    ],
)
def test_purposes_hints_and_deeds_stay_unsure(nlp: Language, text: str) -> None:
    assert sure(nlp, text) < min(LEAST)


def test_thoughts_of_others_are_found_inside_what_is_said(tagged: Language) -> None:
    doc = tagged("Lind argued that the islanders understand that the ferry is not free.")
    assert "the islanders" in [
        doc.text[slice(*span)] for each in doc._.kg_statements for span in each.source
    ]


def test_a_source_that_breaks_off_is_whole(tagged: Language) -> None:
    doc = tagged("The company wants to sell the mill.")
    (statement,) = doc._.kg_statements
    assert doc.text[slice(*statement.source[0])] == "The company"
