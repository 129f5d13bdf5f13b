"""Datelines: the place in capitals before a report, "ELMSFORD, Ohio (AP) — The council"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extraction.lexicon import words

_DASHES = frozenset({"-", "--", "---", "–", "—"})
_LONGEST, _REACH = 3, 9


def find_datelines(doc: Doc) -> Iterator[tuple[int, int]]:
    """The tokens [start, end) of the place of each dateline."""
    for token in doc:
        if _in_capitals(token) and _begins(doc, token.i):
            end = token.i + 1
            while end < len(doc) and end - token.i < _LONGEST and _in_capitals(doc[end]):
                end += 1
            if token.lower_ not in words("places", "notices") and _goes_on(doc, end):
                yield token.i, end


def _in_capitals(token: Token) -> bool:
    return token.is_alpha and token.is_upper and len(token) > 2


def _begins(doc: Doc, start: int) -> bool:
    """Whether a token is the first of a paragraph, or of a sentence behind a headline."""
    return start == 0 or doc[start - 1].is_space or doc[start - 1].text in (".", "!", "?")


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether a dash follows, at once or behind a state, a date and an agency, then a report."""
    for i in range(end, min(end + _REACH, len(doc) - 1)):
        if doc[i].text in _DASHES and (doc[i].whitespace_ or doc[i - 1].whitespace_):
            return doc[i + 1].text[:1].isupper() or not doc[i + 1].is_alpha
        if i == end and doc[i].text not in (",", "("):
            return False
        if doc[i].is_space or not _may_stand_between(doc[i]):
            return False
    return False


def _may_stand_between(token: Token) -> bool:
    return token.text[:1].isupper() or token.like_num or token.text in (",", "(", ")", ".")
