"""Ends what breaks off in the middle of a phrase or clause, and what goes on beyond its own."""

from collections.abc import Container

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout

_LONGEST_REST = 8
_DEEPEST = 4
_FEWEST_BEFORE_A_CLAUSE = 3
_BEFORE_A_NOUN = frozenset(("amod", "compound", "det", "nummod", "poss"))
_BEFORE_A_VERB = frozenset(
    ("nsubj", "nsubjpass", "expl", "mark", "aux", "auxpass", "neg", "advmod", "dobj", "advcl")
)
_ADJUNCTS = frozenset(("after", "amid", "at", "before", "during", "following", "through", "via"))
_OPENS = frozenset(("WDT", "WP", "WRB", "IN"))


def ended(layout: Layout, span: Span, source: Container[int], cues: Container[int]) -> Span:
    """A part of a content to the end of the phrase or clause in which it breaks off: "Norwegian",
    "Roe's", "the claims by", "a law which". It stays as it is where the source or, unless a word
    that opens a clause is the last, a cue is in the rest."""
    tokens = layout.tokens_in(span)
    if not tokens or layout.quote_at(span.start) is not None:
        return span
    for _ in range(_DEEPEST):
        end, is_open = _broken_off(layout, tokens)
        rest = range(tokens[-1] + 1, end + 1)
        if not rest or any(t in source or (t in cues and not is_open) for t in rest):
            break
        tokens = range(tokens[0], end + 1)
        span = Span(span.start, layout.ends[end])
    return _without_open_end(layout, span, tokens)


def _without_open_end(layout: Layout, span: Span, tokens: range) -> Span:
    """A part without a preposition at its end whose phrase is not in it."""
    last = tokens[-1]
    phrase = layout.child(last, "pobj", "pcomp")
    is_open = layout.tags[last] == "IN" and phrase is not None and phrase > last
    return Span(span.start, layout.ends[last - 1]) if is_open and len(tokens) > 1 else span


def without_adjunct(layout: Layout, span: Span, cue: Container[int]) -> Span:
    """A thing that is said, without when, where or how: "a truce" of "declared a truce amid
    talks", "the charges" of "denied the charges through a lawyer"."""
    tokens = layout.tokens_in(span)
    thing = next((t for t in tokens if layout.heads[t] not in tokens), None)
    if thing is None or layout.deps[thing] not in ("dobj", "pobj"):
        return span
    phrases = (t for t in tokens if t > thing and layout.lower[t] in _ADJUNCTS)
    first = next((t for t in phrases if layout.heads[t] in cue and layout.quote_of[t] == -1), None)
    return span if first is None else Span(span.start, layout.ends[first - 1])


def with_phrase(layout: Layout, span: Span, cues: Container[int]) -> Span:
    """A source to the end of the phrase in which it breaks off: "The" of "The firms said", "his
    sister and" of "his sister and ours". It stays as it is where a cue is in the rest."""
    tokens = layout.tokens_in(span)
    if not tokens or layout.quote_at(span.start) is not None:
        return span
    end = _phrase_end(layout, tokens[-1])
    if layout.tags[tokens[-1]] == "CC":
        joined = layout.children_of(layout.heads[tokens[-1]], "conj")
        end = next((layout.edges(t)[1] - 1 for t in joined if t > tokens[-1]), None)
    if end is None or any(token in cues for token in range(tokens[-1] + 1, end + 1)):
        return span
    return Span(span.start, max(span.end, layout.ends[end]))


def _phrase_end(layout: Layout, last: int) -> int | None:
    """The last token of the phrase that a word leaves open, the word itself where that is too far;
    None where it leaves none open."""
    word = layout.heads[last] if layout.deps[last] == "case" else last
    if layout.deps[last] == "prep":
        end = layout.edges(last)[1] - 1
    elif layout.deps[word] in _BEFORE_A_NOUN:
        end = layout.heads[word]
    else:
        return None
    return end if end - last <= _LONGEST_REST else last


def _broken_off(layout: Layout, tokens: range) -> tuple[int, bool]:
    """The last token of the phrase or clause in which some tokens break off, and whether their last
    word opens it."""
    last = tokens[-1]
    if (phrase := _phrase_end(layout, last)) is not None:
        return phrase, False
    word = layout.heads[last] if layout.deps[last] == "case" else last
    while word > tokens[0] and layout.deps[word] == "punct":
        word -= 1
    while tokens[0] <= layout.heads[word] < word:
        word = layout.heads[word]
    clause = layout.heads[word]
    opens = layout.tags[last] in _OPENS
    is_whole = layout.tags[last] != "IN" or any(map(layout.is_verb, tokens))
    is_part = len(tokens) >= _FEWEST_BEFORE_A_CLAUSE and layout.deps[word] in _BEFORE_A_VERB
    if clause <= last or not (is_part and is_whole):
        return last, False
    end = min(layout.edges(clause)[1], layout.sentence_of[last][1]) - 1
    return end - _is_full_stop(layout, end), opens


def _is_full_stop(layout: Layout, token: int) -> bool:
    return layout.tags[token] == "."
