"""Tells posts from the names that they stand before, after or within."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extraction.mentions.companies import is_company
from kg.extraction.wordlists import word_set


def is_post(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens [start, end) are a post and no body: "U.S. Secretary of State",
    "Republican Sens."."""
    last = end - 2 if doc[end - 1].text == "." else end - 1
    is_dotted = doc[last].text.endswith(".") or doc[last + 1 : last + 2].text == "."
    title = doc[last].lower_.rstrip(".") + "."
    if is_dotted and title in word_set("titles", "courtesies"):
        return True
    if is_company(doc, start, end):
        return False
    head = end - 3 if end - start > 2 and doc[end - 2].lower_ == "of" else end - 1
    if doc[head].lower_ == "general":
        return doc[head - 1 : end].text.lower() in word_set("titles", "posts")
    return doc[head].lower_ in word_set("titles", "posts")


def names_post(doc: Doc, start: int, end: int) -> bool:
    """Whether a post is named in the tokens [start, end)."""
    return any(token.lower_ in _posts() for token in doc[start:end])


def without_post(doc: Doc, start: int, end: int) -> int:
    """Where a full name starts after a post that was taken for a part of it: "Al Roe" in "Harbour
    Police Chief Al Roe". `end` where nothing is left: "Secretary of State", "UK Energy
    Minister"."""
    parts = word_set("titles", "departments") | word_set("titles", "beginnings of posts")
    first = doc[end - 2].lower_ if end > 1 else ""
    if doc[end - 1].lower_ in word_set("titles", "posts") and first in parts:
        return end
    for i in range(end - 1, start - 1, -1):
        if doc[i].lower_ in _posts() and not (i == start and is_given(doc[i])):
            if i + 1 < end and doc[i + 1].lower_ == "of":
                return min(i + 3, end)
            if i <= end - 3:
                return i + 1
    return start


def before_post(doc: Doc, start: int, end: int) -> int:
    """Where a name ends before words that belong to the post or ministry after it: "Elmsford" in
    "Elmsford Finance" before "Minister"."""
    after = doc[end].lower_ if end < len(doc) else ""
    if is_second_department(doc, end + 1) and after == "and":
        after = doc[end + 2].lower_
    if after not in word_set("titles", "posts") | {"ministry"}:
        return end
    while start < end and doc[end - 1].lower_ in word_set("titles", "beginnings of posts"):
        end -= 1
    whole = any(token.lower_ == "of" for token in doc[start:end])
    while start < end and not whole and doc[end - 1].lower_ in word_set("titles", "departments"):
        end -= 1
    return end


def is_second_department(doc: Doc, i: int) -> bool:
    """Whether a token is the second department of a minister: "Mines" in "Energy and Mines
    Minister"."""
    after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
    return after in word_set("titles", "ministers") and doc[i].is_title


def before_service(doc: Doc, start: int, end: int) -> int:
    """Where a name ends before a service of the place that has a post after it: "Elmsford" in
    "Elmsford Police" before "Chief"."""
    if end == len(doc) or doc[end].lower_ not in _posts():
        return end
    last = end
    while last > start and doc[last - 1].lower_ in word_set("places", "services"):
        last -= 1
    return last if last > start else end


def is_given(token: Token) -> bool:
    """Whether a word for a post is a given name: "Dean" in "said Dean Roe", but not in "the dean"
    and "University Dean"."""
    before = token.doc[token.i - 1] if token.i else None
    held = before is not None and (
        before.lower_ == "the" or (before.is_title and before.lower_ not in _posts())
    )
    return token.is_title and token.lower_ in word_set("given_names", "male") and not held


def _posts() -> frozenset[str]:
    return word_set("titles", "posts") | word_set("titles", "courtesies")
