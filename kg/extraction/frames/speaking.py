"""Who says what a statement's cue tells: the source of the statement, whatever the parse has."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from kg.extraction.annotations import Span, Statement
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.slots import Slot


def tokens(doc: Doc, spans: Iterable[Span]) -> set[int]:
    """The tokens that code points of a document touch."""
    slices = (doc.char_span(start, end, alignment_mode="expand") for start, end in spans)
    return {token for each in slices if each is not None for token in range(each.start, each.end)}


def sources(doc: Doc, statements: Sequence[Statement]) -> dict[int, set[int]]:
    """For the words of cues the words of the source, where it stands in the cue's sentence."""
    found: dict[int, set[int]] = {}
    for statement in statements:
        source = tokens(doc, statement.source)
        for cue in tokens(doc, statement.cue):
            sentence = doc[cue].sent
            if source and sentence.start <= min(source) and max(source) < sentence.end:
                found[cue] = source
    return found


def with_source(
    doc: Doc, cue: int, source: set[int], roles: Sequence[RoleFound]
) -> Sequence[RoleFound]:
    """The arguments of a cue with the head of its source as who does it, where another clause names
    another: in "Roe said that Poe was leaving, and demanded an answer" Poe demands nothing."""
    doers = [each for each in roles if each.role == "ARG0" and doc[each.slot.token].head.i != cue]
    others = [each for each in doers if each.slot.token not in source]
    if not others:
        return roles
    head = doc[min(source) : max(source) + 1].root.i
    kept = [each for each in roles if each not in others and each.slot.token != head]
    found = [*kept, RoleFound("ARG0", Slot("control", head), 1.0)]
    return sorted(found, key=lambda each: each.slot.token)
