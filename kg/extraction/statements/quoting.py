"""Gives each quotation to the cue beside it: of several in a row, each has a speaker of its own.

The trained tagger may miss the cue of a short quotation and give it to the cue before or after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.layout import Layout

_BETWEEN = frozenset(" ,:\n\xa0")


def with_own_quotations(
    layout: Layout, tagged: Sequence[Attribution], parsed: Sequence[Attribution]
) -> list[Attribution]:
    """The tagged attributions, without quotations that have another cue beside them, and with the
    parse's attributions of these.

    Args:
        layout: the document.
        tagged: the tagger's attributions.
        parsed: the parse's attributions.
    """
    cues = {token for each in tagged for token in layout.tokens_of(each.cue)}
    own = [each for each in parsed if _is_beside(layout, each) and not _touches(layout, each, cues)]
    taken = [span for each in own for span in each.content]
    kept = (_without(each, taken) for each in tagged)
    return [*(each for each in kept if each.content), *own]


def _is_beside(layout: Layout, attribution: Attribution) -> bool:
    """Whether a quotation has a cue and a source, and no words stand between it and them."""
    if not (attribution.found_by.is_quoted and attribution.source):
        return False
    quote = attribution.content[0]
    return any(
        set(layout.text[min(span.end, quote.end) : max(span.start, quote.start)]) <= _BETWEEN
        for span in _nearest(attribution)
    )


def _nearest(attribution: Attribution) -> Iterator[Span]:
    quote = attribution.content[0]
    for span in (*attribution.source, *attribution.cue):
        if span.start >= quote.end or span.end <= quote.start:
            yield span


def _touches(layout: Layout, attribution: Attribution, cues: set[int]) -> bool:
    return not cues.isdisjoint(layout.tokens_of(attribution.cue))


def _without(attribution: Attribution, taken: Sequence[Span]) -> Attribution:
    kept = tuple(
        span
        for span in attribution.content
        if not any(each.start <= span.start and span.end <= each.end for each in taken)
    )
    return (
        attribution if len(kept) == len(attribution.content) else replace(attribution, content=kept)
    )
