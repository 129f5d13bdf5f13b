"""The language model: what it says of a text depends on nothing but the text."""

from collections.abc import Iterator

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.extraction.pipeline import load_model
from kg.settings import Settings

TEXTS = [
    "Transport Minister Ana Roe said Tuesday that there are signs of wear on the old bridge.",
    "Shares of Acme Corp. fell 3.5 percent in London on Monday. Analysts had expected a profit.",
    "They’re waiting, and he’d go if they’d asked; the workers’ union didn’t.",
    "theyre late",
    "\n\nBrazil's government, which was elected in 2018, raised taxes.\n\nIt denied that.",
    " ",
    "",
    "Yes.",
]


@pytest.fixture(scope="module")
def model() -> Language:
    return load_model(Settings().model)


def annotations(docs: Iterator[Doc]) -> list[object]:
    names: list[int | str] = [
        "TAG",
        "POS",
        "LEMMA",
        "DEP",
        "HEAD",
        "SENT_START",
        "ENT_IOB",
        "ENT_TYPE",
        "MORPH",
    ]
    return [(doc.text, doc.to_array(names).tolist()) for doc in docs]


def test_a_doc_reads_alike_alone_and_in_a_batch(model: Language) -> None:
    alone = annotations(model(text) for text in TEXTS)
    assert annotations(model.pipe(TEXTS)) == alone
    assert annotations(model.pipe(TEXTS[::-1], batch_size=3))[::-1] == alone


def test_sentence_starts_that_are_set_stay(model: Language) -> None:
    doc = model.make_doc("Rebels attack the capital Troops fled")
    doc[4].is_sent_start = True
    for _, pipe in model.pipeline:
        doc = pipe(doc)
    assert [sentence.text for sentence in doc.sents] == ["Rebels attack the capital", "Troops fled"]


def test_a_model_that_is_not_installed() -> None:
    with pytest.raises(ModelError, match="pip install"):
        load_model("no_such_model")
