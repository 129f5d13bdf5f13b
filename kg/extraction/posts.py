"""Finds the posts that people hold: in titles before a name and in appositions after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType, Mention, MentionKind, Position, Span
from kg.extraction.extensions import register_extensions
from kg.extraction.wordlists import word_set

_ENDS_APPOSITION = frozenset({"who", "which", "that", "whose", "whom", "when", "where", "as"})
_LONGEST_TITLE = 8
_LONGEST_APPOSITION = 25


class Title(NamedTuple):
    """A title beside a name: the tokens of the title alone and those of its whole phrase."""

    title_start: int
    title_end: int
    start: int
    end: int
    found_by: str


def titles_beside(doc: Doc, start: int, end: int) -> Iterator[Title]:
    """The titles before and after the name at tokens [start, end)."""
    before = _title_before(doc, start)
    if before:
        yield before
    after = _apposition_after(doc, end)
    if after:
        yield after


def _is_post_head(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    return token.lower_ in word_set("titles", "posts") or token.lemma_.lower() in word_set(
        "titles", "posts"
    )


def _title_before(doc: Doc, start: int) -> Title | None:
    """The title before a name: "U.S. Defence Secretary" in "U.S. Defence Secretary Al Roe"."""
    head = start - 1
    if head < 0 or not _is_post_head(doc[head]) or doc[head].is_sent_end:
        return None
    first = head
    while first > 0 and head - first < _LONGEST_TITLE and _is_title_word(doc[first - 1]):
        first -= 1
    title_start = first
    while title_start < head and _is_body_word(doc, title_start):
        title_start += 1
    return Title(title_start, head + 1, first, head + 1, "title")


def _is_title_word(token: Token) -> bool:
    if token.is_sent_end or "\n" in token.text:
        return False
    return token.pos_ in ("PROPN", "ADJ", "NOUN") or token.tag_ in ("HYPH", "POS", "JJ", "CC")


def _is_body_word(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.lower_ in word_set("titles", "departments"):
        return False
    return token.ent_type_ in ("GPE", "NORP", "ORG") or token.tag_ in ("POS", "CC")


def _apposition_after(doc: Doc, end: int) -> Title | None:
    """The title in an apposition: "Ada Roe, a senior engineer at the Harbour Council"."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    start = end + 1
    if doc[start].pos_ not in ("DET", "ADJ", "NOUN", "PROPN"):
        return None
    head = _apposition_head(doc, start)
    if head is None:
        return None
    stop = _apposition_end(doc, head + 1)
    title_start = start
    while title_start < head and (
        doc[title_start].pos_ == "DET" or _is_body_word(doc, title_start)
    ):
        title_start += 1
    return Title(title_start, _title_end(doc, head, stop), start, stop, "apposition")


def _apposition_head(doc: Doc, start: int) -> int | None:
    for i in range(start, min(start + _LONGEST_TITLE, len(doc))):
        token = doc[i]
        if _is_post_head(token) and not (i + 1 < len(doc) and _is_post_head(doc[i + 1])):
            return i
        if token.is_punct or token.pos_ in ("VERB", "AUX", "ADP", "PRON") or "\n" in token.text:
            return None
    return None


def _apposition_end(doc: Doc, i: int) -> int:
    limit = min(i + _LONGEST_APPOSITION, len(doc))
    while i < limit and not _ends_apposition(doc[i]):
        i += 1
    return i


def _ends_apposition(token: Token) -> bool:
    if token.is_sent_start or "\n" in token.text or token.lower_ in _ENDS_APPOSITION:
        return True
    return token.text in {",", ".", ";", ":", "—", "–", "”", '"', "(", ")"} or token.pos_ in (
        "VERB",
        "AUX",
    )


def _title_end(doc: Doc, head: int, stop: int) -> int:
    """Where a title ends, with a second post after "and": "vice president and director"."""
    i = head + 1
    while i + 1 < stop and doc[i].lower_ in ("and", "of"):
        follower = next((j for j in range(i + 1, min(i + 4, stop)) if _is_post_head(doc[j])), None)
        if follower is None or doc[i].lower_ == "of":
            break
        i = follower + 1
    return i


@Language.component("kg_positions")
def kg_positions(doc: Doc) -> Doc:
    """Put the posts that people hold on `doc._.kg_positions`; reads `doc._.kg_mentions`."""
    doc._.kg_positions = tuple(_positions(doc, doc._.kg_mentions))
    return doc


def _positions(doc: Doc, mentions: tuple[Mention, ...]) -> Iterator[Position]:
    starts = [mention.span.start for mention in mentions]
    for i, mention in enumerate(mentions):
        if mention.type is not EntityType.PERSON or mention.kind is not MentionKind.NAME:
            continue
        tokens = doc.char_span(*mention.span, alignment_mode="expand")
        if tokens is None:
            continue
        for beside in titles_beside(doc, tokens.start, tokens.end):
            yield _position(doc, mentions, starts, i, beside)


def _position(
    doc: Doc, mentions: tuple[Mention, ...], starts: Sequence[int], holder: int, beside: Title
) -> Position:
    title = doc[beside.title_start : beside.title_end]
    whole = doc[beside.start : beside.end]
    span = Span(whole.start_char, whole.end_char)
    body = _body(mentions, starts, span, title.end_char)
    goes_on = beside.title_end < beside.end and doc[beside.title_end].lower_ == "of"
    if body is None and goes_on:
        title = doc[beside.title_start : beside.end]
    return Position(
        span=span,
        holder=holder,
        title=" ".join(title.text.split()),
        title_span=Span(title.start_char, title.end_char),
        organization=body,
        found_by=beside.found_by,
    )


def _body(
    mentions: tuple[Mention, ...], starts: Sequence[int], whole: Span, title_end: int
) -> int | None:
    """The mention in the phrase of the body that the post is in: an organization rather than a
    country or place, and one after the title rather than one in it."""
    order = dict.fromkeys((EntityType.COUNTRY, EntityType.PLACE, EntityType.GROUP), 1)
    order[EntityType.ORGANIZATION] = 0
    inside = [
        (order[m.type], m.span.start < title_end, m.span.start, i)
        for i in range(bisect_left(starts, whole.start), bisect_right(starts, whole.end))
        if (m := mentions[i]).type in order and m.span.end <= whole.end
    ]
    return min(inside)[3] if inside else None


register_extensions()
