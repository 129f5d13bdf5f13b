"""Tokenizes long runs without white space in pieces.

spaCy's tokenizer takes time that grows with the square of a run's length: it takes marks off one by
one and looks through the whole run each time.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from spacy.attrs import NORM
from spacy.tokens import Doc
from spacy.vocab import Vocab

# Longer than any usual web address; longer runs are cut into parts.
_LONGEST = 500
_PART = 100
_RUN = re.compile(rf"\S{{{_LONGEST + 1},}}")
_MARKS = re.compile(rf"[^\w\s]{{{_PART}}}")


class BoundedTokenizer:
    """Wraps a tokenizer and cuts runs of more than 500 characters without white space for it.

    All other text gets the tokens of the wrapped tokenizer. In a long run, a hundred marks in a row
    are one token.
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
    """The text cut around and within its long runs."""
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
