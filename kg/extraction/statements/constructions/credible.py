"""Which candidates are statements at all: "it means that" and "I think" in a quotation are not."""

from __future__ import annotations

from kg.extraction.annotations import StatementKind
from kg.extraction.statements.constructions.candidate import Candidate
from kg.extraction.statements.layout import Layout

# Words that cannot speak, and those that can where they stand for a body or a report.
_THINGS = frozenset(("that", "this", "these", "those", "which", "what", "there", "whatever"))
_BODIES = frozenset(("it",))
# Longer contents come of run-on text; the bound keeps statements within statements linear.
_LONGEST = 5000
_QUOTED = frozenset(("direct", "inverted"))
_CLAUSAL = frozenset(("indirect", "interrupted", "direct", "inverted", "according-to", "headline"))


def is_credible(layout: Layout, candidate: Candidate) -> bool:
    """Whether a candidate's source can speak, and whether it is more than a turn of phrase.

    Within a quotation only what a third person says there is a statement of its own.
    """
    if not candidate.cue:
        return True
    if candidate.found_by not in _QUOTED and _length(candidate) > _LONGEST:
        return False
    is_clause = candidate.found_by in _CLAUSAL
    is_speech = candidate.concept is None or candidate.concept.kind is StatementKind.SPEECH
    words = [layout.lower[token] for token in layout.tokens_of(candidate.source)]
    if len(words) == 1 and words[0] in _THINGS:
        return False
    if len(words) == 1 and words[0] in _BODIES and not (is_clause and is_speech):
        return False
    if layout.quote_at(candidate.cue[0].start) is None:
        return True
    return is_clause and is_speech and has_noun(layout, candidate)


def _length(candidate: Candidate) -> int:
    return sum(span.end - span.start for span in candidate.content)


def has_noun(layout: Layout, candidate: Candidate) -> bool:
    """Whether a noun or a name is in the source."""
    return any(layout.tags[token].startswith("NN") for token in layout.tokens_of(candidate.source))
