"""Names as the trained tagger finds them: in whole tokens, without titles, articles and owners."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.boundaries import (
    AND,
    after_owner,
    before_service,
    is_company,
    is_post,
    names_post,
    parted,
    trimmed,
    with_form,
    with_syllable,
    without_post,
    without_ticker,
)
from kg.extraction.mentions.roads import is_address, is_in_road_list, with_road
from kg.extraction.mentions.things import thing_type
from kg.extraction.tagger.name_decoding import NameKind, TaggedName
from kg.extraction.wordlists import word_lists, word_set

_KINDS = {
    NameKind.PERSON: EntityType.PERSON,
    NameKind.ORGANIZATION: EntityType.ORGANIZATION,
    NameKind.PLACE: EntityType.PLACE,
    NameKind.PEOPLE: EntityType.GROUP,
    NameKind.OTHER: EntityType.OTHER,
}

_Typed = tuple[int, int, EntityType]
"""Tokens [start, end) and what they name."""


def tagged_names(
    doc: Doc, found: Sequence[TaggedName], owners: Collection[tuple[int, int]]
) -> Iterator[_Typed]:
    """The names that the tagger found in a document: tokens [start, end) and type.

    Args:
        doc: parsed.
        found: by the tagger, in the order of the text.
        owners: the tokens of countries and places that may stand as owners before a name.
    """
    for begin, finish, whole in _joined(doc, _in_tokens(doc, found)):
        if whole is EntityType.PERSON:
            begin = without_post(doc, begin, finish)
        if begin == finish or (whole is EntityType.ORGANIZATION and is_post(doc, begin, finish)):
            continue
        for start, end, kind in parted(doc, begin, finish, whole):
            kind = _by_words(doc, start, end, kind)
            if (served := before_service(doc, start, end)) < end:
                end, kind = served, EntityType.PLACE
            start, end = trimmed(doc, start, end, kind)
            start, _ = trimmed(doc, after_owner(doc, start, end, owners), end, kind)
            if kind is EntityType.PLACE:
                start, end = with_road(doc, start, end)
                if is_address(doc, start, end) or is_in_road_list(doc, end):
                    continue
            yield start, end, thing_type(doc[start:end].text) if kind.is_thing else kind


def _in_tokens(doc: Doc, found: Sequence[TaggedName]) -> Iterator[_Typed]:
    starts = [token.idx for token in doc]
    for name in found:
        start = bisect_right(starts, name.span.start) - 1
        end = max(start + 1, bisect_left(starts, name.span.end))
        kind = _KINDS[name.kind]
        yield start, with_syllable(doc, start, end) if kind is EntityType.PERSON else end, kind


def _by_words(doc: Doc, start: int, end: int, kind: EntityType) -> EntityType:
    """The type that the first or last word of a name tells: "Ms Roe", "Orrin County", "State
    Department"."""
    if doc[start].lower_ in word_set("titles", "courtesies"):
        return EntityType.PERSON
    last = doc[end - 1]
    if not last.is_title or end - start < 2:
        return kind
    if last.lower_ in word_set("places", "regions"):
        return EntityType.PLACE
    if kind is EntityType.PLACE and last.lower_ in word_set("places", "institutions"):
        return EntityType.ORGANIZATION
    is_body = (
        kind is EntityType.PERSON and last.lower_ in word_lists("descriptions")["organizations"]
    )
    return EntityType.ORGANIZATION if is_body else kind


def _joined(doc: Doc, found: Iterable[_Typed]) -> list[_Typed]:
    """The names, those of companies with their forms and partners and without their codes at an
    exchange, and those of people whole: "Goldman, Sachs and Co" where the tagger found "Goldman"
    and "Sachs", "Karl Otto Roe" where it found "Karl" and "Otto Roe". A name that ends with "of"
    goes on: "Bank of" before "Orrin"."""
    result: list[_Typed] = []
    for start, end, kind in found:
        whole = with_form(doc, end)
        if whole > end or is_company(doc, start, end):
            kind = EntityType.ORGANIZATION
        if result and _goes_on(doc, result[-1], start, whole, kind):
            first, _, before = result.pop()
            start, kind = first, before if doc[start - 1].lower_ == "of" else kind
        result.append((start, without_ticker(doc, start, whole), kind))
    return result


def _goes_on(doc: Doc, before: _Typed, start: int, end: int, kind: EntityType) -> bool:
    """Whether a name goes on with the next one: a person's, a firm's with its partners, or any that
    ends with "of"."""
    if before[1] == start and doc[start - 1].lower_ == "of":
        return True
    if kind is EntityType.PERSON:
        is_name = before[2] is kind and not names_post(doc, before[0], before[1])
        return before[1] == start and is_name
    partners = is_company(doc, start, end) and any(t.text in AND for t in doc[start:end])
    return partners and before[1] == start - 1 and doc[start - 1].text == ","
