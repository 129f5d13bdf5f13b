"""Finds paragraphs: between line ends, but for those of a hard-wrapped text."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import Span
from kg.extraction.extensions import register_extensions, text_of
from kg.extraction.text.abbreviations import inside_names
from kg.extraction.text.stretches import bounded

_LINE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"\S")
_WORD = re.compile(r"\S+")
_ITEM = re.compile(r"[-–—*•>|#]")
_FINAL = frozenset('.!?:;”"')
# Lines of a hard-wrapped text are not longer, and end where the next word had no room.
_WIDEST = 100
_NARROWEST = 30
_FEWEST_WRAPS = 3
_WRAPPED_SHARE = 0.75
_HALF_FULL = 0.6
# A shorter line may be a list's item or a heading.
_SHORTEST_BROKEN = 20


def paragraphs(text: str) -> list[Span]:
    """Spans of the text's paragraphs, in order, without surrounding white space.

    Every line is a paragraph, but for lines that go on: in a hard-wrapped text those that end where
    the next word had no room, in any text those that end within a sentence.
    """
    lines = _lines(text)
    joined: list[Span] = lines[:1]
    ends = {gap.start for gap in _wraps(text, lines)}
    for line in lines[1:]:
        if joined[-1].end in ends:
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return [_stripped(text, line) for line in joined]


def wraps(text: str) -> list[Span]:
    """The line ends within paragraphs, in order, with the white space before them."""
    lines = _lines(text)
    ends = {line.end: _stripped(text, line).end for line in lines}
    return [Span(ends[gap.start], gap.end) for gap in _wraps(text, lines)]


def _lines(text: str) -> list[Span]:
    return [Span(*m.span()) for m in _LINE.finditer(text) if _BLANK.search(m.group())]


def _wraps(text: str, lines: list[Span]) -> list[Span]:
    """The gaps between lines of one paragraph, each from the end of a line to the next one."""
    beside = [(a, b) for a, b in pairwise(lines) if _may_go_on(text, a, b)]
    width = max((line.end - line.start for line in lines), default=0)
    full = sum(_is_full(text, a, b, width) for a, b in beside)
    is_wrapped = (
        _NARROWEST <= width <= _WIDEST
        and len(beside) >= _FEWEST_WRAPS
        and full >= _WRAPPED_SHARE * len(beside)
    )
    return [
        Span(a.end, b.start)
        for a, b in beside
        if _breaks_off(text, a, b) or (is_wrapped and _is_filled(text, a, b, width))
    ]


def _may_go_on(text: str, line: Span, following: Span) -> bool:
    """Whether neither a blank line, nor an indented one, nor a list's item follows."""
    gap = text[line.end : following.start]
    first = text[following.start]
    return gap in ("\n", "\r\n", "\r") and not first.isspace() and not _ITEM.match(first)


def _is_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the next line's first word had no room at the end of a line."""
    word = _WORD.match(text, following.start, following.end)
    return line.end - line.start + 1 + (len(word.group()) if word else 0) > width


def _is_filled(text: str, line: Span, following: Span, width: int) -> bool:
    is_long = line.end - line.start >= _HALF_FULL * width
    last = text[line.start : line.end].rstrip()[-1]
    return _is_full(text, line, following, width) or (is_long and last not in _FINAL)


def _breaks_off(text: str, line: Span, following: Span) -> bool:
    """Whether a line ends within a sentence, which the next line goes on with."""
    last = text[line.start : line.end].rstrip()[-1]
    is_long = line.end - line.start >= _SHORTEST_BROKEN
    return is_long and text[following.start].islower() and last not in _FINAL


def _stripped(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


@Language.component("kg_paragraphs")
def kg_paragraphs(doc: Doc) -> Doc:
    """Put the paragraphs on `doc._.kg_paragraphs` and start a sentence at each of them.

    Must stand before the parser, which keeps the sentence starts that are already set. Very long
    paragraphs are cut into sentences too. None starts after a title cut short.
    """
    spans = paragraphs(text_of(doc))
    doc._.kg_paragraphs = tuple(spans)
    for token in (*inside_names(doc), *_joined(doc)):
        doc[token].is_sent_start = False
    for start in bounded(doc, _first_tokens(doc, spans)):
        if start > 0:
            doc[start].is_sent_start = True
    return doc


def _joined(doc: Doc) -> Iterator[int]:
    """The tokens that start no sentence: an "and" between words, and what it joins."""
    for token in doc[1:-1]:
        if token.text in ("and", "or") and token.nbor(-1).is_alpha:
            yield from (token.i, token.i + 1)


def _first_tokens(doc: Doc, spans: list[Span]) -> Iterator[int]:
    """For each span the first token that begins in it or after it."""
    begins = [token.idx for token in doc]
    for span in spans:
        if (first := bisect_left(begins, span.start)) < len(begins):
            yield first


register_extensions()
