"""Attributions whose cue is a phrase: "according to", "in the words of", "reportedly"."""

from collections.abc import Iterator

from kg.extraction.annotations import Construction, Span
from kg.extraction.cues import cue_lexicon
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.sources import Source, trimmed
from kg.extraction.statements.layout import Layout, TokenRange, without

_SCORE = 0.9
_SCORE_ADVERB = 0.6
_CLAUSE_HEADS = ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis", "acl", "pcomp")
_HIGHEST = 12


def phrase_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each phrase of the lexicon."""
    starts = cue_lexicon().phrase_starts
    for token, word in enumerate(layout.lower):
        for words in starts.get(word, ()):
            if tuple(layout.lower[token : token + len(words)]) == words:
                yield from _attribution(layout, token, words)
                break


def _attribution(layout: Layout, token: int, words: tuple[str, ...]) -> Iterator[Attribution]:
    cue = cue_lexicon().phrases[" ".join(words)]
    tokens = (token, token + len(words))
    source = _source(layout, tokens)
    if source is None and layout.tags[token] != "RB":
        return
    gap = tokens if source is None else (token, max(source.tokens[1], tokens[1]))
    content = _content(layout, token, gap)
    if content:
        name = Construction.ADVERB if source is None else Construction.ACCORDING_TO
        score = _SCORE_ADVERB if source is None else _SCORE
        yield Attribution.at(layout, source, tokens, content, name, score, cue)


def _source(layout: Layout, phrase: TokenRange) -> Source | None:
    """The noun phrase that depends on the last word of the cue."""
    noun = layout.child(phrase[1] - 1, "pobj", "pcomp")
    if noun is None or noun < phrase[1]:
        return None
    start, end = trimmed(layout, (phrase[1], layout.edges(noun)[1]))
    return Source((start, end), noun) if start <= noun < end else None


def _content(layout: Layout, token: int, gap: TokenRange) -> tuple[Span, ...]:
    clause = _clause(layout, token)
    whole = layout.edges(clause)
    if layout.deps[clause] == "ROOT":
        whole = layout.sentence_of[token]
    paragraph = layout.paragraph_of[token]
    pieces = [trimmed(layout, piece) for piece in without(whole, [gap])]
    return tuple(
        layout.span(piece)
        for piece in pieces
        if piece[0] < piece[1] and layout.paragraph_of[piece[0]] == paragraph
    )


def _clause(layout: Layout, token: int) -> int:
    """The head of the clause that a token depends on."""
    for _ in range(_HIGHEST):
        is_clause = layout.deps[token] in _CLAUSE_HEADS and layout.is_verb(token)
        if is_clause or layout.heads[token] == token:
            return token
        token = layout.heads[token]
    return token
