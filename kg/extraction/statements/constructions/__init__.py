"""Constructions that announce statements, each a module, and the parse-only tagger they make."""

from __future__ import annotations

from kg.extraction.statements.constructions.candidate import Candidate
from kg.extraction.statements.constructions.credible import is_credible
from kg.extraction.statements.constructions.headlines import headline_candidates
from kg.extraction.statements.constructions.nominal import nominal_candidates
from kg.extraction.statements.constructions.phrases import phrase_candidates
from kg.extraction.statements.constructions.quoted import quoted_candidates
from kg.extraction.statements.constructions.verbs import verb_candidates
from kg.extraction.statements.layout import Layout

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
