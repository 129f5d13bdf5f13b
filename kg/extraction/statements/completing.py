"""Completes the trained tagger's attributions by the parse.

It fills holes in contents, takes the parse's content where the tagger is unsure, parts two
attributions that the tagger took for one, and adds those inside another's content.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from kg.extraction.annotations import Construction, Span, StatementKind
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.credible import has_noun
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.layout import Layout

# Longer holes, and holes in contents that the tagger is unsure of, are mostly right. A content in
# three or more pieces is not: of its holes only half are.
_LONGEST_HOLE = 2
_UNSURE = 0.5
_IN_PIECES = 3
_LONGEST_TOLD = 6
_LONGEST_REST = 8
_AND = frozenset(("and", "&"))
_IN_A_LIST = frozenset((",", "CC", "JJ"))
_BEFORE_A_NOUN = frozenset(("amod", "compound", "det", "nummod", "poss"))


def completed(
    layout: Layout, attribution: Attribution, same: Attribution | None, cues: Container[int]
) -> Attribution:
    """A tagged attribution with its content completed.

    Args:
        layout: the document.
        attribution: as the tagger found it.
        same: the parse's attribution with the same cue, if there is one. Its content is taken where
            the tagger is unsure and nothing is quoted.
        cues: the tokens of all cues; a hole that has one of them, or the source, is not filled.
    """
    if same is not None and same.found_by is Construction.PASSIVE and not attribution.source:
        attribution = replace(attribution, source=same.source)
    attribution = _with_preposition(layout, attribution)
    found = _content(layout, attribution, same, cues)
    source, cue = layout.tokens_of(attribution.source), layout.tokens_of(attribution.cue)
    content = [_ended(layout, _opened(layout, span, cue), source, cues) for span in found]
    content[:1] = [_requested(layout, span, cue) for span in content[:1]]
    return replace(
        attribution,
        source=tuple(_whole(layout, span, cue) for span in attribution.source),
        content=tuple(content),
    )


def _with_preposition(layout: Layout, attribution: Attribution) -> Attribution:
    """With the preposition of its own in the cue: "called for" and "peace", not "for peace"."""
    cue, content = layout.tokens_of(attribution.cue), attribution.content
    verb = cue_verb(layout, cue[-1]) if cue else None
    tokens = layout.tokens_in(content[0]) if content else range(0)
    if verb is None or verb.last != cue[-1] + 1 or len(tokens) < 2 or tokens[0] != verb.last:
        return attribution
    span = Span(attribution.cue[-1].start, layout.ends[verb.last])
    rest = Span(layout.starts[tokens[1]], content[0].end)
    return replace(attribution, cue=(*attribution.cue[:-1], span), content=(rest, *content[1:]))


def _whole(layout: Layout, source: Span, cue: Sequence[int]) -> Span:
    """A source from the first of those that it lists to the last, and with the name that follows in
    apposition: "The" of "The United States and Japan said", "Lind" of "Poe, Lind and Roe said",
    "Roe's partner" of "said Roe's partner, Tom Lind"."""
    tokens = layout.tokens_in(source)
    if not tokens or not cue:
        return source
    start = _start_of_list(layout, source)
    source = _ended(layout, Span(start, source.end), (), cue)
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


def _content(
    layout: Layout, attribution: Attribution, same: Attribution | None, cues: Container[int]
) -> tuple[Span, ...]:
    phrase = _qualified(layout, attribution)
    if phrase is not None:
        return (phrase,)
    if attribution.score >= _UNSURE:
        content = _filled(layout, attribution, cues, _LONGEST_HOLE)
        return content if same is None else _begun(layout, attribution, content, same, cues)
    if same is not None and not same.found_by.is_quoted:
        return same.content
    is_quoted = any(layout.quote_at(span.start) is not None for span in attribution.content)
    if len(attribution.content) < _IN_PIECES or is_quoted:
        return attribution.content
    return _filled(layout, attribution, cues, sys.maxsize)


def _opened(layout: Layout, span: Span, cue: Container[int]) -> Span:
    """A part of a content from its "that" on, without a day or an addressee before it."""
    for token in layout.tokens_in(span)[:_LONGEST_TOLD]:
        verb = layout.heads[token]
        if layout.lower[token] == "that" and verb > token and layout.heads[verb] in cue:
            return Span(layout.starts[token], span.end)
    return span


def _requested(layout: Layout, span: Span, cue: Container[int]) -> Span:
    """What somebody is asked to do, without who is asked: "to pay" of "asked the town to pay"."""
    for token in layout.tokens_in(span)[1:]:
        verb = layout.heads[token]
        asking = layout.heads[verb]
        if layout.tags[token] == "TO" and asking in cue and asking < token < verb:
            asked = cue_verb(layout, asking)
            is_request = (
                asked is not None
                and asked.cue.kind is StatementKind.SPEECH
                and "person-infinitive" in asked.cue.takes
            )
            is_done = layout.child(verb, "auxpass") is not None  # "ordered the men to be freed"
            first = token - (layout.deps[token - 1] == "neg")
            is_whole = layout.starts[verb] < span.end
            return (
                Span(layout.starts[first], span.end)
                if is_request and is_whole and not is_done
                else span
            )
    return span


def _ended(layout: Layout, span: Span, source: Container[int], cues: Container[int]) -> Span:
    """A part of a content to the end of the phrase in which it breaks off: "Norwegian", "Roe's",
    "the claims by". It stays as it is where a cue or the source is in the rest."""
    last = next(reversed(layout.tokens_in(span)), None)
    if last is None or layout.quote_at(span.start) is not None:
        return span
    word = layout.heads[last] if layout.deps[last] == "case" else last
    end = layout.heads[word] if layout.deps[word] in _BEFORE_A_NOUN else last
    if layout.deps[last] == "prep":
        end = layout.edges(last)[1] - 1
    rest = range(last + 1, end + 1)
    if not 0 < len(rest) <= _LONGEST_REST or any(t in cues or t in source for t in rest):
        return span
    return Span(span.start, layout.ends[end])


def _qualified(layout: Layout, attribution: Attribution) -> Span | None:
    """The noun phrase that a passive cue modifies, which is then the content: "the latest figure"
    in "the latest figure cited by officials"."""
    cue = layout.tokens_of(attribution.cue)
    participle = next((t for t in cue if layout.deps[t] == "acl" and layout.tags[t] == "VBN"), None)
    if participle is None or not attribution.source or attribution.source[0] < attribution.cue[0]:
        return None
    noun = layout.heads[participle]
    determiner = layout.child(noun, "det", "poss")  # "twice" in "twice the figure" stands before it
    first = layout.edges(noun if determiner is None else determiner)[0]
    return layout.span((first, noun + 1)) if noun < participle else None


def _filled(
    layout: Layout, attribution: Attribution, cues: Container[int], longest: int
) -> tuple[Span, ...]:
    """The content with its parts joined where they are in one sentence, with few words and no cue
    between them."""
    content: list[Span] = []
    for span in attribution.content:
        hole = Span(content[-1].end, span.start) if content else None
        if hole and _is_to_fill(layout, hole, longest, attribution.source, cues):
            span = Span(content.pop().start, span.end)
        content.append(span)
    return tuple(content)


def _is_to_fill(
    layout: Layout, hole: Span, longest: int, source: Sequence[Span], cues: Container[int]
) -> bool:
    tokens = layout.tokens_in(hole)
    before, after = tokens.start - 1, tokens.stop
    return (
        0 <= before < after < len(layout.sentence_of)
        and layout.sentence_of[before] == layout.sentence_of[after]
        and len(layout.text[slice(*hole)].split()) <= longest
        and not any(token in cues for token in tokens)
        and not any(map(hole.overlaps, source))
    )


def _begun(
    layout: Layout,
    attribution: Attribution,
    content: tuple[Span, ...],
    same: Attribution,
    cues: Container[int],
) -> tuple[Span, ...]:
    """A content before its cue, extended to the start of its sentence: where only a word or two are
    missing, or where the parse's content has all of it."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    if not tokens or content[0].start > attribution.start:
        return content
    first = layout.sentence_of[tokens[0]][0]
    hole = Span(layout.starts[first], content[0].start)
    is_short = len(layout.text[slice(*hole)].split()) <= _LONGEST_HOLE
    is_bare = not any(token in cues for token in range(first, tokens[0]))
    is_one = any(each.start <= hole.start and content[0].end <= each.end for each in same.content)
    if not ((is_short and is_bare) or is_one):
        return content
    return (Span(hole.start, content[0].end), *content[1:])


def parted(
    layout: Layout, tagged: Sequence[Attribution], parsed: Sequence[Attribution]
) -> Iterator[Attribution]:
    """The tagged attributions, with those that contain a second one in two.

    The tagger may miss the second cue in "said it rained, calling it a nuisance".

    Args:
        layout: the document.
        tagged: the tagger's attributions.
        parsed: the parse's attributions whose cues the tagger did not find.
    """
    ends = {
        attribution.cue[-1].end: attribution
        for attribution in parsed
        if _goes_on(layout, attribution)
    }
    for attribution in tagged:
        kept = list(attribution.content[:1])
        for span in attribution.content[1:]:
            second = next((ends[e] for e in range(span.start - 2, span.start) if e in ends), None)
            if second is None or second.cue[0].start < kept[-1].end:
                kept.append(span)
            else:
                source, score = attribution.source, attribution.score
                yield replace(second, source=source, content=(span,), score=score)
        yield replace(attribution, content=tuple(kept))


def _goes_on(layout: Layout, attribution: Attribution) -> bool:
    """Whether a cue continues another statement: "adding", "calling"."""
    first = (layout.tokens_in(span)[:1] for span in attribution.cue)
    return any(layout.tags[token] == "VBG" for tokens in first for token in tokens)


def inner(
    layout: Layout, tagged: Sequence[Attribution], parsed: Sequence[Attribution]
) -> Iterator[Attribution]:
    """The parse's attributions inside a tagged content, but not inside a quotation.

    The tagger does not find statements inside another: "she said that he had said that".

    Args:
        layout: the document.
        tagged: the tagger's attributions.
        parsed: the parse's attributions whose cues the tagger did not find.
    """
    contents = sorted(span for attribution in tagged for span in attribution.content)
    starts = [span.start for span in contents]
    reach = list(accumulate((span.end for span in contents), max))
    for attribution in parsed:
        if _is_told(layout, attribution):
            before = bisect_right(starts, attribution.start)
            if before and attribution.end <= reach[before - 1]:
                yield attribution


def _is_told(layout: Layout, attribution: Attribution) -> bool:
    concept = attribution.concept
    return (
        attribution.found_by.is_clausal
        and attribution.found_by is not Construction.HEADLINE
        and layout.quote_at(attribution.cue[0].start) is None
        and concept is not None
        and concept.kind is StatementKind.SPEECH
        and has_noun(layout, attribution)
    )
