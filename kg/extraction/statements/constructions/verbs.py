"""Attributions whose cue is a verb and whose content is in the parse: "said that", "denied the
report", "vowed to", "urged them to", "called for", "was accused of". Quotations are in `quoted`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.annotations import Construction
from kg.extraction.statements.constructions.attribution import Attribution
from kg.extraction.statements.constructions.cue_words import (
    CueVerb,
    cue_verb,
    is_passive,
    quoted_as,
    verb_group,
)
from kg.extraction.statements.constructions.sources import Source, outer_cue, source_of, trimmed
from kg.extraction.statements.layout import Layout, TokenRange, without

_CLAUSES = ("ccomp", "parataxis")
_OBJECTS = ("dobj", "dative", "oprd", "attr")
_OBJECT_PARTS = frozenset(("prep", "oprd", "xcomp", "ccomp", "acomp", "attr", "dobj", "advcl"))
_SPOKEN_OF = frozenset(("of", "as", "for", "about", "on", "over", "with", "from", "against"))
_COMPLEMENTS = frozenset(("of", "about", "with", "upon", "for", "against", "at", "back"))
_SCORES = {
    Construction.INDIRECT: 0.9,
    Construction.INTERRUPTED: 0.85,
    Construction.HEADLINE: 0.8,
    Construction.OBJECT: 0.75,
    Construction.INFINITIVE: 0.75,
    Construction.REQUEST: 0.75,
    Construction.NAME: 0.75,
    Construction.PREPOSITION: 0.7,
    Construction.PASSIVE: 0.65,
}

Found = tuple[Construction, list[TokenRange]]


def verb_attributions(layout: Layout) -> Iterator[Attribution]:
    """An attribution for each cue verb whose content the parse shows."""
    for token in range(len(layout.heads)):
        verb = cue_verb(layout, token)
        if verb is None or _only_quotes(layout, token):
            continue
        if (found := content_of(layout, verb)) is not None:
            source = source_of(layout, token)
            construction, content = found
            if quoted_as(layout, token) is not None:
                construction = Construction.PASSIVE
            elif construction.is_clausal and _ends_headline(layout, verb):
                construction = Construction.HEADLINE
            if source is not None or _may_lack_source(layout, verb, construction, content):
                yield _attribution(layout, verb, source, content, construction)


def _ends_headline(layout: Layout, verb: CueVerb) -> bool:
    """Whether a cue is the last word of its paragraph: "Bridge closed, mayor says"."""
    paragraph = layout.paragraphs[layout.paragraph_of[verb.token]]
    return layout.ends[verb.last] == paragraph.end


def _only_quotes(layout: Layout, verb: int) -> bool:
    """Whether a verb only introduces the cue: "quoted" in "was quoted as saying"."""
    return any(
        layout.lower[preposition] == "as"
        and any(quoted_as(layout, c) == verb for c in layout.children_of(preposition, "pcomp"))
        for preposition in layout.children_of(verb, "prep")
    )


def _attribution(
    layout: Layout,
    verb: CueVerb,
    source: Source | None,
    content: list[TokenRange],
    construction: Construction,
) -> Attribution:
    """An attribution, from ranges of tokens."""
    spans = [layout.span(trimmed(layout, tokens)) for tokens in content]
    return Attribution(
        source=() if source is None else (layout.span(source.tokens),),
        cue=(layout.span(verb_group(layout, verb)),),
        content=tuple(span for span in spans if span.end > span.start),
        found_by=construction,
        score=_SCORES[construction],
        concept=verb.cue,
    )


def _may_lack_source(
    layout: Layout, verb: CueVerb, construction: Construction, content: list[TokenRange]
) -> bool:
    """Whether an attribution needs no source: in the passive, except in a relative clause, which is
    the writer's own remark ("which was expected")."""
    if layout.tags[content[0][0]] in ("WDT", "WP", "WP$"):
        return False
    return construction is Construction.PASSIVE or (
        construction is Construction.INDIRECT and is_passive(layout, verb.token)
    )


def content_of(layout: Layout, verb: CueVerb) -> Found | None:
    """The construction of a cue verb, and the ranges of tokens of its content."""
    if verb.last != verb.token and (found := _marked(layout, verb)) is not None:
        return found
    takes = verb.cue.takes
    finders = (
        ("clause", _clause),
        ("clause", _interrupted),
        ("person-infinitive", _request),
        ("infinitive", _infinitive),
        ("name", _name),
        ("object", _object),
    )
    for frame, finder in finders:
        if frame in takes and (found := finder(layout, verb)) is not None:
            return found
    return _prepositional(layout, verb)


def _clause(layout: Layout, verb: CueVerb) -> Found | None:
    clauses = [c for c in layout.children_of(verb.token, *_CLAUSES) if _is_finite(layout, c)]
    if not clauses:
        return None
    same_side = [c for c in clauses if (c < verb.token) == (clauses[0] < verb.token)]
    whole = layout.edges(same_side[0])[0], max(layout.edges(c)[1] for c in same_side)
    whole = _with_lost_start(layout, verb, clauses[0]), _before_next_cue(layout, verb, whole)
    return Construction.INDIRECT, without(whole, [_cue_clause(layout, verb, whole)])


def _with_lost_start(layout: Layout, verb: CueVerb, clause: int) -> int:
    """Where a clause starts, with what the parse left out: a subject that it takes for the verb's
    object ("denied arms have been sold"), or the part before a conjunction ("It is late, but it is
    so, she said").
    """
    start = layout.edges(clause)[0]
    first = layout.sentence_of[verb.token][0]
    if first < start < verb.token and layout.tags[start - 1] == "CC":
        return first
    thing = layout.child(verb.token, "dobj")
    if thing is None or layout.child(clause, "nsubj", "nsubjpass", "csubj", "expl", "mark"):
        return start
    left, right = layout.edges(thing)
    return left if right == start and left > verb.last else start


def _before_next_cue(layout: Layout, verb: CueVerb, content: TokenRange) -> int:
    """Where a content ends: before a further statement of the same source, where there is one."""
    for clause in layout.children_of(verb.token, *_CLAUSES):
        for token in layout.children_of(clause, "conj", "advcl"):
            if outer_cue(layout, token) == verb.token and content[0] < token < content[1]:
                return layout.edges(token)[0]
    return content[1]


def _is_finite(layout: Layout, clause: int) -> bool:
    """Whether a clause is not an infinitive like "to leave"."""
    if layout.tags[clause] == "VB" and layout.deps[clause] == "ccomp":
        aux = [layout.lower[c] for c in layout.children_of(clause, "aux")]
        return "to" not in aux
    return True


def _cue_clause(layout: Layout, verb: CueVerb, whole: TokenRange) -> TokenRange:
    """The cue with its source inside the content, to be cut out of it: "It is, she said, so"."""
    start, end = verb_group(layout, verb)
    if not whole[0] <= verb.token < whole[1]:
        return end, end
    for child in layout.children[verb.token]:
        left, right = layout.edges(child)
        if layout.deps[child] not in _CLAUSES and left >= whole[0] and right <= whole[1]:
            start, end = min(start, left), max(end, right)
    return start, end


def _interrupted(layout: Layout, verb: CueVerb) -> Found | None:
    """The content of a cue in the middle or at the end of the sentence that it reports."""
    if layout.deps[verb.token] not in ("parataxis", "ccomp", "conj", "ROOT", "advcl", "dep"):
        return None
    if layout.child(verb.token, "dobj", "xcomp", "dative") is not None:
        return None
    if (source := source_of(layout, verb.token)) is None:
        return None
    start, end = _own_clause(layout, verb, source)
    first, last = layout.sentence_of[verb.token]
    if start <= first or layout.lower[start - 1] != "," or _opens_with_adjunct(layout, verb, start):
        return None
    is_inside = end < last and layout.lower[end] == ","
    if not is_inside and not _ends_sentence(layout, end, last):
        return None
    if layout.quote_of[verb.token] != layout.quote_of[first]:
        return None
    return Construction.INTERRUPTED, without((first, last), [(start - 1, min(end + 1, last))])


def _opens_with_adjunct(layout: Layout, verb: CueVerb, start: int) -> bool:
    """Whether only adjuncts stand before the cue, not a content: "Last month, they warned"."""
    return any(
        layout.edges(child)[1] >= start - 1
        for child in layout.children_of(verb.token, "advcl", "prep", "npadvmod", "advmod")
        if child < start
    )


def _own_clause(layout: Layout, verb: CueVerb, source: Source) -> TokenRange:
    start, end = verb_group(layout, verb)
    start, end = min(start, source.tokens[0]), max(end, source.tokens[1])
    for child in layout.children_of(verb.token, "npadvmod", "prep", "advmod"):
        left, right = layout.edges(child)
        if left == end and layout.lower[child] not in _COMPLEMENTS:
            end = right
    return start, end


def _ends_sentence(layout: Layout, token: int, last: int) -> bool:
    return token >= last or layout.tags[token] in (".", "_SP") or token == last - 1


def _request(layout: Layout, verb: CueVerb) -> Found | None:
    """The content of "urged them to leave": what is to be done and by whom."""
    action = next(
        (c for c in layout.children_of(verb.token, "xcomp", "ccomp") if c > verb.last), None
    )
    if action is None or layout.tags[action] != "VB" or not _has_to(layout, action):
        return None
    start = verb.last + 1
    return _passive_or(Construction.REQUEST, layout, verb, [(start, layout.edges(action)[1])])


def _marked(layout: Layout, verb: CueVerb) -> Found | None:
    """The content of "called for them to leave", where the parse attaches "for" to "leave"."""
    action = layout.heads[verb.last]
    if layout.deps[verb.last] != "mark" or not _has_to(layout, action):
        return None
    return _passive_or(
        Construction.REQUEST, layout, verb, [(verb.last + 1, layout.edges(action)[1])]
    )


def _infinitive(layout: Layout, verb: CueVerb) -> Found | None:
    action = next((c for c in layout.children_of(verb.token, "xcomp") if c > verb.last), None)
    if action is None or not _has_to(layout, action):
        return None
    return _passive_or(Construction.INFINITIVE, layout, verb, [layout.edges(action)])


def _has_to(layout: Layout, action: int) -> bool:
    return any(layout.lower[c] == "to" for c in layout.children_of(action, "aux"))


def _name(layout: Layout, verb: CueVerb) -> Found | None:
    """The content of "called it a failure": what is named and its name."""
    parts = [
        c
        for c in layout.children_of(verb.token, "dobj", "oprd", "ccomp", "xcomp", "attr", "acomp")
        if c > verb.last
    ]
    parts += [
        c
        for c in layout.children_of(verb.token, "prep")
        if c > verb.last and layout.lower[c] == "as"
    ]
    if len(parts) < 2 and not any(layout.deps[c] in ("ccomp", "oprd") for c in parts):
        return None
    end = max(layout.edges(c)[1] for c in parts)
    return _passive_or(Construction.NAME, layout, verb, [(verb.last + 1, end)])


def _object(layout: Layout, verb: CueVerb) -> Found | None:
    """The content of "denied the report", "dismissed the claim as false", "accused them of it"."""
    things = [
        c
        for c in layout.children_of(verb.token, "dobj", "pobj", "pcomp", "oprd", "ccomp", "xcomp")
        if c > verb.last
    ]
    if verb.last != verb.token:
        things += layout.children_of(verb.last, "pobj", "pcomp", "dobj")
    if not things and not is_passive(layout, verb.token):
        return _object_after_as(layout, verb)
    return _passive_or(Construction.OBJECT, layout, verb, _complements(layout, verb, things))


def _object_after_as(layout: Layout, verb: CueVerb) -> Found | None:
    """The content of "dismissed as idle talk the claim": all to the full stop, as parsers often
    miss the object."""
    first = verb.last + 1
    if first >= len(layout.lower) or layout.lower[first] != "as":
        return None
    end = first + 1
    while end < len(layout.lower) and layout.goes_on(end - 1, end):
        end += 1
    return Construction.OBJECT, [(first, end)]


def _complements(layout: Layout, verb: CueVerb, things: list[int]) -> list[TokenRange]:
    parts = things + [
        c
        for c in layout.children_of(verb.token, "prep", "xcomp", "oprd")
        if c > verb.last and (layout.deps[c] != "prep" or _belongs_to_object(layout, c))
    ]
    if not parts:
        return []
    edges = [layout.edges(c) for c in parts]
    return [(max(verb.last + 1, min(e[0] for e in edges)), max(e[1] for e in edges))]


def _belongs_to_object(layout: Layout, preposition: int) -> bool:
    """Whether a phrase with a preposition is part of the content: "of lying", not "on Friday"."""
    thing = layout.child(preposition, "pobj")
    is_time = thing is not None and layout.doc[thing].ent_type_ in ("DATE", "TIME")
    return layout.lower[preposition] in _SPOKEN_OF and not is_time


def _passive_or(
    construction: Construction, layout: Layout, verb: CueVerb, content: list[TokenRange]
) -> Found | None:
    """A content; in the passive, together with the subject: "the plan was rejected"."""
    if not is_passive(layout, verb.token):
        return (construction, content) if content else None
    patient = layout.child(verb.token, "nsubjpass")
    if patient is not None:
        content = [layout.edges(patient), *content]
    return (Construction.PASSIVE, content) if content else None


def _prepositional(layout: Layout, verb: CueVerb) -> Found | None:
    for preposition in layout.children_of(verb.token, "prep", "dative", "prt"):
        if preposition > verb.last and layout.lower[preposition] in verb.cue.takes:
            thing = layout.child(preposition, "pobj", "pcomp")
            if thing is not None:
                return _passive_or(Construction.PREPOSITION, layout, verb, [layout.edges(thing)])
    return None
