"""The content of a tagged attribution: which parts of what the tagger marked belong to it."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions.cue_words import cue_verb, is_passive
from kg.extraction.statements.layout import Layout, TokenRange
from kg.extraction.statements.tagged.words import whole_words
from kg.extraction.tagger.span_decoding import TaggedAttribution

_OPENING = " \"'“‘«"
_CLOSING = "\"'”’»"
_ARTICLES = frozenset(("a", "an", "the"))
_TELL_NOTHING = frozenset(("IN", "TO", "CC", "POS", "RP", "_SP", *".,:$()-", "``", "''"))


def content_of(layout: Layout, tagged: TaggedAttribution) -> tuple[Span, ...]:
    """The parts of a tagged content that belong to its cue.

    These are the parts that are quoted or begin in the cue's sentence, from the first one on that
    ends in this sentence or stands right before source or cue; all parts where there are none.
    """
    sentences = {layout.sentence_of[token] for token in layout.tokens_of(tagged.cue)}
    content = [
        _from_quotation(layout, span, sentences) for span in whole_words(layout, tagged.content)
    ]
    kept = [
        span
        for span in content
        if layout.quote_at(span.start) is not None or _is_in(layout, span, sentences, 0)
    ]
    own = [
        span
        for span in kept
        if _is_in(layout, span, sentences, -1) or _is_beside(layout, tagged, span)
    ]
    near = kept[kept.index(own[0]) :] if own else kept or content
    return tuple(_reached(layout, tagged, near))


def _from_quotation(layout: Layout, span: Span, sentences: Container[TokenRange]) -> Span:
    """A part of a content without the writer's sentences before its quotation of some sentences."""
    tokens = layout.tokens_in(span)
    if not tokens or layout.quote_of[tokens[0]] != -1:
        return span
    first = layout.sentence_of[tokens[-1]][0]
    is_quoted = layout.quote_of[first] != -1 and layout.tags[first - 1] == "."
    is_own = layout.sentence_of[tokens[-1]] in sentences
    is_later = first > tokens[0] and is_quoted and is_own
    return Span(layout.starts[first], span.end) if is_later else span


def _reached(layout: Layout, tagged: TaggedAttribution, content: Sequence[Span]) -> Sequence[Span]:
    """The parts of a content after its cue and the colon behind it, where there are any. Without
    such a colon only those that stand between source and cue are left out."""
    cue = tagged.cue[-1]
    after = [span for span in content if span.start >= cue.end]
    between = layout.text[cue.end - 1 : after[0].start] if after else ""
    said = layout.tokens_in(cue)  # "and according to" opens another clause than the one before
    is_joined = layout.tags[said[0] - 1] == "CC" and layout.lower[said[0]] == "according"
    if between.rstrip(_OPENING).strip().endswith(":") or (after and is_joined):
        return after
    first = max((span.end for span in tagged.source), default=cue.start)
    kept = [s for s in content if not (after and first <= s.start and s.end <= cue.start)]
    is_said_before = any(span.end <= cue.start for span in kept)
    return [s for s in kept if not (is_said_before and _is_aside(layout, cue, s))]


def _is_aside(layout: Layout, cue: Span, span: Span) -> bool:
    """Whether a part after a cue tells where or of what it is said: "trade" in "“It fell,” Roe said
    in a report on trade"."""
    tokens, said = layout.tokens_in(span), layout.tokens_in(cue)
    if not tokens or tokens[0] < said[-1] or layout.deps[said[-1]] != "prep":
        return False
    if any(is_passive(layout, token) or _takes(layout, token, said[-1]) for token in said):
        return False
    word = tokens[0]
    while layout.heads[word] != word and word not in said:
        word = layout.heads[word]
    return word == said[-1] and all(layout.quote_of[token] == -1 for token in tokens)


def _takes(layout: Layout, verb: int, preposition: int) -> bool:
    """Whether a preposition belongs to a cue: "on" to "called on", which tells whom it asks."""
    found = cue_verb(layout, verb)
    return found is not None and found.last >= preposition


def _is_in(layout: Layout, span: Span, sentences: Container[TokenRange], number: int) -> bool:
    """Whether a token of a span, by its number, is in one of some sentences."""
    tokens = layout.tokens_in(span)
    return len(tokens) > 0 and layout.sentence_of[tokens[number]] in sentences


def _is_beside(layout: Layout, tagged: TaggedAttribution, span: Span) -> bool:
    """Whether but a space parts a piece of a content, with no full stop, from source or cue."""
    if layout.text[span.start : span.end].rstrip(_CLOSING)[-1:] == ".":
        return False
    return any(
        span.end <= each.start and not layout.text[span.end : each.start].strip()
        for each in (*tagged.source, *tagged.cue)
    )


def tells(layout: Layout, span: Span) -> bool:
    """Whether a part of a content has more than articles, prepositions and conjunctions."""
    return any(
        layout.tags[token] not in _TELL_NOTHING and layout.lower[token] not in _ARTICLES
        for token in layout.tokens_in(span)
    )
