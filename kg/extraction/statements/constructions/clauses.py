"""Contents that are clauses: "said that it rained"; "it rained, she said, all day"."""

from kg.extraction.annotations import Construction
from kg.extraction.statements.constructions.attribution import Content
from kg.extraction.statements.constructions.cue_words import CueVerb, verb_group
from kg.extraction.statements.constructions.sources import Source, outer_cue, source_of
from kg.extraction.statements.layout import Layout, TokenRange, without

_CLAUSES = ("ccomp", "parataxis")
_COMPLEMENTS = frozenset(("of", "about", "with", "upon", "for", "against", "at", "back"))


def clause(layout: Layout, verb: CueVerb) -> Content | None:
    """The content of "said that it rained": the clauses below the cue, on one side of it."""
    clauses = [c for c in _clauses(layout, verb) if _is_finite(layout, c)]
    if not clauses or _is_own_sentence(layout, verb, clauses[0]):
        return None
    same_side = [c for c in clauses if (c < verb.token) == (clauses[0] < verb.token)]
    whole = layout.edges(same_side[0])[0], max(layout.edges(c)[1] for c in same_side)
    whole = _with_lost_start(layout, verb, clauses[0]), _before_next_cue(layout, verb, whole)
    parts = without(whole, [_cue_clause(layout, verb, whole)])
    return Construction.INDIRECT, [*_gap(layout, verb, clauses[0]), *parts]


def _clauses(layout: Layout, verb: CueVerb) -> list[int]:
    """The clauses below a cue, or below its last word: "it rained" of "made it clear it rained"."""
    if layout.deps[verb.last] == "ccomp" and layout.heads[verb.last] == verb.token < verb.last:
        return layout.children_of(verb.last, *_CLAUSES, "advcl")
    return layout.children_of(verb.token, *_CLAUSES)


def _is_own_sentence(layout: Layout, verb: CueVerb, clause: int) -> bool:
    """Whether a clause is no content: "so they say. But it rained", "it rained; they deny it"."""
    first, end = layout.edges(clause)
    if first > verb.last:
        return layout.tags[first] == "CC"
    return end < verb.token and layout.lower[end] in (":", ";")


def _gap(layout: Layout, verb: CueVerb, clause: int) -> list[TokenRange]:
    """The noun that a clause inside a relative clause is about: "a sign" in "a sign he says means
    rain"."""
    noun = layout.heads[verb.token]
    is_relative = layout.deps[verb.token] == "relcl" and noun < verb.token < clause
    if not is_relative or layout.child(clause, "nsubj", "nsubjpass", "expl") is not None:
        return []
    return [(layout.edges(noun)[0], noun + 1)]


def _with_lost_start(layout: Layout, verb: CueVerb, clause: int) -> int:
    """Where a clause starts, with what the parse left out: a subject that it takes for the verb's
    object ("denied arms have been sold", "said the plan, if passed, will fail"), or the part before
    a conjunction ("It is late, but it is so, she said")."""
    start = layout.edges(clause)[0]
    first = layout.sentence_of[verb.token][0]
    if first < start < verb.token and layout.tags[start - 1] == "CC":
        return first
    thing = layout.child(verb.token, "dobj")
    if thing is None or layout.child(clause, "nsubj", "nsubjpass", "csubj", "expl", "mark"):
        return start
    left, right = layout.edges(thing)
    is_apart = right < start and layout.lower[right] == layout.lower[start - 1] == ","
    return left if (right == start or is_apart) and left > verb.last else start


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


def interrupted(layout: Layout, verb: CueVerb) -> Content | None:
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
    if end < last - 1 and layout.lower[end] != "," and layout.tags[end] not in (".", "_SP"):
        return None
    if layout.quote_of[verb.token] != layout.quote_of[first]:
        return None
    content = without((first, last), [(start - 1, min(end + 1, last))])
    return (Construction.INTERRUPTED, content) if content else None


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
