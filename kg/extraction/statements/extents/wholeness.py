"""The content of one attribution, whole: by quotation marks, paragraphs, sentences and brackets."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Span
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.free import is_sentence
from kg.extraction.statements.extents.tidying import tidied
from kg.extraction.statements.layout import Layout, without
from kg.extraction.text.quotations import Quotation

STOPS = frozenset(".!?")
"""What ends a sentence."""

_BRACKETS = (("(", ")"), ("<", ">"))
_LONGEST_BRACKETS = 60
_MARKS = "\"'”’»"
_ENDS = STOPS | {","}
# What follows a quoted clause and tells whom it was said to, or when.
_TOLD = frozenset(("to", "before", "after", "while", "when", "during"))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, with those that overlap or touch joined."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def with_whole_content(layout: Layout, attribution: Attribution) -> Attribution:
    """An attribution whose content is grown to the ends of the quotations that it touches, cut to
    its paragraph and sentence, and without its own source and cue."""
    spans = [
        piece
        for span in attribution.content
        for part in _by_paragraph(layout, attribution, _in_sentence(layout, attribution, span))
        for piece in _grown(layout, attribution, part)
    ]
    own = [*attribution.source, *attribution.cue]
    pieces = [
        tidy
        for span in joined(spans)
        for piece in without(_own_sentence(layout, attribution, span), own)
        if (tidy := _closed(layout, tidied(layout, Span(*piece)), own)).end > tidy.start
    ]
    # The dot of "Orrin Corp." stays: only what stands before a source is none of it.
    source = tuple(
        _closed(layout, Span(tidy.start, span.end), [*attribution.cue, *attribution.content])
        for span in attribution.source
        if (tidy := tidied(layout, span)).end > tidy.start
    )
    # Of what is hardly a statement, the holes tell nothing of the extent.
    if not attribution.is_doubted:
        pieces = _without_holes(layout, pieces, own)
    return replace(attribution, source=source, content=tuple(pieces))


def _without_holes(layout: Layout, pieces: Sequence[Span], own: Sequence[Span]) -> list[Span]:
    """The parts of a content with the words that stand between two of a sentence. Of two that a
    comma or dash parts only the clause with "that" is kept, else the first."""
    kept: list[Span] = []
    for piece in pieces:
        hole = Span(kept[-1].end, piece.start) if kept else None
        if hole and (hole.end <= hole.start or layout.text[slice(*hole)].strip() == ","):
            kept[-1] = Span(kept[-1].start, max(hole.start, piece.end))
        elif hole is None or not _is_hole(layout, hole, own):
            kept.append(piece)
        elif layout.text[slice(*hole)].lstrip()[:1].isalnum():
            kept[-1] = Span(kept[-1].start, piece.end)
        elif _opens_with_that(layout, piece) and not _opens_with_that(layout, kept[-1]):
            kept[-1] = piece
        elif layout.quote_at(piece.start) is not None:
            kept.append(piece)
    return kept


def _opens_with_that(layout: Layout, span: Span) -> bool:
    return any(layout.lower[token] == "that" for token in layout.tokens_in(span)[:1])


def _is_hole(layout: Layout, hole: Span, own: Sequence[Span]) -> bool:
    """Whether words in no quotation stand between two parts of a content in one sentence."""
    tokens = layout.tokens_in(hole)
    if not tokens or any(each.start < hole.end and hole.start < each.end for each in own):
        return False
    is_said = any(layout.lower[t].isalnum() and layout.quote_of[t] == -1 for t in tokens)
    last = min(tokens[-1] + 1, len(layout.sentence_of) - 1)
    return is_said and layout.sentence_of[max(0, tokens[0] - 1)] == layout.sentence_of[last]


def _closed(layout: Layout, span: Span, own: Sequence[Span]) -> Span:
    """A part of a statement to the end of the brackets that it breaks off in: "(FGM", "<ORR"."""
    text = layout.text
    for opening, closing in _BRACKETS:
        if text.count(opening, *span) > text.count(closing, *span):
            end = text.find(closing, span.end, span.end + _LONGEST_BRACKETS) + 1
            is_own = any(each.start < end and each.end > span.end for each in own)
            if end and not is_own and "\n" not in text[span.end : end]:
                return Span(span.start, end)
    return span


def _own_quotation(layout: Layout, attribution: Attribution, span: Span) -> Span:
    """A content before its cue from its last quotation on, where one closes and another opens: a
    paragraph ended there, and who spoke before it said the first."""
    last = layout.quote_at(span.end - 1)
    if not (last and attribution.cue) or span.end > attribution.cue[0].start:
        return span
    before, quote = layout.quotes[last - 1 : last + 1]
    gap = layout.text[before.span.end : quote.span.start]
    is_parted = before.closed and gap and not gap.strip()
    is_held = span.start <= before.span.start
    return Span(quote.span.start, span.end) if is_parted and is_held else span


def _own_sentence(layout: Layout, attribution: Attribution, span: Span) -> Span:
    """A content up to the end of a quotation that ends a sentence, or, before the cue, from there
    on: the writer's sentence after it is another."""
    span = _own_quotation(layout, attribution, span)
    if attribution.found_by is Construction.TURN or not attribution.cue:
        return span
    ends = [
        (quote.span.end, following)
        for number in {layout.quote_of[token] for token in layout.tokens_in(span)} - {-1}
        if (following := _next_sentence(layout, quote := layout.quotes[number], span))
    ]
    if ends and span.end <= attribution.cue[0].start:
        start = max(following for _, following in ends)
        return Span(max(start, _start_of_last_quoted(layout, span)), span.end)
    if ends and span.start >= attribution.cue[-1].end:
        return Span(span.start, min(end for end, _ in ends))
    return _without_told(layout, attribution, span)


def _start_of_last_quoted(layout: Layout, span: Span) -> int:
    """Where the quotation that ends a span starts, if it begins a sentence; 0 for nowhere."""
    quote = layout.quotation_at(span.end - 1)
    start = 0 if quote is None else quote.span.start
    return start if layout.text[max(0, start - 2) : start].rstrip()[-1:] in STOPS else 0


def _without_told(layout: Layout, attribution: Attribution, span: Span) -> Span:
    """A quoted clause after its cue without whom it was said to, or when: "“I won” to friends"."""
    quote = layout.quotation_at(span.start)
    if quote is None or not attribution.cue or span.start < attribution.cue[-1].end:
        return span
    quoted, rest = layout.tokens_in(quote.span), layout.tokens_in(Span(quote.span.end, span.end))
    if not (quote.closed and rest) or any(layout.quote_of[t] != -1 for t in rest):
        return span
    is_told = any(layout.deps[t] == "nsubj" for t in quoted) and layout.lower[rest[0]] in _TOLD
    is_ended = layout.text[quote.inner.end - 1] in _ENDS and any(map(layout.is_verb, quoted))
    is_other = layout.lower[rest[0]] == layout.doc[rest[0]].text and layout.tags[rest[0]] != "CC"
    return quote.span if is_told or (is_ended and is_other) else span


def _next_sentence(layout: Layout, quote: Quotation, span: Span) -> int:
    """Where a sentence in the writer's words follows a quoted one within a span; 0 for nowhere."""
    rest = layout.text[quote.span.end : span.end]
    start = quote.span.end + len(rest) - len(rest.lstrip())
    is_quoted = quote.span.start >= span.start and is_sentence(layout, quote)
    is_ended = layout.text[slice(*quote.inner)].rstrip(_MARKS)[-1:] in STOPS
    is_own = rest.strip() and layout.text[start].isupper() and layout.quote_at(start) is None
    return start if is_quoted and is_ended and is_own else 0


def _in_sentence(layout: Layout, attribution: Attribution, span: Span) -> Span:
    """A content in the writer's words after its cue, to the end of its sentence."""
    tokens = layout.tokens_in(span)
    is_told = attribution.cue and attribution.found_by is not Construction.TURN
    if not (is_told and tokens) or span.start < attribution.cue[-1].end:
        return span
    end = layout.sentence_of[tokens[0]][1]
    rest = tokens[end - tokens.start :]
    follows_colon = ":" in layout.text[attribution.cue[-1].end - 1 : span.start]
    if (
        follows_colon
        or not rest
        or layout.tags[end - 1] != "."
        or not layout.text[layout.starts[end]].isupper()
    ):
        return span
    if any(layout.quote_of[token] != -1 for token in (tokens[0], end - 1, *rest)):
        return span
    return Span(span.start, layout.ends[end - 1])


def _by_paragraph(layout: Layout, attribution: Attribution, span: Span) -> list[Span]:
    """A span cut into paragraphs: the cue's, and others that are quoted or follow a colon."""
    parts = []
    home = layout.paragraph_at(attribution.cue[0].start) if attribution.cue else None
    for number in range(layout.paragraph_at(span.start), layout.paragraph_at(span.end - 1) + 1):
        paragraph = layout.paragraphs[number]
        part = Span(max(span.start, paragraph.start), min(span.end, paragraph.end))
        is_near = home in (None, number) or attribution.found_by is Construction.TURN
        if part.start < part.end and (is_near or _reaches(layout, home, part)):
            parts.append(part)
    return parts


def _reaches(layout: Layout, home: int | None, part: Span) -> bool:
    end, quote = layout.paragraphs[home or 0].end, layout.quotation_at(part.start)
    is_heading = quote is None or layout.text[quote.inner.end - 1].isalnum()
    return layout.text[end - 1] == ":" or not is_heading


def _grown(layout: Layout, attribution: Attribution, span: Span) -> list[Span]:
    """A span with the quotations that it touches, or cut to the quotation that the cue is in."""
    holder = _holding(layout, attribution)
    if holder is not None:
        start, end = max(span.start, holder.start), min(span.end, holder.end)
        return [Span(start, end)] if start < end else []
    found = [layout.quotation_at(at) for at in (span.start, span.end - 1)]
    touched = [span, *(quote.span for quote in found if quote is not None)]
    return [Span(min(s.start for s in touched), max(s.end for s in touched))]


def _holding(layout: Layout, attribution: Attribution) -> Span | None:
    found = (layout.quotation_at(span.start) for span in attribution.cue)
    return next((quote.inner for quote in found if quote is not None), None)
