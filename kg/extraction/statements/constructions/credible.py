"""Which attributions tell who says something: "it means that", or "I think" when quoted, do not."""

from kg.extraction.annotations import StatementKind
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.layout import Layout

# Words that cannot speak, and words that can where they refer to a body or a report.
_THINGS = frozenset(("that", "this", "these", "those", "which", "what", "there", "whatever"))
_BODIES = frozenset(("it",))
# Longer contents come from run-on text; the limit keeps nested statements in linear time.
_LONGEST = 5000


def is_credible(layout: Layout, attribution: Attribution) -> bool:
    """Whether an attribution has a source that can speak, or none.

    Inside a quotation it must be a clause said by somebody who is named or described.
    """
    length = sum(span.end - span.start for span in attribution.content)
    if not attribution.found_by.is_quoted and length > _LONGEST:
        return False
    is_clause = attribution.found_by.is_quoted or attribution.found_by.is_clausal
    is_speech = attribution.concept is None or attribution.concept.kind is StatementKind.SPEECH
    words = [layout.lower[token] for token in layout.tokens_of(attribution.source)]
    if len(words) == 1 and words[0] in _THINGS:
        return False
    if len(words) == 1 and words[0] in _BODIES and not (is_clause and is_speech):
        return False
    if layout.quote_at(attribution.cue[0].start) is None:
        return True
    return is_clause and is_speech and has_noun(layout, attribution)


def has_noun(layout: Layout, attribution: Attribution) -> bool:
    """Whether there is a noun or a name in the source."""
    return any(
        layout.tags[token].startswith("NN") for token in layout.tokens_of(attribution.source)
    )
