"""Completes sources: with all whom they list, and the name in apposition to them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.breaking_off import with_phrase
from kg.extraction.statements.layout import Layout

_LONGEST_REST = 8
_AND = frozenset(("and", "&"))
_IN_A_LIST = frozenset((",", "CC", "JJ"))


def whole_source(layout: Layout, source: Span, cue: Sequence[int]) -> Span:
    """A source from the first of those that it lists to the last, and with the name that follows in
    apposition: "The" of "The United States and Japan said", "Lind" of "Poe, Lind and Roe said",
    "Roe's partner" of "said Roe's partner, Tom Lind"."""
    tokens = layout.tokens_in(source)
    if not tokens or not cue:
        return source
    start = _start_of_list(layout, source)
    source = with_phrase(layout, Span(start, source.end), cue)
    source = Span(start, _name_after(layout, source, cue) or source.end)
    return Span(start, _end_of_list(layout, source, cue))


def _start_of_list(layout: Layout, source: Span) -> int:
    """Where the list that begins a sentence starts, if a source is its end."""
    tokens = layout.tokens_in(source)
    before = range(layout.sentence_of[tokens[0]][0], tokens[0])
    if not 0 < len(before) <= _LONGEST_REST or layout.lower[before[-1]] not in (",", *_AND):
        return source.start
    is_end = any(layout.lower[token] in _AND for token in (before[-1], *tokens))
    return layout.starts[before[0]] if is_end and _is_list(layout, before) else source.start


def _end_of_list(layout: Layout, source: Span, cue: Sequence[int]) -> int:
    """Where the list before a cue ends that a source begins."""
    last = layout.tokens_in(source)[-1]
    rest = range(last + 1, cue[0])
    goes_on = any(layout.lower[token] in _AND for token in (last, *rest))
    if not (goes_on and 0 < len(rest) <= _LONGEST_REST and _is_list(layout, rest)):
        return source.end
    return layout.ends[rest[-1] - (layout.lower[rest[-1]] == ",")]


def _is_list(layout: Layout, tokens: range) -> bool:
    return all(
        (layout.is_noun(token) or layout.tags[token] in _IN_A_LIST)
        and layout.doc[token].ent_type_ != "DATE"
        for token in tokens
    )


def _name_after(layout: Layout, source: Span, cue: Sequence[int]) -> int | None:
    """Where the name ends that stands in apposition right after a source."""
    tokens = layout.tokens_in(source)
    comma = tokens[-1] + 1
    names = (t for head in tokens for t in layout.children_of(head, "appos") if t > comma)
    name = next(names, comma)
    rest = range(comma + 1, name + 1)
    is_name = rest and all(layout.tags[token].startswith("NNP") for token in rest)
    is_apart = layout.lower[comma : comma + 1] == [","] and not any(t in cue for t in rest)
    return layout.ends[name] if is_name and is_apart else None
