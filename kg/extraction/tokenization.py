"""Tokens of text without white space: spaCy's tokenizer takes time that grows with the square of
a word's length, as it takes marks off a word one by one and looks through all of it each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.attrs import NORM
from spacy.tokens import Doc
from spacy.vocab import Vocab

# Longer than any web address of use; a run of more is cut into parts.
_LONGEST = 500
_PART = 100
_RUN = re.compile(rf"\S{{{_LONGEST + 1},}}")


class BoundedTokenizer:
    """A tokenizer that gives another one only runs of bounded length without white space.

    The tokens' text is the document's. Text without a run of more than 500 characters gives the
    tokens that the other tokenizer gives.
    """

    def __init__(self, vocab: Vocab, tokenize: Callable[[str], Doc]) -> None:
        self._vocab = vocab
        self._tokenize = tokenize

    def __call__(self, text: str) -> Doc:
        """The text's tokens."""
        parts = _parts(text)
        if len(parts) == 1:
            return self._tokenize(text)
        tokens = [token for part in parts for token in self._tokenize(part)]
        words = [token.text for token in tokens]
        doc = Doc(self._vocab, words=words, spaces=[bool(token.whitespace_) for token in tokens])
        # A special case's norm is its own: "n't" is "not".
        norms: Any = np.array([[token.norm] for token in tokens], dtype=np.uint64)
        doc.from_array([NORM], norms)
        return doc


def _parts(text: str) -> list[str]:
    """The text cut within its longest runs."""
    cuts = [cut for run in _RUN.finditer(text) for cut in range(*run.span(), _PART)]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
