"""Spans of the tagger extended to whole words."""

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout


def whole_words(layout: Layout, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans extended to whole words: the tagger cuts "3,000", "they'll" and "re-election"."""
    return tuple(whole_word(layout, span) for span in spans)


def whole_word(layout: Layout, span: Span) -> Span:
    """A span extended to whole words, itself where it has none."""
    tokens = layout.tokens_in(span)
    if not tokens:
        return span
    first = tokens[0] - 2 * _is_hyphened(layout, tokens[0] - 2)
    last = tokens[-1] + 2 * _is_hyphened(layout, tokens[-1])
    start = layout.starts[first] if _is_word(layout, first) else span.start
    end = layout.ends[last] if _is_word(layout, last) else span.end
    return Span(min(start, span.start), max(end, span.end))


def _is_hyphened(layout: Layout, token: int) -> bool:
    """Whether a word is the first part of another after a hyphen: "re" of "re-election"."""
    whole = token + 2
    if not 0 <= token < len(layout.heads) - 2:
        return False
    is_part = layout.heads[token] in (whole, layout.heads[whole])
    return is_part and layout.text[layout.ends[token] : layout.starts[whole]] == "-"


def _is_word(layout: Layout, token: int) -> bool:
    return layout.lower[token].strip("'’").replace(",", "").isalnum()
