"""Gives each quotation to the cue beside it: of several in a row, each has a speaker of its own.
Quotations that follow the sentence of a cue are what it announces, or go on.

The trained tagger may miss the cue of a short quotation and give it to the cue before or after.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kg.extraction.annotations import Construction, Span
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_FARTHEST = 200
_MARKS = "\"'”’»"
_ENDS = frozenset(",.?!…—–-")
_BETWEEN = frozenset(" ,:\n\xa0")


def with_own_quotations(
    layout: Layout, tagged: Sequence[Attribution], parsed: Sequence[Attribution]
) -> list[Attribution]:
    """The tagged attributions, without quotations that have another cue beside them, and with the
    parse's attributions of these."""
    by_cue = {token: each for each in tagged for token in layout.tokens_of(each.cue)}
    own = [
        each for each in parsed if _is_beside(layout, each) and not _is_found(layout, each, by_cue)
    ]
    taken = [span for each in own for span in each.content]
    cues = {token for each in own for token in layout.tokens_of(each.cue)}
    others = [each for each in tagged if cues.isdisjoint(layout.tokens_of(each.cue))]
    kept = (_without(each, taken) for each in others)
    return [*(each for each in kept if each.content), *own]


def _is_beside(layout: Layout, attribution: Attribution) -> bool:
    """Whether a quotation, no part of a phrase, has its cue and source right beside it."""
    if not (attribution.found_by.is_quoted and attribution.source):
        return False
    quote = attribution.content[0]
    end = layout.text[quote.start : quote.end].rstrip(_MARKS)[-1:]
    if _is_in_phrase(layout, attribution) or end not in _ENDS:
        return False
    return any(
        set(layout.text[min(span.end, quote.end) : max(span.start, quote.start)]) <= _BETWEEN
        for span in (*attribution.source, *attribution.cue)
        if not span.overlaps(quote)
    )


def _is_in_phrase(layout: Layout, attribution: Attribution) -> bool:
    """Whether a word other than the cue stands right before a quotation, as before a title."""
    tokens = layout.tokens_in(attribution.content[0])
    before = tokens.start - 1
    return (
        before >= 0
        and layout.lower[before].isalnum()
        and before not in layout.tokens_of(attribution.cue)
    )


def _is_found(layout: Layout, attribution: Attribution, by_cue: Mapping[int, Attribution]) -> bool:
    """Whether the tagger has the cue of a quotation with a source near it, and with some of it or
    with a clause in the writer's words."""
    quote = attribution.content[0]
    same = [by_cue[t] for t in layout.tokens_of(attribution.cue) if t in by_cue]
    return any(
        not _is_far(each, attribution)
        and (
            span.overlaps(quote)
            or any(layout.quote_of[t] == -1 and layout.is_verb(t) for t in layout.tokens_in(span))
        )
        for each in same
        for span in each.content
    )


def _is_far(tagged: Attribution, attribution: Attribution) -> bool:
    """Whether a tagged source stands before a quotation that has source and cue after it."""
    quote = attribution.content[0]
    is_after = attribution.source[0].start >= quote.end
    return is_after and any(span.end <= quote.start for span in tagged.source)


def _without(attribution: Attribution, taken: Sequence[Span]) -> Attribution:
    kept = tuple(
        span
        for span in attribution.content
        if not any(each.start <= span.start and span.end <= each.end for each in taken)
    )
    return replace(attribution, content=kept)


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


def with_opened(
    layout: Layout, attribution: Attribution, free: dict[Span, Attribution]
) -> Attribution:
    """With the paragraphs before a quotation that leave it open, which are free no more."""
    first = layout.quote_at(attribution.content[0].start)
    is_whole = first is not None and layout.quotes[first].span == attribution.content[0]
    before: list[Span] = []
    while is_whole and first and _goes_on(layout, first) and layout.quotes[first - 1].span in free:
        first -= 1
        before.insert(0, layout.quotes[first].span)
        del free[before[0]]
    return replace(attribution, content=(*before, *attribution.content)) if before else attribution


def _goes_on(layout: Layout, number: int) -> bool:
    """Whether a quotation begins a paragraph and the one before was left open at the end of its."""
    before, here = layout.quotes[number - 1 : number + 1]
    ended, begun = (layout.paragraph_at(each.span.start) for each in (before, here))
    return (
        not before.closed
        and begun - ended == 1
        and layout.paragraphs[ended].end == before.span.end
        and layout.paragraphs[begun].start == here.span.start
    )


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
