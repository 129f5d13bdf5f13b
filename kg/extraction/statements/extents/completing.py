"""Completes the trained tagger's attributions by the parse.

It fills holes in contents, ends what breaks off, and takes the parse's content where the tagger is
unsure.
"""

import sys
from collections.abc import Container, Sequence
from dataclasses import replace

from kg.extraction.annotations import Construction, Span, StatementKind
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import cue_verb, quoted_as
from kg.extraction.statements.extents import beginnings
from kg.extraction.statements.extents.addressees import with_phrase, without_addressee
from kg.extraction.statements.extents.breaking_off import ended, without_adjunct, without_next_deed
from kg.extraction.statements.extents.stray import with_condition, without_remark, without_stray
from kg.extraction.statements.extents.whole_sources import whole_source
from kg.extraction.statements.layout import Layout

# Longer holes, and holes in contents that the tagger is unsure of, are mostly right. A content in
# three or more pieces is not: of its holes only half are.
_UNSURE = 0.5
_IN_PIECES = 3
_FEWEST_BEFORE_A_CLAUSE = 3
_SUBJECTS = ("nsubj", "nsubjpass")
_PLEADS = frozenset(("plead",))
_PLEAS = frozenset(("not", "guilty", "innocent", "no"))
_JOINS = frozenset(("WDT", "WP", "WP$", "WRB", "IN", "CC", "TO", "DT", *".,:"))


def completed(
    layout: Layout, attribution: Attribution, same: Attribution | None, cues: Container[int]
) -> Attribution:
    """A tagged attribution with its content completed.

    Args:
        attribution: as the tagger found it.
        same: the parse's attribution with the same cue, if there is one. Its content is taken where
            the tagger is unsure and nothing is quoted.
        cues: the tokens of all likely cues; a hole that has one of them, or the source, is not
            filled.
    """
    if same is not None and same.found_by is Construction.PASSIVE and not attribution.source:
        attribution = replace(attribution, source=same.source)
    attribution = _with_plea(layout, _with_preposition(layout, _with_to(layout, attribution)))
    attribution = _with_deed(layout, attribution)
    source, cue = layout.tokens_of(attribution.source), layout.tokens_of(attribution.cue)
    found = without_stray(layout, _content(layout, attribution, same, cues), cue)
    found = with_condition(layout, found, source, cue, cues)
    whole = [ended(layout, beginnings.opened(layout, span, cue), source, cues) for span in found]
    content = [*whole[:1], *(span for span in whole[1:] if _has_own_word(layout, span))]
    content = content[beginnings.only_opens(layout, content) :]
    content = with_phrase(layout, cue, without_addressee(layout, cue, content))
    content[:1] = [beginnings.requested(layout, span, cue) for span in content[:1]]
    content = without_remark(layout, without_next_deed(layout, content, cue))
    content[-1:] = [without_adjunct(layout, span, cue) for span in content[-1:]]
    content = beginnings.with_head(layout, content, source, cue)
    content = beginnings.identified(layout, content, source)
    sources = tuple(whole_source(layout, span, cue) for span in attribution.source)
    return replace(attribution, source=sources, content=tuple(content))


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


def _with_to(layout: Layout, attribution: Attribution) -> Attribution:
    """With "to" and its verb in the content: "wants" and "to leave", not "wants to" and "leave",
    "plans" and "to build a bridge", not "plans to build" and "a bridge"."""
    cue, content = layout.tokens_of(attribution.cue), attribution.content
    to = next((t for t in cue[1:] if layout.tags[t] == "TO"), None)
    if to is None or not content or to not in cue[-2:]:
        return attribution
    is_next = layout.heads[to] == cue[-1] and _is_next(layout, cue[-1], content[0])
    is_planned = is_next and _is_planned(layout, cue[-1])
    if not is_planned and layout.heads[to] not in layout.tokens_in(content[0]):
        return attribution
    said = Span(attribution.cue[-1].start, layout.ends[to - 1])
    whole = Span(layout.starts[to], content[0].end)
    return replace(attribution, cue=(*attribution.cue[:-1], said), content=(whole, *content[1:]))


def _is_planned(layout: Layout, deed: int) -> bool:
    """Whether a verb tells what somebody plans, and neither says nor thinks."""
    verb = cue_verb(layout, layout.heads[deed])
    is_planned = verb is not None and verb.cue.kind is StatementKind.INTENT
    return is_planned and cue_verb(layout, deed) is None


def _with_plea(layout: Layout, attribution: Attribution) -> Attribution:
    """With the plea in the content: "pleaded" and "not guilty", not "pleaded not" and "guilty"."""
    cue = layout.tokens_of(attribution.cue)
    verb = next((n for n, t in enumerate(cue) if layout.lemmas[t] in _PLEADS), None)
    if verb is None or verb + 1 == len(cue) or layout.lower[cue[verb + 1]] not in _PLEAS:
        return attribution
    said = Span(attribution.cue[0].start, layout.ends[cue[verb]])
    end = max(attribution.content[-1].end, layout.ends[cue[-1]])
    return replace(attribution, cue=(said,), content=(Span(layout.starts[cue[verb + 1]], end),))


def _with_deed(layout: Layout, attribution: Attribution) -> Attribution:
    """With the deed in the content: "denied" and "making it", not "denied making" and "it"."""
    cue, content = layout.tokens_of(attribution.cue), attribution.content
    first = next((t for t in cue[1:] if _is_deed(layout, t, cue)), None)
    if first is None or not content or not _is_next(layout, cue[-1], content[0]):
        return attribution
    first -= layout.tags[first - 1] == "RB"
    said = Span(attribution.cue[0].start, layout.ends[first - 1])
    whole = Span(layout.starts[first], content[0].end)
    return replace(attribution, cue=(said,), content=(whole, *content[1:]))


def _is_deed(layout: Layout, token: int, cue: Sequence[int]) -> bool:
    verb = layout.heads[token]
    verb = layout.heads[verb] if layout.deps[token] == "pcomp" else verb
    is_gerund = layout.tags[token] == "VBG" and layout.deps[token] in ("xcomp", "pcomp", "ccomp")
    is_deed = is_gerund and quoted_as(layout, token) is None
    return is_deed and verb in cue and cue_verb(layout, verb) is not None


def _is_next(layout: Layout, token: int, span: Span) -> bool:
    end = layout.ends[token]
    return end <= span.start and not layout.text[end : span.start].strip()


def _content(
    layout: Layout, attribution: Attribution, same: Attribution | None, cues: Container[int]
) -> tuple[Span, ...]:
    phrase = _qualified(layout, attribution)
    if phrase is not None:
        return (phrase,)
    if attribution.score >= _UNSURE:
        content = _filled(layout, attribution, cues, beginnings.LONGEST_HOLE, same)
        if same is None:
            return content
        whole = beginnings.begun(layout, attribution, content, same, cues)
        return (*whole[:-1], _continued(layout, whole[-1], same, cues))
    if same is not None and not same.found_by.is_quoted:
        return same.content
    is_quoted = any(layout.quote_at(span.start) is not None for span in attribution.content)
    if len(attribution.content) < _IN_PIECES or is_quoted:
        return attribution.content
    return _filled(layout, attribution, cues, sys.maxsize)


def _has_own_word(layout: Layout, span: Span) -> bool:
    """Whether a part of a content has more than joining words ("though"), and no "'s" before it."""
    tags = [layout.tags[token] for token in layout.tokens_in(span)]
    return tags[:1] != ["POS"] and not _JOINS.issuperset(tags)


def _continued(layout: Layout, span: Span, same: Attribution, cues: Container[int]) -> Span:
    """The last part of a content to the end of the parse's clause, where no comma, dash or "and",
    and no cue stands between: "it is 64 percent" of "it is 64 percent owned by the town"."""
    whole = next((each for each in same.content if each.start < span.end < each.end), None)
    is_after = same.found_by.is_clausal and not span.start < same.cue[-1].end <= span.end
    is_short = len(layout.tokens_in(span)) < _FEWEST_BEFORE_A_CLAUSE
    if whole is None or not is_after or (is_short and whole.start != span.start):
        return span
    rest = layout.tokens_in(Span(span.end, whole.end))
    is_apart = not layout.text[layout.starts[rest[0]]].isalnum() or layout.tags[rest[0]] == "CC"
    return span if is_apart or any(token in cues for token in rest) else Span(span.start, whole.end)


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
    layout: Layout,
    attribution: Attribution,
    cues: Container[int],
    longest: int,
    same: Attribution | None = None,
) -> tuple[Span, ...]:
    """The content with its parts joined where they are in one sentence, with few words and no cue
    between them, or with what the parse's content has."""
    known = () if same is None or not same.found_by.is_clausal else same.content
    content: list[Span] = []
    for span in attribution.content:
        hole = Span(content[-1].end, span.start) if content else None
        is_known = hole and any(p.start <= hole.start and hole.end <= p.end for p in known)
        most, own = (sys.maxsize if is_known else longest), cues
        if is_known and hole:  # a cue in it may tell what else the same source says: "adding"
            own = [t for t in layout.tokens_in(hole) if t in cues and _goes_on(layout, t)]
        if hole and _is_to_fill(layout, hole, most, attribution.source, own):
            span = Span(content.pop().start, span.end)
        elif hole:
            span = Span(_start_of_rest(layout, content[-1], span, attribution), span.end)
        content.append(span)
    return tuple(content)


def _start_of_rest(layout: Layout, first: Span, second: Span, attribution: Attribution) -> int:
    """Where the second part of a clause begins that source and cue interrupt: "was charged with
    theft" of "Roe, according to police, was charged with theft"."""
    own = max(span.end for span in (*attribution.source, *attribution.cue))
    rest = layout.tokens_in(Span(own, second.start)) if first.end < own else range(0)
    subject = layout.tokens_in(first)
    verb = next((t for t in rest if layout.is_verb(t) or layout.tags[t] == "MD"), None)
    is_own = verb is not None and any(
        layout.heads[t] in (verb, layout.heads[verb]) and layout.deps[t] in _SUBJECTS
        for t in subject
    )
    is_apart = not layout.lower[rest[0]].isalnum() if rest else False
    return layout.starts[rest[is_apart]] if is_own and len(rest) > is_apart else second.start


def _goes_on(layout: Layout, verb: int) -> bool:
    if layout.tags[verb] == "VBG":
        return layout.lower[verb - 1] == ","
    is_bare = layout.child(verb, "nsubj", "nsubjpass", "expl", "auxpass") is None
    return layout.deps[verb] == "conj" and layout.is_finite(verb) and is_bare


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
