"""Finds the posts that people hold or held, with the bodies that they are in."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention, MentionKind, Position, Span
from kg.extraction.extensions import register_extensions, text_of
from kg.extraction.mentions.named_posts import is_given
from kg.extraction.posts.beside import titles_beside
from kg.extraction.posts.title import Title
from kg.extraction.posts.words import is_cut_post, is_post_head, singular_post
from kg.extraction.wordlists import word_set

_Mentions = tuple[Mention, ...]
_GAP = re.compile(r".?|>? (?:<[A-Z.]+> )?", re.DOTALL)  # before a post: the code of shares too
_SEATED = re.compile(r" of |,? \(?(?:[A-Z]|Dem\.?|Rep\.?|(?:Democrat|Republican))(?:-|, ?| of )")
_BRACKETS = re.compile(r" \([^()\n]*\)")


@Language.component("kg_positions")
def kg_positions(doc: Doc) -> Doc:
    """Put the posts that people hold on `doc._.kg_positions`; reads `doc._.kg_mentions`."""
    doc._.kg_positions = tuple(_own(list(_positions(doc, doc._.kg_mentions))))
    return doc


def _own(found: Sequence[Position]) -> Iterator[Position]:
    """The posts that are their holders' own: what follows a name and a comma may be the next one's
    title, "Mayor Ada Roe, Sheriff Tom Becker and others"."""
    before_names = {each.title_span for each in found if each.found_by == "title"}
    for each in found:
        if each.found_by == "title" or each.title_span not in before_names:
            yield each


def _positions(doc: Doc, mentions: _Mentions) -> Iterator[Position]:
    starts = [mention.span.start for mention in mentions]
    for i, mention in enumerate(mentions):
        if mention.type is not EntityType.PERSON or mention.kind is not MentionKind.NAME:
            continue
        if (tokens := doc.char_span(*mention.span, alignment_mode="expand")) is not None:
            start = _without_titles(doc, tokens.start, tokens.end)
            for beside in titles_beside(doc, start, tokens.end):
                position = _position(doc, mentions, starts, i, beside)
                title = doc[beside.title_start : beside.title_end]
                is_shared = beside.found_by == "title" and _is_plural(title)
                others = list(_joined(doc, mentions, i)) if is_shared else []
                # In "told reporters Roe came" she is none of them.
                if not is_shared or (others and not _is_named(mentions[:i], position.title_span)):
                    yield from (replace(position, holder=j) for j in (i, *others))


def _is_named(mentions: Sequence[Mention], title: Span) -> bool:
    """Whether a title ends a name: "Rangers" in "Elmsford Rangers"."""
    names = (m.span for m in reversed(mentions) if m.kind is MentionKind.NAME)
    return any(span.start < title.start and span.end >= title.end for span in islice(names, 2))


def _is_plural(title: Slice) -> bool:
    """Whether a title is of several people: "senators"."""
    head = title[-2] if title[-1].text == "." and len(title) > 1 else title[-1]
    is_short = is_cut_post(head) and head.lower_.rstrip(".").endswith("s")
    return is_short or (is_post_head(head) and head.tag_ in ("NNS", "NNPS"))


def _joined(doc: Doc, mentions: _Mentions, i: int) -> Iterator[int]:
    """The people named after another, joined to it by commas and "and", with what brackets say of
    each between them: "(R-Ohio)"."""
    text, end = text_of(doc), mentions[i].span.end
    for after, mention in enumerate(mentions[i + 1 :], i + 1):
        gap = _BRACKETS.sub("", text[end : mention.span.start])
        if gap.startswith(" (") and "\n" not in gap:
            continue  # in the brackets
        is_name = mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME
        if not is_name or gap not in (", ", " and ", ", and "):
            return
        end = mention.span.end
        yield after


def _without_titles(doc: Doc, start: int, end: int) -> int:
    """Where a name starts without the titles that were read into it: "CEO Tom Becker"."""
    while start + 1 < end and is_post_head(doc[start]) and not is_given(doc[start]):
        start += 1
    return start


def _position(
    doc: Doc, mentions: _Mentions, starts: Sequence[int], holder: int, beside: Title
) -> Position:
    first = _start_of_body(doc, mentions, starts, beside)
    whole, title = doc[first : beside.end], doc[beside.title_start : beside.title_end]
    follower = doc[beside.title_end].lower_ if beside.title_end < beside.end else ""
    # In "Greek minister and member of the Socialists" the minister is Greek.
    own_end = beside.title_end if follower == "and" else _complement_end(doc, beside)
    body = _body(mentions, starts, doc[first:own_end], title)
    if body is None and follower == "and":
        body = _body(mentions, starts, whole, title)
    if body is None and beside.found_by == "title" and _is_in_place(title):
        body = _seat(text_of(doc), mentions, holder)
    before = body is not None and mentions[body].span.start < title.start_char
    if follower == "of" and own_end > beside.title_end + 1 and (body is None or before):
        title = doc[beside.title_start : own_end]
    elif body is not None and mentions[body].span.start <= title.start_char:
        inside = doc.char_span(*mentions[body].span)
        # Not of "Elmsford police", where the post is "police chief".
        is_name = mentions[body].kind is MentionKind.NAME
        is_capital = inside is not None and inside[-1].text[:1].isupper()
        if is_name and inside and title.start < inside.end < title.end and is_capital:
            title = doc[inside.end : title.end]
    words = " ".join(title.text.split())
    return Position(
        span=Span(whole.start_char, whole.end_char),
        holder=holder,
        title=singular_post(words) if _is_plural(title) else words,
        title_span=Span(title.start_char, title.end_char),
        organization=body,
        found_by=beside.found_by,
        former=beside.former,
    )


def _start_of_body(doc: Doc, mentions: _Mentions, starts: Sequence[int], beside: Title) -> int:
    """Where the phrase of a post starts, with all of the name that it cuts or stands behind: "Bank
    of England" in "Bank of England Governor"."""
    at = doc[beside.start].idx
    i = bisect_right(starts, at) - 1
    is_behind = beside.found_by == "title" or doc[beside.start].tag_ == "POS"
    end = min(mentions[i].span.end, at) if mentions else at
    if i < 0 or not is_behind or not _GAP.fullmatch(text_of(doc), end, at):
        return beside.start
    name = doc.char_span(*mentions[i].span)
    is_body = mentions[i].kind is MentionKind.NAME and mentions[i].type is not EntityType.PERSON
    return name.start if name is not None and is_body else beside.start


def _complement_end(doc: Doc, beside: Title) -> int:
    """Where what a post is "of" ends: before "and a friend of theirs"."""
    for i in range(beside.title_end, beside.end - 1):
        if doc[i].pos_ == "CCONJ" and doc[i + 1].pos_ == "DET":
            return i
    return beside.end


def _body(mentions: _Mentions, starts: Sequence[int], phrase: Slice, title: Slice) -> int | None:
    """The mention in the phrase of the body that the post is in: an organization rather than a
    country or place, and one after the title rather than one in it. The title is none ("GM")."""
    order = dict.fromkeys((EntityType.COUNTRY, EntityType.PLACE, EntityType.GROUP), 1)
    order[EntityType.ORGANIZATION] = 0
    in_place = _is_in_place(title)
    inside = [
        (order[m.type], m.span.start < title.end_char, m.span.start, m.span.end, i)
        for i in range(
            bisect_left(starts, phrase.start_char), bisect_right(starts, phrase.end_char)
        )
        if (m := mentions[i]).type in order
        and m.span.end <= phrase.end_char
        and m.span.end != title.end_char
        and not (in_place and m.name.lower() in word_set("titles", "parties"))
    ]
    return min(inside)[-1] if inside else None


def _is_in_place(title: Slice) -> bool:
    """Whether a title is of a post that states and towns have."""
    words = {token.lower_.rstrip(".") for token in title}
    return not words.isdisjoint(word_set("titles", "posts in places"))


def _seat(text: str, mentions: _Mentions, holder: int) -> int | None:
    """The mention of the place that is named after who has a post in it: "(D-N.Y.)", "of Orrin"."""
    end = mentions[holder].span.end
    for i, mention in enumerate(mentions[holder + 1 : holder + 3], holder + 1):
        is_place = mention.type is EntityType.PLACE and mention.kind is MentionKind.NAME
        if is_place and _SEATED.fullmatch(text[end : mention.span.start]):
            return i
    return None


register_extensions()
