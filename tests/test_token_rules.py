"""The attribute ruler's rules are found as by its own matcher."""

import pytest
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from kg.extraction.language_model.token_rules import RememberingMatcher, remember_token_rules
from kg.extraction.pipeline import load_model
from kg.settings import Settings

TEXTS = [
    "Ana Roe said that there are signs of wear, though it had not been her who'd seen them.",
    "I'm gonna go; y'all ain't gotta c'mon. Let's say nothin' to me, or they'll do it.",
    "There's one that they gave you. Do you have what I have? That is what those have done.",
    "He did his homework while he's been told to do it \n\n by those\t with whom we're to go.",
    "There was that. What was there? It is, they are, I am, you're.",
    " ",
    "",
]


@pytest.fixture(scope="module")
def model() -> Language:
    return load_model(Settings().model)


@pytest.fixture(scope="module")
def parsed(model: Language) -> list[Doc]:
    return list(model.pipe(TEXTS, disable=["attribute_ruler", "lemmatizer", "ner"]))


def test_each_token_matches_the_same_rules(model: Language, parsed: list[Doc]) -> None:
    ruler = model.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    remembering = RememberingMatcher(model.vocab, ruler)
    for doc in [*parsed, *reversed(parsed)]:
        theirs = ruler.matcher(doc, allow_missing=True, as_spans=False)
        assert set(remembering(doc)) == set(theirs)


def test_rules_of_every_form(model: Language, parsed: list[Doc]) -> None:
    ruler = AttributeRuler(model.vocab)
    ruler.add([[{"LOWER": {"IN": ["that", "it"]}, "DEP": {"NOT_IN": ["mark", "expl"]}}]], {})
    ruler.add([[{"TAG": {"NOT_IN": ["DT", ""]}, "IS_SPACE": False}]], {})
    ruler.add([[{"LOWER": {"REGEX": "^th"}}], [{"LENGTH": {">": 5}}], [{"OP": "?"}]], {})
    ruler.add([[{"LOWER": "there"}, {"TAG": "VBP"}]], {})
    remembering = RememberingMatcher(model.vocab, ruler)
    for doc in parsed:
        assert set(remembering(doc)) == set(ruler.matcher(doc, allow_missing=True))


def test_lemmas_are_those_of_the_rules_found_without_reading_a_list() -> None:
    theirs, ours = load_model(Settings().model), load_model(Settings().model)
    remember_token_rules(ours)
    for expected, found in zip(theirs.pipe(TEXTS), ours.pipe(TEXTS), strict=True):
        assert [token.lemma_ for token in found] == [token.lemma_ for token in expected]
    lemmatizer = ours.get_pipe("lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)
    index = lemmatizer.lookups.get_table("lemma_index")
    assert index and all(isinstance(words, frozenset) for words in index.values())
