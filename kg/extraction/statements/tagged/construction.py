"""The construction of an attribution by its form, where the parse has none."""

from collections.abc import Sequence

from kg.extraction.annotations import Construction, Form
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.description import form_of
from kg.extraction.statements.layout import Layout

_COLON = ":"


def construction_of(layout: Layout, attribution: Attribution, cue: Sequence[int]) -> Construction:
    """The construction by the form of cue and content, where the parse has none."""
    words = [layout.lower[token] for token in cue]
    if words == [_COLON]:
        return Construction.HEADLINE
    if not any(layout.is_verb(token) for token in cue):
        return _without_verb(layout, cue)
    if form_of(layout, attribution) is Form.DIRECT:
        is_inverted = bool(attribution.source) and attribution.source[0] > attribution.cue[0]
        return Construction.INVERTED if is_inverted else Construction.DIRECT
    if any(layout.deps[token] == "auxpass" for token in cue):
        return Construction.PASSIVE
    first = layout.text[slice(*attribution.content[0])].split(maxsplit=1)[:1]
    if first == ["to"]:
        return Construction.INFINITIVE
    return (
        Construction.INTERRUPTED
        if attribution.content[0] < attribution.cue[0]
        else Construction.INDIRECT
    )


def _without_verb(layout: Layout, cue: Sequence[int]) -> Construction:
    if any(layout.tags[token].startswith("NN") for token in cue):
        return Construction.NOMINAL
    return (
        Construction.ADVERB
        if all(layout.tags[token].startswith("RB") for token in cue)
        else Construction.ACCORDING_TO
    )
