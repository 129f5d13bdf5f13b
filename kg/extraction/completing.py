"""The tagger's spans completed by the parse: holes, and edges inside a noun phrase."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from kg.extraction.annotations import Span
from kg.extraction.constructions import Candidate
from kg.extraction.layout import Layout

_BEFORE_NOUN = frozenset(("amod", "compound", "det", "nmod", "nummod", "poss"))
_RELATIVE = frozenset(("WDT", "WP", "WP$"))


def completed(
    layout: Layout, candidate: Candidate, parsed: Candidate | None, cues: Container[int]
) -> Candidate:
    """A tagged candidate with whole clauses and phrases for source and content.

    Args:
        layout: the document.
        candidate: as the tagger has it.
        parsed: the candidate of the parse with the same cue.
        cues: the tokens of all cues; no hole with one of them is filled.
    """
    source = tuple(_without_dangling(layout, span) for span in candidate.source)
    if parsed is not None and parsed.source and _is_elsewhere(layout, source, candidate.cue):
        source = parsed.source
    content = candidate.content
    if parsed is not None and _is_broken_off(content, parsed.content):
        content = parsed.content
    own = (*source, *candidate.cue)
    content = tuple(_to_noun(layout, span, own) for span in _filled(layout, content, cues, own))
    content = tuple(_without_dangling(layout, span) for span in content)
    return replace(candidate, source=source, content=content)


def _is_elsewhere(layout: Layout, source: Sequence[Span], cue: Sequence[Span]) -> bool:
    """Whether no part of a source stands in the cue's paragraph."""
    home = layout.paragraph_at(cue[0].start)
    return all(layout.paragraph_at(span.start) != home for span in source)


def _is_broken_off(tagged: Sequence[Span], parsed: Sequence[Span]) -> bool:
    """Whether the parse has fewer parts, which hold all that the tagger has."""
    return len(tagged) > len(parsed) and all(
        any(whole.start <= part.start and part.end <= whole.end for whole in parsed)
        for part in tagged
    )


def _filled(
    layout: Layout, content: Sequence[Span], cues: Container[int], own: Sequence[Span]
) -> Iterator[Span]:
    """The parts of a content, those of one sentence made one where no cue or source is between."""
    held: Span | None = None
    for span in content:
        if held is None:
            held = span
        elif _is_one(layout, held, span, cues, own):
            held = Span(held.start, span.end)
        else:
            yield held
            held = span
    if held is not None:
        yield held


def _is_one(
    layout: Layout, first: Span, second: Span, cues: Container[int], own: Sequence[Span]
) -> bool:
    before, after = layout.tokens_in(first), layout.tokens_in(second)
    if not before or not after:
        return False
    between = Span(first.end, second.start)
    return (
        layout.sentence_of[before[-1]] == layout.sentence_of[after[0]]
        and not any(token in cues for token in range(before[-1] + 1, after[0]))
        and not _overlaps(between, own)
    )


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _to_noun(layout: Layout, span: Span, own: Sequence[Span]) -> Span:
    """A span that starts and ends with whole noun phrases: "the spy" to "the spy agency"."""
    tokens = layout.tokens_in(span)
    if not tokens:
        return span
    first, last = tokens[0], tokens[-1]
    noun = layout.heads[last]
    if noun > last and layout.deps[last] in _BEFORE_NOUN and layout.goes_on(last, noun):
        last = noun
    while (
        first > 0
        and layout.deps[first - 1] in _BEFORE_NOUN
        and first <= layout.heads[first - 1] <= last
        and layout.goes_on(first - 1, first)
    ):
        first -= 1
    grown = layout.span((first, last + 1))
    return Span(
        span.start
        if _overlaps(Span(grown.start, span.start), own)
        else min(grown.start, span.start),
        span.end if _overlaps(Span(span.end, grown.end), own) else max(grown.end, span.end),
    )


def _without_dangling(layout: Layout, span: Span) -> Span:
    """Without a conjunction or a relative pronoun, and the comma before it, at its end."""
    tokens = layout.tokens_in(span)
    end = tokens.stop
    while end - 1 > tokens.start and _dangles(layout, end - 1):
        end -= 1
    return span if end == tokens.stop else Span(span.start, layout.ends[end - 1])


def _dangles(layout: Layout, token: int) -> bool:
    tag = layout.tags[token]
    follows_comma = layout.tags[token - 1] == ","
    return tag in (",", "CC") or (tag in _RELATIVE and follows_comma)
