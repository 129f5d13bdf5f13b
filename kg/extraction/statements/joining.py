"""Joins the trained tagger's attributions with the parse's: parts two that the tagger took for one,
and adds those that it missed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from kg.extraction.annotations import Construction, Span, StatementKind
from kg.extraction.statements.avowals import is_avowal
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.attribution import has_noun
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.sources import is_headed


def parted(
    layout: Layout, tagged: Sequence[Attribution], parsed: Sequence[Attribution]
) -> Iterator[Attribution]:
    """The tagged attributions, with those that contain a second one in two.

    The tagger may miss the second cue in "said it rained, calling it a nuisance".

    Args:
        parsed: the parse's attributions whose cues the tagger did not find.
    """
    ends = {
        attribution.cue[-1].end: attribution
        for attribution in parsed
        if _goes_on(layout, attribution)
    }
    for attribution in tagged:
        kept = list(attribution.content[:1])
        for span in attribution.content[1:]:
            second = next((ends[e] for e in range(span.start - 2, span.start) if e in ends), None)
            if second is None or second.cue[0].start < kept[-1].end:
                kept.append(span)
            else:
                source, score = attribution.source, attribution.score
                yield replace(second, source=source, content=(span,), score=score)
        yield replace(attribution, content=tuple(kept))


def _goes_on(layout: Layout, attribution: Attribution) -> bool:
    """Whether a cue continues another statement: "adding", "calling"."""
    first = (layout.tokens_in(span)[:1] for span in attribution.cue)
    return any(layout.tags[token] == "VBG" for tokens in first for token in tokens)


def missed(
    layout: Layout, tagged: Sequence[Attribution], parsed: Sequence[Attribution]
) -> Iterator[Attribution]:
    """The parse's statements that the tagger does not have: clauses that somebody says, or what is
    alleged and denied, outside quotations. Inside a tagged content the cue may be a participle:
    "reports saying it rained".

    The tagger hardly finds statements inside another: "she said that he had said that".

    Args:
        parsed: the parse's attributions whose cues the tagger did not find.
    """
    contents = sorted(
        Span(each.content[0].start, each.content[-1].end) for each in tagged if each.content
    )
    starts = [span.start for span in contents]
    reach = list(accumulate((span.end for span in contents), max))
    for attribution in (each for each in parsed if _is_told(layout, each)):
        before = bisect_right(starts, attribution.start)
        is_inside = before > 0 and attribution.end <= reach[before - 1]
        if _is_said(layout, attribution) or (is_inside and has_noun(layout, attribution)):
            yield attribution


def _is_told(layout: Layout, attribution: Attribution) -> bool:
    concept = attribution.concept
    is_denied = concept is not None and concept.stance == "Denies"
    is_denied = is_denied and is_headed(layout, attribution.content[:1], "alleged")
    return (
        (attribution.found_by.is_clausal or is_denied)
        and attribution.found_by is not Construction.HEADLINE
        and layout.quote_at(attribution.cue[0].start) is None
        and concept is not None
        and (concept.kind is StatementKind.SPEECH or is_avowal(layout, attribution))
    )


def _is_said(layout: Layout, attribution: Attribution) -> bool:
    """Whether a source says it, and neither may nor is to say it, nor leaves it unsaid."""
    cue = layout.tokens_of(attribution.cue)
    is_open = any(layout.tags[token] == "MD" or layout.deps[token] == "neg" for token in cue)
    return bool(attribution.source) and any(map(layout.is_finite, cue)) and not is_open
