"""Quotations that follow the sentence of a cue: what it announces, and what goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kg.extraction.annotations import Construction, Span
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_FARTHEST = 200


def with_announced(
    layout: Layout, attribution: Attribution, free: dict[Span, Attribution]
) -> Attribution:
    """With the quotation that a content announces in its place, which is free no more: “…” after
    "Roe said the following."."""
    kept = tuple(span for span in attribution.content if not _announces(layout, span))
    if kept or not attribution.cue:
        return replace(attribution, content=kept or attribution.content)
    following = list(_following(layout, attribution, free))
    for span in following:
        del free[span]
    form = Construction.DIRECT if following else attribution.found_by
    return replace(attribution, content=tuple(following) or attribution.content, found_by=form)


def _announces(layout: Layout, span: Span) -> bool:
    words = " ".join(layout.lower[token] for token in layout.tokens_in(span))
    return words in word_set("reporting", "announcing")


def continued(
    layout: Layout, found: Sequence[Attribution], free: Container[Span]
) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """The free quotations after a cue's sentence that are longer than the content before the cue,
    each with the cue's source: the second in “No,” she said. “…”."""
    for attribution in found:
        if attribution.source and attribution.found_by.is_quoted:
            following = list(_following(layout, attribution, free))
            if _word_count(layout, following) > _word_count(layout, attribution.content):
                yield from ((span, attribution.source) for span in following)


def _word_count(layout: Layout, spans: Iterable[Span]) -> int:
    return sum(layout.lower[token].isalnum() for s in spans for token in layout.tokens_in(s))


def _following(layout: Layout, attribution: Attribution, free: Container[Span]) -> Iterator[Span]:
    """The free quotations that directly follow the attribution's sentence, one after another."""
    end = max(span.end for span in (*attribution.cue, *attribution.source, *attribution.content))
    first = bisect_right(layout.quotes, end - 1, key=lambda quote: quote.span.start)
    is_adjacent = _ends_the_sentence
    for quote in islice(layout.quotes, first, None):
        if quote.span not in free or not is_adjacent(layout, Span(end, quote.span.start)):
            return
        yield quote.span
        end, is_adjacent = quote.span.end, _is_blank


def _ends_the_sentence(layout: Layout, gap: Span) -> bool:
    """Whether a gap has no more than the rest of a sentence, within a paragraph."""
    if gap.end - gap.start > _FARTHEST or "\n" in layout.text[slice(*gap)]:
        return False
    return sum(layout.tags[token] == "." for token in layout.tokens_in(gap)) <= 1


def _is_blank(layout: Layout, gap: Span) -> bool:
    return layout.text[slice(*gap)].strip(" ") == ""
