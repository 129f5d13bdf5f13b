"""Attributions whose cue is a noun: "the claim that", "his warning of", "a promise by Roe to"."""

from collections.abc import Iterator

from kg.extraction.annotations import Construction
from kg.extraction.cues import Cue, cue_lexicon
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.sources import Source, phrase, source_of, trimmed
from kg.extraction.statements.layout import Layout, TokenRange
from kg.extraction.wordlists import word_set

_SCORE = 0.6
_BY = frozenset(("by", "from"))
_ABOUT = frozenset(("of", "about", "on", "for", "against", "over"))


def nominal_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each cue noun with a content and a source, or with a that-clause."""
    nouns = cue_lexicon().nouns
    for token, lemma in enumerate(layout.lemmas):
        cue = nouns.get(lemma) if layout.tags[token] in ("NN", "NNS") else None
        if cue is not None:
            yield from _attribution(layout, token, cue)


def _attribution(layout: Layout, noun: int, cue: Cue) -> Iterator[Attribution]:
    content, is_clause = _content(layout, noun)
    source = _source(layout, noun)
    if content is None or (source is None and not is_clause):
        return
    tokens, said = (noun, noun + 1), (layout.span(content),)
    score = _SCORE if source is not None else _SCORE - 0.1
    yield Attribution.at(layout, source, tokens, said, Construction.NOMINAL, score, cue)


def _content(layout: Layout, noun: int) -> tuple[TokenRange | None, bool]:
    clauses = layout.children_of(noun, "acl", "ccomp", "relcl")
    clause = next((c for c in clauses if _is_content(layout, c)), None)
    if clause is not None:
        tokens = trimmed(layout, layout.edges(clause))
        is_that = layout.lower[tokens[0]] in ("that", "whether")
        return (tokens, is_that) if tokens[0] > noun else (None, False)
    for preposition in layout.children_of(noun, "prep"):
        thing = layout.child(preposition, "pobj", "pcomp")
        if preposition > noun and layout.lower[preposition] in _ABOUT and thing is not None:
            return trimmed(layout, layout.edges(thing)), False
    return None, False


def _is_content(layout: Layout, clause: int) -> bool:
    start = layout.edges(clause)[0]
    first = layout.lower[start]
    # The parse may take "the warning that it may rain" for a relative clause.
    if layout.deps[clause] == "relcl":
        return first == "that" and layout.tags[start] == "IN"
    return first in ("that", "to", "whether") or (
        layout.deps[clause] == "ccomp" and layout.is_verb(clause)
    )


def _source(layout: Layout, noun: int) -> Source | None:
    owner = layout.child(noun, "poss")
    if owner is not None:
        start, end = layout.edges(owner)
        start, end = trimmed(layout, (start, end - (layout.tags[end - 1] == "POS")))
        return Source((start, end), owner) if start <= owner < end else None
    for preposition in layout.children_of(noun, "prep", "agent"):
        if layout.lower[preposition] in _BY:
            giver = layout.child(preposition, "pobj")
            return None if giver is None else phrase(layout, giver, noun)
    return _lender(layout, noun)


def _lender(layout: Layout, noun: int) -> Source | None:
    verb = layout.heads[noun]
    if layout.deps[noun] == "dobj" and layout.lemmas[verb] in word_set("reporting", "light_verbs"):
        return source_of(layout, verb)
    return None
