"""Finds paragraphs: between line ends, or between blank lines in a hard-wrapped text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from statistics import median

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import Span
from kg.extraction.extensions import register_extensions
from kg.extraction.text.stretches import bounded

_LINE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"\S")
_WRAPPED_WIDTH = 100
_WRAPPED_FILL = 0.75


def paragraphs(text: str) -> list[Span]:
    """Spans of the text's paragraphs, in order, without surrounding white space.

    Every line is a paragraph. In a hard-wrapped text (several lines, all short, most of nearly the
    same width) a paragraph begins only after a blank line or with an indented line.
    """
    lines = [Span(*m.span()) for m in _LINE.finditer(text) if _BLANK.search(m.group())]
    if _is_wrapped(lines):
        lines = _joined(text, lines)
    return [_stripped(text, line) for line in lines]


def _is_wrapped(lines: list[Span]) -> bool:
    widths = [end - start for start, end in lines]
    if len(widths) < 4 or max(widths) > _WRAPPED_WIDTH:
        return False
    return median(widths) >= _WRAPPED_FILL * max(widths)


def _joined(text: str, lines: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for line in lines:
        gap = text[joined[-1].end : line.start] if joined else ""
        breaks = gap.replace("\r\n", "\n").count("\n")
        if joined and breaks < 2 and not text[line.start].isspace():
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _stripped(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


@Language.component("kg_paragraphs")
def kg_paragraphs(doc: Doc) -> Doc:
    """Put the paragraphs on `doc._.kg_paragraphs` and start a sentence at each of them.

    Must stand before the parser, which keeps the sentence starts that are already set. Very long
    paragraphs are cut into sentences too.
    """
    spans = paragraphs(doc.text)
    doc._.kg_paragraphs = tuple(spans)
    for start in bounded(doc, _first_tokens(doc, spans)):
        if start > 0:
            doc[start].is_sent_start = True
    return doc


def _first_tokens(doc: Doc, spans: list[Span]) -> Iterator[int]:
    """For each span the first token that begins in it or after it."""
    begins = [token.idx for token in doc]
    for span in spans:
        if (first := bisect_left(begins, span.start)) < len(begins):
            yield first


register_extensions()
