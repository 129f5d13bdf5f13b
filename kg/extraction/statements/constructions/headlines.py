"""Attributions in headlines with the source before a colon: "Minister Roe: Rain will come"."""

from collections.abc import Iterator

from kg.extraction.annotations import Construction, MentionKind
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.sources import Source, trimmed
from kg.extraction.statements.layout import Layout, TokenRange

_SCORE = 0.7
_LONGEST = 30
_LONGEST_SOURCE = 6


def headline_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each headline with a name before its colon."""
    found = [each.span for each in layout.doc._.kg_mentions if each.kind is MentionKind.NAME]
    names = set(layout.tokens_of(found))
    for paragraph in layout.paragraphs:
        tokens = layout.tokens_in(paragraph)
        if 0 < len(tokens) <= _LONGEST and layout.lower[tokens[-1]] not in (".", ":", ",", ";"):
            yield from _attribution(layout, (tokens.start, tokens.stop), names)


def _attribution(layout: Layout, tokens: TokenRange, names: set[int]) -> Iterator[Attribution]:
    start, end = tokens
    colon = next((t for t in range(start, end) if layout.lower[t] == ":"), None)
    if colon is None or not 0 < colon - start <= _LONGEST_SOURCE or end - colon < 4:
        return
    if not any(t in names for t in range(start, colon)) or layout.quote_of[start] != -1:
        return
    if any(layout.is_verb(t) for t in range(start, colon)):
        return
    content = trimmed(layout, (colon + 1, end))
    if content[0] < content[1]:
        said, name = (layout.span(content),), Construction.HEADLINE
        source = Source((start, colon), start)
        yield Attribution.at(layout, source, (colon, colon + 1), said, name, _SCORE, None)
