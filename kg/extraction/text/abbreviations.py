"""Titles cut short and initials, whose full stop ends no sentence: "Sgt. Roe", "U. N. chief"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.attrs import ORTH
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token

from kg.extraction.wordlists import word_set

_INITIAL = re.compile(r"[A-HJ-Z]\.")  # "I." is mostly the end of "World War I."
_FULL_STOP = "."


def keep_abbreviations(tokenizer: Tokenizer) -> None:
    """Make titles and names cut short one token with their full stop.

    Else the full stop is a token of its own, as it is at the end of a sentence.
    """
    for word in sorted(word_set("titles", "cut short")):
        for form in (f"{word}.", f"{word.title()}."):
            tokenizer.add_special_case(form, [{ORTH: form}])


def inside_names(doc: Doc) -> Iterator[int]:
    """The tokens that start no sentence, as a title cut short or an initial stands before them."""
    for token, following in pairwise(doc):
        is_name = following.text[:1].isupper() and following.lower_ not in STOP_WORDS
        if token.text.endswith(_FULL_STOP) and is_name and _is_short(token, following):
            yield following.i


def _is_short(token: Token, following: Token) -> bool:
    if _INITIAL.fullmatch(token.text):
        is_middle = token.i > 0 and token.nbor(-1).is_title
        return is_middle or _INITIAL.fullmatch(following.text) is not None
    word = token.lower_.rstrip(_FULL_STOP)
    titles = word_set("titles", "cut short", "abbreviated posts")
    return bool(word) and (word in titles or token.lower_ in word_set("titles", "courtesies"))
