"""Completes the contents of attributions by quotation marks and paragraphs, whatever found them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Span
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.free import free_attributions, is_sentence, is_title
from kg.extraction.statements.extents.tidying import tidied
from kg.extraction.statements.extents.wholeness import STOPS, joined, with_whole_content
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.quoting import continued, with_announced, with_opened


def mend(layout: Layout, found: Iterable[Attribution]) -> list[Attribution]:
    """The attributions in the order of the text, one for each cue, with completed contents.

    A content grows to the ends of the quotations that it touches, within its paragraph, and leaves
    out the attribution's own source and cue. Free-standing quotations are added; a quotation that
    follows the sentence of a cue is one of them.
    """
    merged = [with_whole_content(layout, attribution) for attribution in _merged(found)]
    said = {_head(attribution) for attribution in merged}
    kept = _distinct(each for each in merged if each.content and said.isdisjoint(each.content))
    kept = _without_outer_cues(layout, kept)
    whole = [_without_following_quotes(layout, attribution) for attribution in kept]
    free = {attribution.content[0]: attribution for attribution in free_attributions(layout, whole)}
    whole = [with_announced(layout, attribution, free) for attribution in whole]
    whole = [with_opened(layout, attribution, free) for attribution in whole]
    for span, source in continued(layout, whole, free):
        free[span] = replace(free[span], source=source)
    return sorted([*whole, *free.values()], key=lambda c: (c.start, c.cue, c.content))


def _head(attribution: Attribution) -> Span:
    """Source and cue together, which are nobody's content: "she said"."""
    spans = (*attribution.source, *attribution.cue, *attribution.content[:1])
    own = spans[:-1] if attribution.content and len(spans) > 1 else spans
    return Span(min(s.start for s in own), max(s.end for s in own))


def _merged(found: Iterable[Attribution]) -> list[Attribution]:
    """One attribution for each cue: the first one, with the contents of all."""
    by_cue: dict[int, Attribution] = {}
    others: list[Attribution] = []
    for each in found:
        if not each.cue:
            others.append(each)
        else:
            key = each.cue[-1].end
            by_cue[key] = _union(by_cue[key], each) if key in by_cue else each
    return [*by_cue.values(), *others]


def _union(first: Attribution, second: Attribution) -> Attribution:
    content = joined([*first.content, *second.content])
    name = first.found_by
    if name is second.found_by is Construction.DIRECT:
        name = Construction.SPLIT
    return replace(first, content=content, source=first.source or second.source, found_by=name)


def _distinct(found: Iterable[Attribution]) -> list[Attribution]:
    """Without attributions that have the source and content of an earlier one."""
    kept: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Attribution] = {}
    for each in found:
        kept.setdefault((each.source, each.content), each)
    return list(kept.values())


def _without_outer_cues(layout: Layout, found: Sequence[Attribution]) -> list[Attribution]:
    """Without the source and cue at the end of a content that say the content too: "the town said"
    in "The firm says it may rain, the town said"."""
    closing = {
        max(span.end for span in (*each.source, *each.cue)): each
        for each in found
        if each.source and each.cue and each.content[-1].end <= min(each.source[0], each.cue[0])[0]
    }
    return [_without_outer_cue(layout, each, closing.get(each.content[-1].end)) for each in found]


def _without_outer_cue(
    layout: Layout, attribution: Attribution, outer: Attribution | None
) -> Attribution:
    last = attribution.content[-1]
    if outer is None or not attribution.cue or attribution.cue[-1].end > last.start:
        return attribution
    start = min(outer.source[0].start, outer.cue[0].start)
    if start <= last.start or not any(map(last.overlaps, outer.content)):
        return attribution
    kept = tidied(layout, Span(last.start, start))
    return replace(attribution, content=(*attribution.content[:-1], kept))


def _without_following_quotes(layout: Layout, attribution: Attribution) -> Attribution:
    """Without the quotations that are sentences of their own after the cue's sentence."""
    is_turn = attribution.found_by is Construction.TURN
    if is_turn or not attribution.cue or len(attribution.content) < 2:
        return attribution
    end = max(span.end for span in (*attribution.source, *attribution.cue))
    kept = [attribution.content[0]]
    for span in attribution.content[1:]:
        if span.start < end or not _is_own_sentence(layout, end, span):
            kept.append(span)
    return replace(attribution, content=tuple(kept))


def _is_own_sentence(layout: Layout, end: int, span: Span) -> bool:
    quote = layout.quotation_at(span.start)
    if quote is None or not (is_sentence(layout, quote) or is_title(layout, quote)):
        return False
    return any(layout.lower[token] in STOPS for token in layout.tokens_in(Span(end, span.start)))
