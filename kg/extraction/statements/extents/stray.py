"""Leaves out pieces of a content that belong to another clause: "for residents" of "While the
permit is free for residents, Roe said the town has to be told", or are the writer's remark."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_OPENS_REMARK = frozenset(("although", "and", "but", "though", "without"))
_NEGATIVE = frozenset(("n't", "no", "not", "without"))
_LONGEST_REMARK = 8


def without_stray(layout: Layout, content: Sequence[Span], cue: Sequence[int]) -> list[Span]:
    """The parts of a content without those that have no verb and depend neither on the cue nor on
    a part with a verb, nor are what these depend on. What is quoted or begins a sentence stays.

    Args:
        content: in the order of the text.
    """
    parts = [layout.tokens_in(span) for span in content]
    main = {t for tokens in parts if any(map(layout.is_verb, tokens)) for t in tokens}
    if len(parts) < 2 or not main:
        return list(content)
    near = main | set(cue)
    linked = {layout.heads[token] for token in near}
    return [
        span
        for span, tokens in zip(content, parts, strict=True)
        if _is_linked(layout, tokens, near, linked)
    ]


def _is_linked(layout: Layout, tokens: range, near: Container[int], linked: Container[int]) -> bool:
    return any(
        token in near
        or token in linked
        or layout.heads[token] in near
        or layout.quote_of[token] != -1
        or layout.sentence_of[token][0] == token
        for token in tokens
    )


def without_remark(layout: Layout, content: Sequence[Span]) -> list[Span]:
    """A content without where the writer tells that no more was said: "it failed" of "it failed,
    but he gave no details"."""
    kept: list[Span] = []
    for span in content:
        tokens = layout.tokens_in(span)
        end = next((t for t in tokens if _is_remark(layout, t, tokens, bool(kept))), tokens.stop)
        if tokens.start < end or not tokens:
            kept.append(span if end == tokens.stop else Span(span.start, layout.ends[end - 1]))
    return kept or list(content)


def _is_remark(layout: Layout, first: int, tokens: range, is_later: bool) -> bool:
    """Whether a word in a part of a content opens such a remark, or begins a later part with it."""
    opens = layout.lower[first] in _OPENS_REMARK or (is_later and first == tokens.start)
    words = range(first - is_later, min(first + _LONGEST_REMARK, tokens.stop))
    lemmas = [layout.lemmas[token] for token in words]
    if not opens or layout.quote_of[first] != -1 or _NEGATIVE.isdisjoint(lemmas):
        return False
    told = [n for n, lemma in enumerate(lemmas) if lemma in word_set("reporting", "elaborating")]
    is_more = len(told) > 1 or any(lemmas[n] == "elaborate" for n in told)
    return is_more and not any(layout.tags[t].startswith("NN") for t in words[: told[0]])
