"""Finds attributions over the parse, without the trained tagger; one construction a module."""

from kg.extraction.statements.constructions.attribution import Attribution, is_credible
from kg.extraction.statements.constructions.headlines import headline_attributions
from kg.extraction.statements.constructions.nominal import nominal_attributions
from kg.extraction.statements.constructions.phrases import phrase_attributions
from kg.extraction.statements.constructions.quoted import quoted_attributions
from kg.extraction.statements.constructions.verbs import verb_attributions
from kg.extraction.statements.layout import Layout

__all__ = ["Attribution", "attributions"]

_FINDERS = (
    quoted_attributions,
    verb_attributions,
    phrase_attributions,
    nominal_attributions,
    headline_attributions,
)


def attributions(layout: Layout) -> list[Attribution]:
    """The credible attributions of every construction, the surest construction first."""
    return [found for finder in _FINDERS for found in finder(layout) if is_credible(layout, found)]
