"""What a spaCy 2 model takes for a word, and what it sees of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import srsly
from spacy.attrs import NORM, ORTH, PREFIX, SHAPE, SUFFIX
from spacy.language import Language
from spacy.tokenizer import Tokenizer

from kg.extraction.lexicon import lexicon

# The model's training texts had typographic quotation marks, but straight apostrophes alone.
_STRAIGHT = str.maketrans("’", "'")


def set_word_features(nlp: Language) -> None:
    """Let the model see apostrophes as straight ones, and British spellings as American.

    What it sees of a word is its norm, first letter, last letters and shape.
    """
    vocab: Any = nlp.vocab  # its stub lacks the getters
    getters = vocab.lex_attr_getters
    for attr in (NORM, PREFIX, SUFFIX, SHAPE):
        getters[attr] = _Straightened(getters[attr])
    getters[NORM] = _Norm(getters[NORM])
    for word in vocab:
        # Made before, for the special cases of a blank pipeline's tokenizer.
        word.norm_, word.prefix_ = getters[NORM](word.orth_), getters[PREFIX](word.orth_)
        word.suffix_, word.shape_ = getters[SUFFIX](word.orth_), getters[SHAPE](word.orth_)


# Classes and no closures, so that a vocabulary can be pickled.
class _Straightened:
    """A getter of a word's attribute that looks at the word with straight apostrophes."""

    def __init__(self, getter: Callable[[str], Any]) -> None:
        self._getter = getter

    def __call__(self, word: str) -> Any:
        return self._getter(word.translate(_STRAIGHT))


class _Norm:
    """A getter of a word's norm: the American spelling, else what another getter says."""

    def __init__(self, getter: Callable[[str], Any]) -> None:
        self._getter = getter
        self._american: dict[str, str] = lexicon("spellings")["american"]

    def __call__(self, word: str) -> Any:
        return self._american.get(word.lower()) or self._getter(word)


def set_tokenizer(nlp: Language, folder: Path) -> None:
    """Give the pipeline the model's own tokenizer: its rules decide what its tags apply to."""
    settings = srsly.msgpack_loads((folder / "tokenizer").read_bytes())
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules={word: _parts(parts) for word, parts in settings["exceptions"].items()},
        prefix_search=re.compile(settings["prefix_search"]).search,
        suffix_search=re.compile(settings["suffix_search"]).search,
        infix_finditer=re.compile(settings["infix_finditer"]).finditer,
        token_match=re.compile(settings["token_match"]).match,
    )


def _parts(parts: list[dict[int, Any]]) -> list[dict[int, Any]]:
    """A special case's tokens; spaCy 3 takes no tags and lemmas there."""
    return [{key: part[key] for key in (ORTH, NORM) if key in part} for part in parts]
