"""Constructions that announce statements, each a module, and the parse-only tagger they make."""

from __future__ import annotations

from kg.extraction.constructions.candidate import Candidate
from kg.extraction.constructions.credible import is_credible
from kg.extraction.constructions.headlines import headline_candidates
from kg.extraction.constructions.nominal import nominal_candidates
from kg.extraction.constructions.phrases import phrase_candidates
from kg.extraction.constructions.quoted import quoted_candidates
from kg.extraction.constructions.verbs import verb_candidates
from kg.extraction.layout import Layout

__all__ = ["Candidate", "candidates"]

_FINDERS = (
    quoted_candidates,
    verb_candidates,
    phrase_candidates,
    nominal_candidates,
    headline_candidates,
)


def candidates(layout: Layout) -> list[Candidate]:
    """What every construction finds and is credible, the surest construction first."""
    return [found for finder in _FINDERS for found in finder(layout) if is_credible(layout, found)]
