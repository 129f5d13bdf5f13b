"""How likely the trained tagger's attributions are statements, when parse and lexicon are heard:
what somebody denies, thinks or plans in so many words is one though the tagger is unsure."""

from kg.extraction.annotations import Construction, Form, StatementKind
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import is_passive
from kg.extraction.statements.description import concept_of, form_of
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.sources import is_headed
from kg.extraction.wordlists import word_set

_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_MODAL = "MD"
_ISSUE, _DENIAL, _AVOWAL = 0.75, 0.45, 0.5
_PHRASES = (Construction.PREPOSITION, Construction.NOMINAL)
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
    return max(sure, _least_sure(layout, attribution))


def _is_label(layout: Layout, attribution: Attribution) -> bool:
    """Whether a sentence begins with the source and a colon: "Officials: Rain kills two"."""
    cue = layout.tokens_of(attribution.cue)
    source = layout.tokens_of(attribution.source)
    return (
        [layout.lower[token] for token in cue] == [":"]
        and source[-1:] == [cue[0] - 1]
        and layout.sentence_of[cue[0]][0] == source[0]
    )


def _least_sure(layout: Layout, attribution: Attribution) -> float:
    """How sure an attribution is at least that it is a statement, 0 to 1."""
    if _is_issue(layout, attribution) or _is_plea(layout, attribution):
        return _ISSUE
    if _is_denial(layout, attribution):
        return _DENIAL
    return _AVOWAL if is_avowal(layout, attribution) else 0.0


def _is_issue(layout: Layout, attribution: Attribution) -> bool:
    """Whether a document is issued whose words are quoted: "released a statement"."""
    cue = layout.tokens_of(attribution.cue)
    verbs = {layout.heads[t] for t in cue if layout.lemmas[t] in word_set("reporting", "documents")}
    issued = {layout.lemmas[verb] for verb in verbs.intersection(cue)}
    is_issued = not word_set("reporting", "light_verbs").isdisjoint(issued)
    return is_issued and form_of(layout, attribution) is Form.DIRECT


def _is_plea(layout: Layout, attribution: Attribution) -> bool:
    """Whether somebody pleads guilty or not: "pleaded not guilty to theft"."""
    is_pleaded = any(layout.lemmas[token] == "plead" for token in layout.tokens_of(attribution.cue))
    pleas = [layout.lower[token] for token in layout.tokens_of(attribution.content)[:2]]
    return bool(attribution.source) and is_pleaded and "guilty" in pleas


def _is_denial(layout: Layout, attribution: Attribution) -> bool:
    """Whether the source denies, with a finite verb, what is alleged or said to be done."""
    concept = concept_of(layout, attribution.cue)
    is_finite = not _tags(layout, attribution).isdisjoint((*_FINITE, _MODAL))
    denies = concept is not None and concept.stance == "Denies"
    is_claim = _has_verb(layout, attribution) or is_headed(layout, attribution.content, "alleged")
    if concept is not None and "rule out" in concept.labels:  # not a player who is injured
        named = {layout.doc[token].ent_type_ for token in layout.tokens_of(attribution.content)}
        is_claim = "PERSON" not in named and _is_told_of(layout, attribution)
    return denies and is_finite and is_claim and bool(attribution.source)


def is_avowal(layout: Layout, attribution: Attribution) -> bool:
    """Whether a finite verb says that somebody thinks or plans something: "they plan to leave"."""
    concept = concept_of(layout, attribution.cue)
    if concept is None or word_set("reporting", "avowed").isdisjoint(concept.labels):
        return False
    is_whole = concept.kind is StatementKind.INTENT or _has_verb(layout, attribution)
    return (
        is_whole
        and bool(attribution.source)
        and layout.quote_at(attribution.cue[0].start) is None
        and attribution.found_by not in _PHRASES
        and _is_told_of(layout, attribution)
        and not is_headed(layout, attribution.source, "no_thinkers")
    )


def _is_told_of(layout: Layout, attribution: Attribution) -> bool:
    """Whether the cue is in the active and the indicative: not "would plan", "is planned"."""
    tags = _tags(layout, attribution)
    is_active = not any(is_passive(layout, t) for t in layout.tokens_of(attribution.cue))
    return not tags.isdisjoint(_FINITE) and _MODAL not in tags and is_active


def _tags(layout: Layout, attribution: Attribution) -> frozenset[str]:
    return frozenset(layout.tags[token] for token in layout.tokens_of(attribution.cue))


def _has_verb(layout: Layout, attribution: Attribution) -> bool:
    return any(map(layout.is_verb, layout.tokens_of(attribution.content)))
