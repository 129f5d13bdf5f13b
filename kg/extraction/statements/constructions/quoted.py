"""Attributions whose content is a quotation and whose cue is a verb beside it: “…,” she said.

Works on marks and words rather than the tree, because parsers often fail at quotations.
"""

from collections.abc import Iterator

from kg.extraction.annotations import Construction
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.cue_words import (
    CueVerb,
    cue_verb,
    is_passive,
    verb_group,
)
from kg.extraction.statements.constructions.free import is_sentence
from kg.extraction.statements.constructions.sources import Source, agent, phrase, source_of
from kg.extraction.statements.layout import Layout
from kg.extraction.text.quotations import Quotation

_SCORES = {Construction.DIRECT: 0.95, Construction.INVERTED: 0.93}
_FARTHEST = 40
_STOPS = frozenset(".!?")
_SPEAKS = frozenset(("clause", "quotation"))
_MODIFIERS = ("acl", "amod", "relcl")
_ENDS_OPEN = frozenset(",?!-–—…")


def quoted_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each outermost quotation that a verb before or after it announces."""
    for number, quote in enumerate(layout.quotes):
        tokens = layout.tokens_in(quote.span)
        if len(tokens) == 0:
            continue
        verb = _before(layout, quote, tokens.start) or _after(layout, number, tokens)
        if verb is None:
            continue
        source = _source(layout, verb, number)
        is_inverted = source is not None and source.head >= verb.token
        construction = Construction.INVERTED if is_inverted else Construction.DIRECT
        cue, score = verb_group(layout, verb), _SCORES[construction]
        yield Attribution.at(layout, source, cue, (quote.span,), construction, score, verb.cue)


def _before(layout: Layout, quote: Quotation, first: int) -> CueVerb | None:
    """The verb before a quotation: she said: “…”; before a colon, also in the paragraph before."""
    last = first - 1
    while last >= 0 and layout.space[last]:
        last -= 1
    if last < 0 or layout.quote_of[last] != -1:
        return None
    mark = layout.lower[last]
    if layout.paragraph_of[last] != layout.paragraph_of[first] and mark != ":":
        return None
    if mark not in (",", ":"):
        return _speaking_verb(layout, last) if is_sentence(layout, quote) else None
    return _first_verb(layout, range(last - 1, max(-1, last - 1 - _FARTHEST), -1), last - 1)


def _first_verb(layout: Layout, tokens: range, near: int) -> CueVerb | None:
    """The first verb of saying in some tokens, before the sentence of a token near them ends."""
    for token in tokens:
        is_in_sentence = layout.lower[token] not in _STOPS and layout.quote_of[token] == -1
        if not is_in_sentence or layout.paragraph_of[token] != layout.paragraph_of[near]:
            return None
        # A participle may modify a noun: "a man known for", "the figures reported by".
        is_modifier = layout.deps[token] in _MODIFIERS and layout.tags[token] == "VBN"
        if not is_modifier and (verb := _speaking_verb(layout, token)) is not None:
            return verb
    return None


def _after(layout: Layout, number: int, tokens: range) -> CueVerb | None:
    """The verb after a quotation: “…,” she said; “…?” asked Ana Roe, a farmer."""
    quote = layout.quotes[number]
    closing = layout.text[quote.inner.end - 1 : quote.inner.end]
    first = tokens.stop
    if first >= len(layout.lower):
        return None
    if closing not in _ENDS_OPEN and layout.lower[first] != ",":
        return None
    tokens = range(first, min(len(layout.lower), first + _FARTHEST))
    verb = _first_verb(layout, tokens, first - 1)
    return None if verb is None or _announces_next(layout, verb) else verb


def _announces_next(layout: Layout, verb: CueVerb) -> bool:
    """Whether a verb announces what follows: “…?” She said: “…”."""
    following = verb.last + 1
    return following < len(layout.lower) and layout.lower[following] == ":"


def _speaking_verb(layout: Layout, token: int) -> CueVerb | None:
    verb = cue_verb(layout, token)
    return verb if verb is not None and verb.cue.takes & _SPEAKS else None


def _source(layout: Layout, verb: CueVerb, quote: int) -> Source | None:
    if is_passive(layout, verb.token):
        return agent(layout, verb.token)
    source = source_of(layout, verb.token)
    is_own = source is not None and layout.quote_of[source.head] == quote
    return _beside(layout, verb) if source is None or is_own else source


def _beside(layout: Layout, verb: CueVerb) -> Source | None:
    """The noun phrase right after or before a verb, whose subject the parser missed."""
    for step, token in ((1, verb.last + 1), (-1, verb_group(layout, verb)[0] - 1)):
        if 0 <= token < len(layout.lower) and layout.quote_of[token] == -1:
            head = _noun_head(layout, token, step)
            if head is not None:
                return phrase(layout, head, verb.token)
    return None


def _noun_head(layout: Layout, token: int, step: int) -> int | None:
    found = None
    sentence = range(max(0, token - 8), min(len(layout.lower), token + 8))
    while token in sentence and layout.tags[token].startswith(("NN", "PRP", "DT", "JJ")):
        if layout.tags[token].startswith(("NN", "PRP")):
            found = token
            if step < 0:
                break
        token += step
    return found
