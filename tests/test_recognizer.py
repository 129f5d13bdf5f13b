"""Entities decided for a batch at once are those that the model's own recognizer finds."""

import gc

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.language_model.matrices import compute_rowwise
from kg.extraction.language_model.recognizer import BatchRecognizer, decide_in_batches
from kg.extraction.pipeline import load_model, load_pipeline
from kg.settings import Settings

TEXTS = [
    "Ana Roe of the United Nations Children's Fund met Bo Li in New York on Monday, 3 May 2021.",
    "",
    "NEW YORK, April 2 - The first of 3,000 troops left the Democratic Republic of Congo",
    "\n\nParis\n",
    " ",
    "In the fourth quarter of 1986, Acme Corp said, it lost about 2.4 mln dlrs, or 34 pct. "
    "Acme Corp's shares fell in Tokyo by more than 12 yen early Tuesday morning",
    "Shr 34 cts vs\n 1.19 dlrs\nNet 807,000 vs 2,858,000\nNOTE: 1985 year ended Dec. 31",
]


@pytest.fixture(scope="module")
def theirs() -> Language:
    nlp = load_model(Settings().model)
    compute_rowwise(nlp)
    return nlp


@pytest.fixture(scope="module")
def ours() -> Language:
    nlp = load_model(Settings().model)
    compute_rowwise(nlp)
    decide_in_batches(nlp)
    return nlp


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(token.ent_iob_, token.ent_type_) for token in doc]


def test_the_same_entities(theirs: Language, ours: Language) -> None:
    expected = [entities(doc) for doc in theirs.pipe(TEXTS)]
    assert isinstance(ours.get_pipe("ner"), BatchRecognizer)
    assert [entities(doc) for doc in ours.pipe(TEXTS)] == expected
    assert len([1 for doc in expected for iob, _ in doc if iob == "B"]) > 10


def test_a_document_has_the_same_entities_alone_and_among_others(ours: Language) -> None:
    assert [entities(ours(text)) for text in TEXTS] == [entities(doc) for doc in ours.pipe(TEXTS)]


def test_a_batch_of_empty_documents(ours: Language) -> None:
    assert [doc.ents for doc in ours.pipe(["", ""])] == [(), ()]


def test_what_the_model_made_of_a_batch_is_not_kept_as_garbage(ours: Language) -> None:
    gc.collect()
    gc.disable()
    try:
        ours(TEXTS[0])
        steps = [each for each in gc.get_objects() if type(each).__name__ == "ParserStepModel"]
        kept = [each for each in steps if hasattr(each, "tokvecs")]
    finally:
        gc.enable()
    assert kept == []


def test_entities_that_another_component_finds_first_are_left_to_the_models_own() -> None:
    nlp = load_model(Settings().model)
    nlp.add_pipe("entity_ruler", before="ner")
    decide_in_batches(nlp)
    assert not isinstance(nlp.get_pipe("ner"), BatchRecognizer)


def test_the_pipeline_decides_so() -> None:
    assert isinstance(load_pipeline().get_pipe("ner"), BatchRecognizer)
