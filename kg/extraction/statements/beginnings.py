"""Tells where the contents of the trained tagger's attributions begin."""

from __future__ import annotations

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span, StatementKind
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.layout import Layout

LONGEST_HOLE = 2
"""How many words a content may lack and be filled up whatever the parse has."""
_LONGEST_TOLD = 6
_TOLD = frozenset(("dobj", "dative", "npadvmod"))


def only_opens(layout: Layout, content: Sequence[Span]) -> bool:
    """Whether the first of several parts is no more than "where", or "what" before a verb: "what",
    "was a bridge" of "what Roe said was a bridge"."""
    tokens = layout.tokens_in(content[0]) if len(content) > 1 else range(0)
    if len(tokens) != 1:
        return False
    opens_verb = any(map(layout.is_finite, layout.tokens_in(content[1])[:1]))
    return layout.tags[tokens[0]] == "WRB" or (layout.lower[tokens[0]] == "what" and opens_verb)


def opened(layout: Layout, span: Span, cue: Container[int]) -> Span:
    """A part of a content from its clause on, without a day or an addressee before it."""
    tokens = layout.tokens_in(span)
    for token in tokens[:_LONGEST_TOLD]:
        verb = layout.heads[token]
        if layout.lower[token] == "that" and verb > token and layout.heads[verb] in cue:
            return Span(layout.starts[token], span.end)
    begins = _told_clause(layout, tokens[0], cue) if tokens else -1
    return Span(layout.starts[begins], span.end) if begins in tokens else span


def _told_clause(layout: Layout, first: int, cue: Container[int]) -> int:
    """Where the clause begins that is told, after whom it is told or the day when; -1 for none."""
    start = first
    while told := _told_phrase(layout, start, cue):
        start = told
    clauses = layout.children_of(layout.heads[first], "ccomp") if start > first else []
    is_whole = any(
        layout.edges(clause)[0] == start and layout.child(clause, "nsubj", "nsubjpass", "expl")
        for clause in clauses
    )
    return start if is_whole else -1


def _told_phrase(layout: Layout, first: int, cue: Container[int]) -> int | None:
    """Where the phrase ends that begins with a token and is whom a cue tells or the day when."""
    for token in range(first, first + _LONGEST_TOLD):
        verb = layout.heads[token] if token < len(layout.heads) else token
        if verb in cue and verb < first and layout.deps[token] in _TOLD:
            start, end = layout.edges(token)
            return end if start == first else None
    return None


def requested(layout: Layout, span: Span, cue: Container[int]) -> Span:
    """What somebody is asked to do, without who is asked: "to pay" of "asked the town to pay"."""
    for token in layout.tokens_in(span)[1:]:
        verb = layout.heads[token]
        asking = layout.heads[verb]
        if layout.tags[token] == "TO" and asking in cue and asking < token < verb:
            asked = cue_verb(layout, asking)
            is_request = (
                asked is not None
                and asked.cue.kind is StatementKind.SPEECH
                and "person-infinitive" in asked.cue.takes
            )
            is_done = layout.child(verb, "auxpass") is not None  # "ordered the men to be freed"
            first = token - (layout.deps[token - 1] == "neg")
            is_whole = layout.starts[verb] < span.end
            return (
                Span(layout.starts[first], span.end)
                if is_request and is_whole and not is_done
                else span
            )
    return span


def begun(
    layout: Layout,
    attribution: Attribution,
    content: tuple[Span, ...],
    same: Attribution,
    cues: Container[int],
) -> tuple[Span, ...]:
    """A content before its cue, extended to the start of its sentence: where only a word or two are
    missing, where its verb has the first word of the sentence, or where the parse's content has all
    of it."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    if not tokens or only_opens(layout, content) or content[0].start > attribution.start:
        return content
    first = layout.sentence_of[tokens[0]][0]
    hole = Span(layout.starts[first], content[0].start)
    is_short = len(layout.text[slice(*hole)].split()) <= LONGEST_HOLE
    is_bare = not any(token in cues for token in range(first, tokens[0]))
    is_one = any(each.start <= hole.start and content[0].end <= each.end for each in same.content)
    is_main = layout.quote_of[tokens[0]] == -1 and any(
        layout.is_verb(token) and layout.edges(token)[0] == first for token in tokens
    )
    if not ((is_bare and (is_short or is_main)) or is_one):
        return content
    return (Span(hole.start, content[0].end), *content[1:])
