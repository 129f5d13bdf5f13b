"""Free-standing quotations: those without a cue, which continue the one before or stand alone."""

import re
from collections.abc import Iterator, Sequence

from kg.extraction.annotations import Construction
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.layout import Layout
from kg.extraction.text.cover import Cover
from kg.extraction.text.quotations import Quotation

_SCORES = {Construction.QUOTATION: 0.5, Construction.CONTINUED_QUOTATION: 0.85}
_FEWEST_WORDS = 4
_STOPS = frozenset(".?!…")
_INNER_MARKS = "\"'”’"
_FINAL = frozenset(".?!…,;−-–—")


def free_attributions(layout: Layout, others: Sequence[Attribution]) -> Iterator[Attribution]:
    """An attribution for each outermost quotation that is a sentence and in no other content."""
    # A cue within a quotation does not tell who says the quotation.
    spoken = (each for each in others if not each.cue or layout.quote_at(each.cue[0].start) is None)
    taken = Cover(span for each in spoken for span in each.content)
    for number, quote in enumerate(layout.quotes):
        if not taken.overlaps(quote.span) and is_sentence(layout, quote):
            is_continued = _continues(layout, number)
            name = Construction.CONTINUED_QUOTATION if is_continued else Construction.QUOTATION
            yield Attribution((), (), (quote.span,), name, _SCORES[name])


def is_sentence(layout: Layout, quote: Quotation) -> bool:
    """Whether a quotation is one or more whole sentences, not a fragment or a title."""
    inner = layout.text[slice(*quote.inner)]
    words = inner.split()
    if len(words) < _FEWEST_WORDS or not inner[:1].isupper() or is_title(layout, quote):
        return False
    is_ended = inner.rstrip(_INNER_MARKS)[-1:] in _FINAL
    paragraph = layout.paragraphs[layout.paragraph_at(quote.span.start)]
    return is_ended or not quote.closed or quote.span == paragraph


def is_title(layout: Layout, quote: Quotation) -> bool:
    """Whether a quotation is a work's name: all its long words are capitalized, no stop ends it."""
    inner = layout.text[slice(*quote.inner)]
    long = re.findall(r"[^\W\d_]{5,}", inner)
    is_capitalized = len(long) > 1 and all(word[0].isupper() for word in long)
    return is_capitalized and inner[-1] not in _STOPS and not inner.isupper()


def _continues(layout: Layout, number: int) -> bool:
    """Whether a quotation continues the one before, in or at the start of a paragraph."""
    if number == 0:
        return False
    here, before = layout.quotes[number], layout.quotes[number - 1]
    mine, theirs = (layout.paragraph_at(each.span.start) for each in (here, before))
    begins = layout.paragraphs[mine].start == here.span.start
    return theirs == mine or (begins and mine - theirs == 1)
