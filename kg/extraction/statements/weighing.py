"""How likely the trained tagger's attributions are statements, when parse and lexicon are heard."""

from kg.extraction.annotations import Form
from kg.extraction.statements.avowals import least_sure
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.description import concept_of, form_of
from kg.extraction.statements.layout import Layout

# By how much the odds of a statement are greater where the parse too has a whole clause that a cue
# of speech announces, and smaller where neither parse nor lexicon knows the cue of what is not
# quoted; held-out data.
_KNOWN, _UNKNOWN = 2.7, 0.22


def weighed(layout: Layout, attribution: Attribution, same: Attribution | None) -> float | None:
    """How likely an attribution is a statement, when parse and lexicon have been heard too."""
    if attribution.sure is None:
        return None
    odds = 1.0
    is_quoted = form_of(layout, attribution) is Form.DIRECT
    if _is_label(layout, attribution):
        odds = _KNOWN
    elif same is None and not is_quoted and concept_of(layout, attribution.cue) is None:
        odds = _UNKNOWN
    elif same is not None and (same.found_by.is_clausal or same.found_by.is_quoted):
        odds = _KNOWN
    likely = attribution.sure * odds
    sure = round(likely / (likely + 1 - attribution.sure), 4)
    return max(sure, least_sure(layout, attribution))


def _is_label(layout: Layout, attribution: Attribution) -> bool:
    """Whether a sentence begins with the source and a colon: "Officials: Rain kills two"."""
    cue = layout.tokens_of(attribution.cue)
    source = layout.tokens_of(attribution.source)
    return (
        [layout.lower[token] for token in cue] == [":"]
        and source[-1:] == [cue[0] - 1]
        and layout.sentence_of[cue[0]][0] == source[0]
    )
