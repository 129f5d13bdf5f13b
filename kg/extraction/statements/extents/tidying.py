"""Takes space, marks, datelines and signatures from the ends of sources and contents."""

import re

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout
from kg.extraction.text.signatures import is_signature

_DATELINE = re.compile(r"[A-Z][^\n—–]{1,70}?[ )](?:[—–]|--?)[ ]+(?=[A-Z“\"])")
_IN_DATELINE = re.compile(r"[A-Z]{3}|,|\(")
_SMALL = re.compile(r"(?<![\w.'’])[a-z]")
_CONJUNCTION = re.compile(r",?\s+(?:and|but|or)$|,\s+as$")
# The sentence after the dot of an abbreviation: "at 10 p.m., Roe said".
_GOES_ON = re.compile(r",| [a-z]")
_LONGEST_END = 8
_LAST_WORD = re.compile(r"\w+(?=\s*\Z)")
_LONGEST_SIGNATURE = 20
_TRIM = frozenset(" \t\r\n\xa0,;:-–—−")


def tidied(layout: Layout, span: Span) -> Span:
    """A span without space and punctuation at its ends, except inside quotation marks."""
    text = layout.text
    start, end = _without_signature(text, _without_dateline(layout, span))
    while start < end and (text[start] == "." or _is_edge(text, start, start, end)):
        start += 1
    while end > start and _is_edge(text, end - 1, start, end):
        end -= 1
    if end > start and text[end - 1] == "." and layout.quote_at(end - 1) is None:
        end -= _GOES_ON.match(text, end) is None
    if trailing := _CONJUNCTION.search(text, max(start, end - _LONGEST_END), end):
        end = trailing.start()
    return Span(start, end)


def _is_edge(text: str, at: int, start: int, end: int) -> bool:
    """Whether a character at an end of a span is space, a mark, or a bracket without its other."""
    if text[at] in "()":
        more = text.count("(", start, end) - text.count(")", start, end)
        return more > 0 if text[at] == "(" else more < 0
    return text[at] in _TRIM or text[at].isspace()


def _without_signature(text: str, span: Span) -> Span:
    """A span without the agency's signature that a story ends with."""
    last = _LAST_WORD.search(text, max(span.start, span.end - _LONGEST_SIGNATURE), span.end)
    is_signed = last is not None and is_signature(text, *last.span())
    return Span(span.start, last.start()) if last and is_signed else span


def _without_dateline(layout: Layout, span: Span) -> Span:
    """A span without the dateline of its paragraph, or of the sentence after a headline that the
    paragraph begins with: "OSLO, May 3 (AP) — " before "It rained"."""
    paragraph = layout.paragraphs[layout.paragraph_at(span.start)]
    follows_headline = layout.text[max(0, span.start - 2) : span.start] == ". "
    start = span.start if follows_headline else paragraph.start
    found = _DATELINE.match(layout.text, start, paragraph.end)
    if found is None or not _IN_DATELINE.search(found.group()) or _SMALL.search(found.group()):
        return span
    return Span(min(max(span.start, found.end()), span.end), span.end)
