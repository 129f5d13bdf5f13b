"""The tagger's contents without the holes that it leaves for a word or two."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from kg.extraction.annotations import Span
from kg.extraction.constructions import Candidate
from kg.extraction.layout import Layout

# Longer holes, and those in spans that the tagger is unsure of, are more often right than wrong.
_LONGEST_HOLE = 2
_UNSURE = 0.5


def completed(layout: Layout, candidate: Candidate, cues: Container[int]) -> Candidate:
    """A tagged candidate with the parts of one sentence made one, where little is between.

    Args:
        layout: the document.
        candidate: as the tagger has it.
        cues: the tokens of all cues; no hole with one of them, or with the source, is filled.
    """
    if candidate.score < _UNSURE:
        return candidate
    content: list[Span] = []
    for span in candidate.content:
        if content and _is_one(layout, content[-1], span, candidate.source, cues):
            span = Span(content.pop().start, span.end)
        content.append(span)
    return replace(candidate, content=tuple(content))


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
