"""Free-standing quotations: those without a cue, which continue the one before or stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.annotations import Construction, Span
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.text.quotations import Quotation

_SCORES = {Construction.QUOTATION: 0.5, Construction.CONTINUED_QUOTATION: 0.85}
_FEWEST_WORDS = 4
_FINAL = frozenset(".?!…,;−-–—")


def free_attributions(layout: Layout, others: Sequence[Attribution]) -> Iterator[Attribution]:
    """An attribution for each outermost quotation that is a sentence and in no other content."""
    uncovered = _uncovered([quote.span for quote in layout.quotes], spoken_for(layout, others))
    for number in uncovered:
        quote = layout.quotes[number]
        if is_sentence(layout, quote):
            is_continued = _continues(layout, number)
            name = Construction.CONTINUED_QUOTATION if is_continued else Construction.QUOTATION
            yield Attribution((), (), (quote.span,), name, _SCORES[name])


def spoken_for(layout: Layout, others: Sequence[Attribution]) -> list[Span]:
    """The contents, in order, of the attributions whose cue is not inside a quotation: a cue within
    a quotation does not tell who says the quotation."""
    return sorted(
        span
        for other in others
        if not other.cue or layout.quote_at(other.cue[0].start) is None
        for span in other.content
    )


def _uncovered(quotes: Sequence[Span], taken: Sequence[Span]) -> list[int]:
    """Indexes of the quotes that overlap none of the taken spans. Both lists may be long."""
    events = sorted(taken)
    found, i, reach = [], 0, -1
    for number, quote in enumerate(quotes):
        while i < len(events) and events[i].start < quote.end:
            reach = max(reach, events[i].end)
            i += 1
        if reach <= quote.start:
            found.append(number)
    return found


def is_sentence(layout: Layout, quote: Quotation) -> bool:
    """Whether a quotation is one or more whole sentences, not a fragment or a title."""
    inner = layout.text[slice(*quote.inner)]
    words = inner.split()
    if len(words) < _FEWEST_WORDS or not inner[:1].isupper():
        return False
    return inner[-1] in _FINAL or not quote.closed or _fills_paragraph(layout, quote)


def _fills_paragraph(layout: Layout, quote: Quotation) -> bool:
    return any(quote.span == paragraph for paragraph in _near(layout, quote))


def _near(layout: Layout, quote: Quotation) -> Sequence[Span]:
    tokens = layout.tokens_in(quote.span)
    if len(tokens) == 0:
        return ()
    return (layout.paragraphs[layout.paragraph_of[tokens.start]],)


def _continues(layout: Layout, number: int) -> bool:
    """Whether a quotation continues the one before: in the same paragraph, or where it begins the
    next paragraph."""
    if number == 0:
        return False
    here, before = layout.quotes[number], layout.quotes[number - 1]
    mine = _paragraph(layout, here.span)
    theirs = _paragraph(layout, before.span)
    begins = layout.paragraphs[mine].start == here.span.start
    return theirs == mine or (begins and mine - theirs == 1)


def _paragraph(layout: Layout, span: Span) -> int:
    tokens = layout.tokens_in(span)
    return layout.paragraph_of[tokens.start] if len(tokens) else 0
