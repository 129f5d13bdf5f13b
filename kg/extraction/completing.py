"""The trained tagger's candidates completed by the parse's: where it leaves holes, is unsure of a
content, takes two statements for one, or where one statement stands in another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from kg.extraction.annotations import Span, StatementKind
from kg.extraction.constructions import Candidate
from kg.extraction.layout import Layout

# Longer holes, and those in spans that the tagger is unsure of, are more often right than wrong.
_LONGEST_HOLE = 2
_UNSURE = 0.5
_QUOTED = frozenset(("direct", "inverted", "split"))
_CLAUSAL = frozenset(("indirect", "interrupted", "according-to"))


def completed(
    layout: Layout, candidate: Candidate, same: Candidate | None, cues: Container[int]
) -> Candidate:
    """A tagged candidate with its content whole.

    Args:
        layout: the document.
        candidate: as the tagger has it.
        same: the parse's candidate with the same cue. Its content is the surer one where the
            tagger is unsure and nothing is quoted.
        cues: the tokens of all cues; no hole with one of them, or with the source, is filled.
    """
    phrase = _qualified(layout, candidate)
    if phrase is not None:
        return replace(candidate, content=(phrase,))
    if candidate.score >= _UNSURE:
        content = _filled(layout, candidate, cues)
        if same is not None:
            content = _begun(layout, candidate, content, cues)
        return replace(candidate, content=content)
    if same is None or same.found_by in _QUOTED:
        return candidate
    return replace(candidate, content=same.content)


def _qualified(layout: Layout, candidate: Candidate) -> Span | None:
    """The noun phrase that a cue in the passive qualifies, which is then the content: "the latest
    figure" in "the latest figure cited by officials"."""
    verbs = [token for span in candidate.cue for token in layout.tokens_in(span)]
    participle = next(
        (t for t in verbs if layout.deps[t] == "acl" and layout.tags[t] == "VBN"), None
    )
    if participle is None or not candidate.source or candidate.source[0] < candidate.cue[0]:
        return None
    noun = layout.heads[participle]
    determiner = layout.child(noun, "det", "poss")  # "twice" in "twice the figure" stands before it
    first = layout.edges(noun if determiner is None else determiner)[0]
    return layout.span((first, noun + 1)) if noun < participle else None


def _filled(layout: Layout, candidate: Candidate, cues: Container[int]) -> tuple[Span, ...]:
    """The parts of one sentence made one, where little is between."""
    content: list[Span] = []
    for span in candidate.content:
        if content and _is_one(layout, content[-1], span, candidate.source, cues):
            span = Span(content.pop().start, span.end)
        content.append(span)
    return tuple(content)


def _begun(
    layout: Layout, candidate: Candidate, content: tuple[Span, ...], cues: Container[int]
) -> tuple[Span, ...]:
    """A content before its cue with the word or two that are left of its sentence before it."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    if not tokens or content[0].start > candidate.start:
        return content
    first = layout.sentence_of[tokens[0]][0]
    hole = Span(layout.starts[first], content[0].start)
    is_short = len(layout.text[slice(*hole)].split()) <= _LONGEST_HOLE
    if not is_short or any(token in cues for token in range(first, tokens[0])):
        return content
    return (Span(hole.start, content[0].end), *content[1:])


def _is_one(
    layout: Layout, first: Span, second: Span, source: Sequence[Span], cues: Container[int]
) -> bool:
    before, after = layout.tokens_in(first), layout.tokens_in(second)
    if not before or not after:
        return False
    hole = Span(first.end, second.start)
    return (
        layout.sentence_of[before[-1]] == layout.sentence_of[after[0]]
        and len(layout.text[slice(*hole)].split()) <= _LONGEST_HOLE
        and not any(token in cues for token in range(before[-1] + 1, after[0]))
        and not any(span.start < hole.end and hole.start < span.end for span in source)
    )


def parted(
    layout: Layout, tagged: Sequence[Candidate], parsed: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The tagged candidates, those that hold a second statement as two: of "said it rained,
    calling it a nuisance" the tagger may miss the second cue.

    Args:
        layout: the document.
        tagged: the tagger's candidates.
        parsed: those of the parse whose cues the tagger lacks.
    """
    ends = {candidate.cue[-1].end: candidate for candidate in parsed if candidate.cue}
    for candidate in tagged:
        kept = list(candidate.content[:1])
        for span in candidate.content[1:]:
            second = next((ends[e] for e in range(span.start - 2, span.start) if e in ends), None)
            if second is None or second.cue[0].start < kept[-1].end:
                kept.append(span)
            else:
                cue = layout.tokens_in(second.cue[-1])
                goes_on = bool(cue) and layout.tags[cue[0]] == "VBG"
                source = candidate.source if goes_on or not second.source else second.source
                yield replace(second, source=source, content=(span,), score=candidate.score)
        yield replace(candidate, content=tuple(kept))


def inner(
    layout: Layout, tagged: Sequence[Candidate], parsed: Sequence[Candidate]
) -> Iterator[Candidate]:
    """What somebody is said to have said, within a tagged content and no quotation: the tagger
    marks no statement inside another.

    Args:
        layout: the document.
        tagged: the tagger's candidates.
        parsed: those of the parse whose cues the tagger lacks.
    """
    contents = sorted(span for candidate in tagged for span in candidate.content)
    starts = [span.start for span in contents]
    reach = list(accumulate((span.end for span in contents), max))
    for candidate in parsed:
        if _is_told(layout, candidate):
            before = bisect_right(starts, candidate.start)
            if before and candidate.end <= reach[before - 1]:
                yield candidate


def _is_told(layout: Layout, candidate: Candidate) -> bool:
    concept = candidate.concept
    return (
        candidate.found_by in _CLAUSAL
        and layout.quote_at(candidate.cue[0].start) is None
        and concept is not None
        and concept.kind is StatementKind.SPEECH
        and any(
            layout.tags[token].startswith("NN")
            for span in candidate.source
            for token in layout.tokens_in(span)
        )
    )
