"""Finds the titles of posts beside a name: before it, in appositions and in predicates."""

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extraction.posts.after import title_after
from kg.extraction.posts.before import title_before
from kg.extraction.posts.title import Title, head_of_phrase, title_in
from kg.extraction.wordlists import word_set


def titles_beside(doc: Doc, start: int, end: int) -> Iterator[Title]:
    """The titles before and after the name at tokens [start, end)."""
    if before := title_before(doc, start, end):
        yield before
    if after := title_after(doc, start, end):
        yield after
        yield from _second(doc, after)


def _second(doc: Doc, first: Title) -> Iterator[Title]:
    """The second post of a phrase that has two: "former coach and teacher"."""
    ands = (i for i in range(first.title_end, first.end - 1) if doc[i].lower_ == "and")
    apart = (i for i in ands if i == first.title_end or doc[i + 1].lower_ in ("a", "an"))
    i = next(apart, None)
    head = None if i is None else head_of_phrase(doc, i + 1)
    if i is None or head is None or head >= first.end:
        return
    if i == first.title_end or not _is_of_nothing(doc, head, first.end):
        second = title_in(doc, i + 1, head, first.end, first.found_by)
        yield second._replace(former=second.former or first.former)


def _is_of_nothing(doc: Doc, head: int, end: int) -> bool:
    """Whether a post that bodies have too is in nothing named: "member of the march"."""
    is_named = any(token.text[:1].isupper() for token in doc[head + 1 : end])
    return doc[head].lower_ in word_set("titles", "shared") and not is_named
