"""The heads of sources: the words that tell who or what speaks."""

from collections.abc import Iterable

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions.sources import relative_clause
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_set

_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))


def is_headed(layout: Layout, spans: Iterable[Span], *lists: str) -> bool:
    """Whether the noun of one of some spans is in one of some lists of words of reporting."""
    heads = [head for span in spans if (head := source_head(layout, span)) is not None]
    return any(layout.lemmas[t] in word_set("reporting", each) for t in heads for each in lists)


def is_written(layout: Layout, source: Iterable[Span]) -> bool:
    """Whether a source is something written: "a prospectus", "figures"."""
    return is_headed(layout, source, "documents", "findings")


def source_head(layout: Layout, source: Span) -> int | None:
    """The token that heads a source; of "who" the noun that it refers back to."""
    tokens = layout.tokens_in(source)
    head = next((t for t in tokens if _is_head(layout, t, tokens)), None)
    if head is None or layout.lower[head] not in _RELATIVE:
        return head
    noun = relative_clause(layout, layout.heads[head])
    return head if noun is None else noun


def _is_head(layout: Layout, token: int, tokens: range) -> bool:
    head = layout.heads[token]
    if head == token:
        return name_after_and(layout, token) in tokens
    return not tokens.start <= head < tokens.stop


def name_after_and(layout: Layout, token: int) -> int | None:
    """The name after "and", which the parse may leave out of the phrase: B in "A and B"."""
    following = token + 2
    if following >= len(layout.lower) or layout.lower[token + 1] != "and":
        return None
    return following if layout.tags[following].startswith("NNP") else None
