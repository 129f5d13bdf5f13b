"""Spans of the tagger extended to whole words."""

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout


def whole_words(layout: Layout, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans extended to whole words: the tagger cuts "3,000" and "they'll"."""
    return tuple(whole_word(layout, span) for span in spans)


def whole_word(layout: Layout, span: Span) -> Span:
    """A span extended to whole words, itself where it has none."""
    tokens = layout.tokens_in(span)
    if not tokens:
        return span
    first, last = tokens[0], tokens[-1]
    start = layout.starts[first] if _is_word(layout, first) else span.start
    end = layout.ends[last] if _is_word(layout, last) else span.end
    return Span(min(start, span.start), max(end, span.end))


def _is_word(layout: Layout, token: int) -> bool:
    return layout.lower[token].strip("'’").replace(",", "").isalnum()
