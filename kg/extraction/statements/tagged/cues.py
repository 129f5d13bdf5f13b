"""The cue of a tagged attribution, without words at its end that are no part of it."""

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions.cue_words import cue_verb, opens_deed
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.tagged.words import whole_word, whole_words

_WHERE = frozenset(("as", "during", "in", "under"))
_BEFORE_A_NOUN = frozenset(("amod", "compound", "det", "nummod", "poss"))


def whole_cue(layout: Layout, cue: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of a cue in whole words, the last of them without what is no part of it."""
    return (*whole_words(layout, cue[:-1]), _cue_alone(layout, cue[-1]))


def _cue_alone(layout: Layout, span: Span) -> Span:
    """A cue without whom it tells, the day, where, or a phrase that breaks off: "told" of "told
    Roe" and "told a news", "said" of "said Monday" and "said in a report"."""
    whole = whole_word(layout, span)
    tokens = layout.tokens_in(whole)
    preposition = next((t for t in tokens[1:] if layout.tags[t] == "IN"), None)
    is_cut = len(tokens) > 0 and layout.tags[tokens[-1]] == "DT"
    if preposition is not None and (is_cut or opens_deed(layout, preposition)):
        tokens = range(tokens[0], preposition)
    while len(tokens) > 1 and _is_beyond(layout, tokens[:-1], tokens[-1]):
        tokens = tokens[:-1]
    return Span(whole.start, min(layout.ends[tokens[-1]], whole.end)) if tokens else whole


def _is_beyond(layout: Layout, cue: range, token: int) -> bool:
    preposition = layout.heads[token]
    if layout.tags[token] == "HYPH":
        return True
    if layout.deps[token] == "pobj" and preposition in cue and layout.lower[preposition] in _WHERE:
        token = preposition
    dep, verb = layout.deps[token], layout.heads[token]
    if verb not in cue or dep == "npadvmod":
        return verb in cue or (dep in _BEFORE_A_NOUN and verb > token)
    found = cue_verb(layout, verb)
    takes = frozenset[str]() if found is None or token <= found.last else found.cue.takes
    is_told = dep in ("dobj", "dative") and "person" in takes
    is_place = dep == "prep" and layout.lower[token] not in takes and "clause" in takes
    return is_told or is_place
