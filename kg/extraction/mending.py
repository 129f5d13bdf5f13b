"""Candidates' spans made whole by the quotation marks and paragraphs, whoever found them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extraction.annotations import Span
from kg.extraction.constructions.candidate import Candidate
from kg.extraction.constructions.free import free_candidates, is_sentence, spoken_for
from kg.extraction.layout import Layout


def mend(layout: Layout, found: Iterable[Candidate], join: bool = False) -> list[Candidate]:
    """Candidates in the order of the text, one for each cue, with whole quotations as content.

    Content grows to the ends of the quotations it touches, never over the end of a paragraph, and
    leaves out the candidate's own source and cue. Quotations that stand alone are added. One that
    follows the sentence of a cue is such, a statement of its own that continues the one before;
    with `join` it belongs to that statement where it stands in the same paragraph.
    """
    merged = [_whole(layout, candidate) for candidate in _merged(found)]
    kept = _distinct(candidate for candidate in merged if candidate.content)
    whole = [_without_following_quotes(layout, candidate, join) for candidate in kept]
    if join:
        whole = _with_following_quotes(layout, whole)
    free = list(free_candidates(layout, whole))
    return sorted([*whole, *free], key=lambda c: (c.start, c.cue, c.content))


def _merged(found: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each cue: the first that found it, with the content of all."""
    by_cue: dict[int, Candidate] = {}
    result: list[Candidate] = []
    for candidate in found:
        if not candidate.cue:
            result.append(candidate)
            continue
        key = candidate.cue[-1].end
        if key not in by_cue:
            by_cue[key] = candidate
        else:
            by_cue[key] = _union(by_cue[key], candidate)
    return [*by_cue.values(), *result]


def _union(first: Candidate, second: Candidate) -> Candidate:
    content = joined([*first.content, *second.content])
    name = first.found_by
    if name == "direct" and second.found_by == "direct":
        name = "split"
    return replace(first, content=content, source=first.source or second.source, found_by=name)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, with those that touch made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def _whole(layout: Layout, candidate: Candidate) -> Candidate:
    spans = [
        piece
        for span in candidate.content
        for part in _by_paragraph(layout, candidate, span)
        for piece in _grown(layout, candidate, part)
    ]
    own = [*candidate.source, *candidate.cue]
    pieces = [
        tidy
        for span in joined(spans)
        for piece in _cut(span, own)
        if (tidy := _tidied(layout, piece)).end > tidy.start
    ]
    return replace(candidate, content=tuple(pieces))


def _by_paragraph(layout: Layout, candidate: Candidate, span: Span) -> list[Span]:
    """The parts of a span, one a paragraph: that of the cue, and others that are quoted or
    stand after a colon."""
    parts = []
    home = layout.paragraph_at(candidate.cue[0].start) if candidate.cue else None
    for number in range(layout.paragraph_at(span.start), layout.paragraph_at(span.end - 1) + 1):
        paragraph = layout.paragraphs[number]
        part = Span(max(span.start, paragraph.start), min(span.end, paragraph.end))
        if part.start < part.end and (home in (None, number) or _reaches(layout, home, part)):
            parts.append(part)
    return parts


def _reaches(layout: Layout, home: int | None, part: Span) -> bool:
    end = layout.paragraphs[home or 0].end
    return layout.quote_at(part.start) is not None or layout.text[end - 1] == ":"


def _grown(layout: Layout, candidate: Candidate, span: Span) -> list[Span]:
    """A span with the quotations that it touches, or cut to the quotation that the cue is in."""
    holder = _holding(layout, candidate)
    if holder is not None:
        start, end = max(span.start, holder.start), min(span.end, holder.end)
        return [Span(start, end)] if start < end else []
    start, end = span
    first = _quote_at(layout, span.start)
    last = _quote_at(layout, span.end - 1)
    if first is not None:
        start = min(start, first.start)
    if last is not None:
        end = max(end, last.end)
    return [Span(start, end)]


def _holding(layout: Layout, candidate: Candidate) -> Span | None:
    for span in candidate.cue:
        number = layout.quote_at(span.start)
        if number is not None:
            return layout.quotes[number].inner
    return None


def _quote_at(layout: Layout, position: int) -> Span | None:
    number = layout.quote_at(position)
    return None if number is None else layout.quotes[number].span


def _cut(span: Span, gaps: Sequence[Span]) -> list[Span]:
    pieces = []
    start = span.start
    for gap in sorted(gaps):
        if gap.start < span.end and gap.end > start:
            if gap.start > start:
                pieces.append(Span(start, gap.start))
            start = max(start, gap.end)
    if start < span.end:
        pieces.append(Span(start, span.end))
    return pieces


_FARTHEST = 200
_STOPS = frozenset(".!?")
_TRIM = frozenset(" \t\r\n\xa0,;:-–—−")


def _tidied(layout: Layout, span: Span) -> Span:
    """Without space and punctuation around, but for that inside quotation marks."""
    text = layout.text
    start, end = span
    while start < end and (text[start] in _TRIM or text[start].isspace() or text[start] == "."):
        start += 1
    while end > start and (text[end - 1] in _TRIM or text[end - 1].isspace()):
        end -= 1
    if end > start and text[end - 1] == "." and layout.quote_at(end - 1) is None:
        end -= 1
    return Span(start, end)


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """Without those that repeat another's source and content under another cue."""
    seen: set[tuple[tuple[Span, ...], tuple[Span, ...]]] = set()
    kept = []
    for candidate in found:
        key = (candidate.source, candidate.content)
        if key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept


def _without_following_quotes(layout: Layout, candidate: Candidate, join: bool) -> Candidate:
    """Without the quotations that are sentences after the cue's own; with `join`, without those
    in other paragraphs."""
    if not candidate.cue or len(candidate.content) < 2:
        return candidate
    end = max(span.end for span in (*candidate.source, *candidate.cue))
    home = layout.paragraph_at(candidate.cue[0].start)
    kept = [candidate.content[0]]
    for span in candidate.content[1:]:
        is_own = span.start >= end and _is_own_sentence(layout, end, span)
        if not is_own or (join and layout.paragraph_at(span.start) == home):
            kept.append(span)
    return replace(candidate, content=tuple(kept))


def _is_own_sentence(layout: Layout, end: int, span: Span) -> bool:
    number = layout.quote_at(span.start)
    if number is None or not is_sentence(layout, layout.quotes[number]):
        return False
    return any(layout.lower[token] in _STOPS for token in layout.tokens_in(Span(end, span.start)))


def _with_following_quotes(layout: Layout, found: Sequence[Candidate]) -> list[Candidate]:
    """“…,” she said. “…” — the second quotation belongs to the statement of the first."""
    taken = joined(spoken_for(layout, found))
    result = []
    for candidate in found:
        extra = _following(layout, candidate, taken)
        if extra:
            content = joined([*candidate.content, *extra])
            candidate = replace(candidate, content=content, found_by="split")
        result.append(candidate)
    return result


def _following(layout: Layout, candidate: Candidate, taken: Sequence[Span]) -> list[Span]:
    if candidate.found_by not in ("direct", "inverted") or not candidate.cue:
        return []
    extra: list[Span] = []
    end = max(span.end for span in (*candidate.cue, *candidate.source, *candidate.content))
    number = bisect_right(layout.quotes, end - 1, key=lambda quote: quote.span.start)
    while number < len(layout.quotes):
        quote = layout.quotes[number]
        if not _adjacent(layout, end, quote.span.start) or not is_sentence(layout, quote):
            break
        if _touches(taken, quote.span):
            break
        extra.append(quote.span)
        end = quote.span.end
        number += 1
    return extra


def _adjacent(layout: Layout, end: int, start: int) -> bool:
    """Nothing but the end of the cue's own sentence lies between, and no paragraph's end."""
    if not 0 <= start - end <= _FARTHEST or "\n" in layout.text[end:start]:
        return False
    between = layout.tokens_in(Span(end, start)) if end < start else range(0)
    return sum(layout.tags[token] == "." for token in between) <= 1


def _touches(taken: Sequence[Span], span: Span) -> bool:
    number = bisect_right(taken, span.end - 1, key=lambda t: t.start) - 1
    return number >= 0 and taken[number].end > span.start
