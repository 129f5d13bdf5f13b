"""Tokens of text without white space: spaCy's tokenizer takes time that grows with the square of
a word's length, as it takes marks off a word one by one and looks through all of it each time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from spacy.attrs import NORM
from spacy.tokens import Doc
from spacy.vocab import Vocab

# Longer than any web address of use; what is longer is cut into parts.
_LONGEST = 500
_PART = 100
_RUN = re.compile(rf"\S{{{_LONGEST + 1},}}")
_MARKS = re.compile(rf"[^\w\s]{{{_PART}}}")


class BoundedTokenizer:
    """A tokenizer that gives another one only runs of bounded length without white space.

    Tokens cover the text, whatever it is. Text without a run of more than 500 characters gives
    the tokens that the other tokenizer gives. In a longer one, a hundred marks make one token.
    """

    def __init__(self, vocab: Vocab, tokenize: Callable[[str], Doc]) -> None:
        self._vocab = vocab
        self._tokenize = tokenize

    def __call__(self, text: str) -> Doc:
        """The text's tokens."""
        parts = list(_parts(text))
        if len(parts) < 2:
            return self._tokenize(text)
        tokens = [token for part in parts for token in self._tokens(part)]
        words = [token.text for token in tokens]
        doc = Doc(self._vocab, words=words, spaces=[bool(token.whitespace_) for token in tokens])
        # A special case's norm is its own: "n't" is "not".
        norms: Any = np.array([[token.norm] for token in tokens], dtype=np.uint64)
        doc.from_array([NORM], norms)
        return doc

    def _tokens(self, part: str) -> Doc:
        if _MARKS.fullmatch(part):
            return Doc(self._vocab, words=[part], spaces=[False])
        return self._tokenize(part)


def _parts(text: str) -> Iterator[str]:
    """The text cut around and within its longest runs."""
    done = 0
    for run in _RUN.finditer(text):
        yield text[done : run.start()]
        yield from _run_parts(run.group())
        done = run.end()
    yield text[done:]


def _run_parts(run: str) -> Iterator[str]:
    done = 0
    while done < len(run):
        marks = _MARKS.search(run, done, done + 2 * _PART)
        if marks is None or marks.start() > done:
            end = min(done + _PART, marks.start() if marks else len(run))
        else:
            end = marks.end()
        yield run[done:end]
        done = end
