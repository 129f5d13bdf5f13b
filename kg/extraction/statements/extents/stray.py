"""Leaves out pieces of a content that belong to another clause: "for residents" of "While the
permit is free for residents, Roe said the town has to be told"."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout


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
