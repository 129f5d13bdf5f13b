"""Finds those who speak together with a speaker: B in "A and B said"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extraction.annotations import EntityType, Span
from kg.extraction.statements.layout import Layout
from kg.extraction.statements.speakers.mention_index import MentionIndex
from kg.extraction.statements.speakers.sources import name_after_and, source_head

_LISTED = re.compile(
    r",? (?:(?:and|&) )?(?:the )?|,? (?:and|&) (?:(?!of |for |to |in )[\w’'-]+,? ){1,5}"
)
_WHOLE = re.compile(r"\Z| ?[,&()–—-]|\s+and\b")
_AND = frozenset(("and", "&"))


def joint_speakers(
    layout: Layout, index: MentionIndex, source: Sequence[Span], speaker: int
) -> tuple[int, ...]:
    """The other mentions that a source coordinates with the speaker: B in "A and B"."""
    found: list[int] = []
    for span in source:
        if _AND.isdisjoint(layout.lower[token] for token in layout.tokens_in(span)):
            continue
        token = source_head(layout, span)
        while token is not None and layout.starts[token] < span.end:
            found += sorted(index.at(layout, token), key=index.length)[-1:]
            token = layout.child(token, "conj") or name_after_and(layout, token)
        found += _listed(layout, index, span, speaker)
    is_person = index.type_of(speaker) is EntityType.PERSON
    others = dict.fromkeys(i for i in found if i != speaker)
    return tuple(i for i in others if index.can_speak(i) or not is_person)


def _listed(layout: Layout, index: MentionIndex, source: Span, speaker: int) -> list[int]:
    """The names that a source lists beside the speaker, whatever the parse: A in "A and B"; but not
    "House" in "A and House Speaker B"."""
    ends = {i: index.mentions[i].span.end for i in index.inside((source,))}
    whole = (i for i, end in ends.items() if _WHOLE.match(layout.text, end, source.end))
    names = [i for i in whole if index.is_name(i) or i == speaker]
    if speaker not in names:
        return []
    at = names.index(speaker)
    found: list[int] = []
    for following in (names[at:], names[at::-1]):
        for one, other in pairwise(following):
            first, second = sorted((index.mentions[one].span, index.mentions[other].span))
            if not _LISTED.fullmatch(layout.text, first.end, max(first.end, second.start)):
                break
            found.append(other)
    return sorted(found)
