"""The model for spaCy 2, converted: what it says must be what it learned, not something near it.

The heads, labels and entities expected here are those that spaCy 2.2.4 itself gives.
"""

from collections.abc import Iterator

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.extraction.pipeline import load_model
from kg.extraction.spacy2.model import is_legacy
from kg.extraction.spacy2.state import BREAK, LEFT, REDUCE, RIGHT, SHIFT, State

PACKAGE = "en_core_web_sm"

TEXTS = [
    "Defense Secretary Lloyd Austin said Wednesday that there is evidence of foreign troops.",
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
    return load_model(PACKAGE)


def arcs(doc: Doc) -> set[tuple[str, str, str]]:
    return {(token.head.text, token.dep_, token.text) for token in doc}


def entities(doc: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in doc.ents]


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


def test_it_is_a_pipeline_of_spacy(model: Language) -> None:
    assert is_legacy(PACKAGE)
    assert model.pipe_names == ["tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
    assert (model.meta["lang"], model.meta["version"]) == ("en", "2.2.5")
    assert model.meta["license"] == "MIT"
    assert {"PERSON", "ORG", "GPE"} <= set(model.pipe_labels["ner"])
    assert {"nsubj", "ccomp", "ROOT"} <= set(model.pipe_labels["parser"])


def test_a_report_clause(model: Language) -> None:
    doc = model("Defense Secretary Lloyd Austin said Wednesday that there is evidence of that.")
    assert {
        ("said", "ROOT", "said"),
        ("said", "nsubj", "Austin"),
        ("Austin", "compound", "Lloyd"),
        ("said", "npadvmod", "Wednesday"),
        ("said", "ccomp", "is"),
        ("is", "mark", "that"),
        ("is", "expl", "there"),
        ("is", "attr", "evidence"),
    } <= arcs(doc)
    assert ("Lloyd Austin", "PERSON") in entities(doc)
    assert ("Wednesday", "DATE") in entities(doc)


def test_entities_of_many_kinds(model: Language) -> None:
    doc = model(
        "French President Emmanuel Macron met Angela Merkel in Berlin on 12 March 2019, and "
        "Microsoft paid $5 million, about 20 percent more than the United Nations."
    )
    assert entities(doc) == [
        ("French", "NORP"),
        ("Emmanuel Macron", "PERSON"),
        ("Angela Merkel", "PERSON"),
        ("Berlin", "GPE"),
        ("12 March 2019", "DATE"),
        ("Microsoft", "ORG"),
        ("$5 million", "MONEY"),
        ("about 20 percent", "PERCENT"),
        ("the United Nations", "ORG"),
    ]


def test_passive_relative_and_coordination(model: Language) -> None:
    doc = model("The law, which was adopted by parliament, bans imports but allows exports.")
    assert {
        ("bans", "nsubj", "law"),
        ("law", "relcl", "adopted"),
        ("adopted", "nsubjpass", "which"),
        ("adopted", "agent", "by"),
        ("by", "pobj", "parliament"),
        ("bans", "dobj", "imports"),
        ("bans", "conj", "allows"),
        ("allows", "dobj", "exports"),
    } <= arcs(doc)


def test_sentences(model: Language) -> None:
    doc = model('Prices rose. The bank cut rates. "We do not know why," Mr. Smith said. It rained.')
    assert [sentence.text for sentence in doc.sents] == [
        "Prices rose.",
        "The bank cut rates.",
        '"We do not know why," Mr. Smith said.',
        "It rained.",
    ]


@pytest.mark.parametrize(
    ("text", "word", "lemma", "pos"),
    [
        ("He said so.", "said", "say", "VERB"),
        ("They hoped for more.", "hoped", "hope", "VERB"),
        ("The women left.", "women", "woman", "NOUN"),
        ("The companies merged.", "companies", "company", "NOUN"),
        ("Taxes were cut by Spain.", "were", "be", "AUX"),
        ("He has been told.", "has", "have", "AUX"),
        ("We can't go.", "ca", "can", "AUX"),
        ("We can’t go.", "n’t", "not", "PART"),
        ("They’ve gone.", "’ve", "have", "AUX"),
        ("When did Spain join?", "When", "when", "ADV"),
        ("He met Mr. Lopes of Spain.", "Spain", "Spain", "PROPN"),
    ],
)
def test_lemmas(model: Language, text: str, word: str, lemma: str, pos: str) -> None:
    [token] = [token for token in model(text) if token.text == word]
    assert (token.lemma_, token.pos_) == (lemma, pos)


def test_morphology(model: Language) -> None:
    doc = model("She sees that he went.")
    assert doc[1].morph.to_dict() == {
        "Number": "Sing",
        "Person": "3",
        "Tense": "Pres",
        "VerbForm": "Fin",
    }
    assert doc[4].morph.to_dict()["Tense"] == "Past"


def test_subordinating_words(model: Language) -> None:
    doc = model("He knows that they want to go to Rome, which is far.")
    assert [doc[place].pos_ for place in (2, 5, 7, 10)] == ["SCONJ", "PART", "ADP", "PRON"]


def test_typographic_apostrophes_are_read_as_straight_ones(model: Language) -> None:
    text = "Russia's army isn't where it's needed, the ministers' aides said."
    straight, typographic = model(text), model(text.replace("'", "’"))
    assert [(token.tag_, token.dep_, token.head.i) for token in straight] == [
        (token.tag_, token.dep_, token.head.i) for token in typographic
    ]
    assert typographic[1].text == "’s"
    assert typographic[1].dep_ == "case"


def test_british_spellings_have_american_norms(model: Language) -> None:
    assert [token.norm_ for token in model("Labour defence tonnes")] == ["labor", "defense", "tons"]


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


def test_a_state_goes_through_a_sentence() -> None:
    # "She eats fish": the first word is shifted at once, since nothing else can be done.
    state = State([False, False, False])
    assert state.slots(1)[:4] == [2, 3, 1, 0]
    state.apply(LEFT, 7)
    state.apply(RIGHT, 8)
    assert state.done
    assert state.heads == [1, -1, 1]
    assert state.labels == [7, -1, 8]


def test_a_break_stands_before_the_next_word() -> None:
    state = State([False, False, False, False])
    state.apply(RIGHT, 1)
    assert state.valid() & 1 << BREAK
    state.apply(BREAK, 2)
    state.apply(RIGHT, 3)
    assert state.done
    assert state.heads == [-1, 0, -1, 2]


def test_a_word_without_head_goes_back_to_the_buffer() -> None:
    state = State([False, False, False])
    state.apply(SHIFT, 0)
    state.apply(REDUCE, 0)
    assert state.slots(1)[:3] == [2, 3, 1]
    assert not state.valid() & 1 << SHIFT


def test_whitespace_hangs_on_the_word_before_it() -> None:
    state = State([True, False, True, False])
    state.apply(LEFT, 0)
    assert state.done
    assert state.heads == [1, 3, 1, -1]


def test_a_model_that_is_not_installed() -> None:
    assert not is_legacy("no_such_model")
    with pytest.raises(ModelError, match="pip install"):
        load_model("no_such_model")
