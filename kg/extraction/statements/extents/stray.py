"""Adds the clause to a content that stands before its cue: "If it rains, Roe said, the fair will
end". Leaves out pieces that belong to another clause, "for residents" of "While the permit is free
for residents, Roe said the town has to be told", or are the writer's remark."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_OPENS_REMARK = frozenset(("although", "and", "but", "though", "without"))
_NEGATIVE = frozenset(("n't", "no", "not", "without"))
_LONGEST_REMARK = 8
_CONDITIONS = frozenset(("advcl", "pcomp"))
_OPENS = frozenset(("mark", "advmod"))


def with_condition(
    layout: Layout,
    content: Sequence[Span],
    source: Sequence[int],
    cue: Sequence[int],
    cues: Container[int],
) -> list[Span]:
    """A content after a cue between commas, with the clause that the sentence begins with.

    Args:
        content: in the order of the text.
        cues: the tokens of all cues; a clause with one of them is none of the content.
    """
    after = [span for span in content if cue and span.start >= layout.ends[cue[-1]]]
    own = (*source, *cue)
    if not (after and source) or not _is_between_commas(layout, min(own), max(own), after[0]):
        return list(content)
    clause = range(layout.sentence_of[cue[0]][0], min(own) - 1)
    is_clause = _begins_with_clause(layout, clause) and not any(t in cues for t in clause)
    return [layout.span((clause.start, clause.stop)), *after] if is_clause else list(content)


def _is_between_commas(layout: Layout, first: int, last: int, content: Span) -> bool:
    between = layout.text[layout.ends[last] : content.start].rstrip()
    return first > 0 and layout.lower[first - 1] == "," and between.endswith(",")


def _begins_with_clause(layout: Layout, tokens: range) -> bool:
    """Whether some tokens are a subordinate clause outside quotations: "if it rains"."""
    if not tokens or layout.deps[tokens[0]] not in _OPENS:
        return False
    verb = layout.heads[tokens[0]]
    return (
        verb in tokens
        and layout.deps[verb] in _CONDITIONS
        and all(layout.quote_of[token] == -1 for token in tokens)
    )


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
    """A content without "but he gave no details", where the writer tells that no more was said."""
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
