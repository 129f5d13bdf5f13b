"""Names as spaCy's entity recogniser finds them, corrected: for texts that the trained tagger does
not read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.boundaries import after_owner, completed, is_outside_left, trimmed
from kg.extraction.mentions.companies import is_company
from kg.extraction.mentions.joined_names import listed
from kg.extraction.mentions.labels import labels
from kg.extraction.posts import titles_beside
from kg.extraction.wordlists import given_names, word_set

_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "NORP": EntityType.GROUP,
}


def spacy_names(
    doc: Doc, owners: Collection[tuple[int, int]]
) -> Iterator[tuple[int, int, EntityType]]:
    """The names in the entities of a document: tokens [start, end) and type.

    In headlines in capitals spaCy cannot tell.

    Args:
        doc: with entities.
        owners: the tokens of countries and places that may stand as owners before a name.
    """
    sentences = labels(doc)
    for entity in doc.ents:
        if not sentences[entity.start].in_capitals:
            yield from _corrected(doc, entity, owners)


def _corrected(
    doc: Doc, entity: Slice, owners: Collection[tuple[int, int]]
) -> Iterator[tuple[int, int, EntityType]]:
    """The names in an entity of the model: tokens [start, end) and type."""
    kind = EntityType.PERSON if _has_given_name(doc, entity) else _TYPES.get(entity.label_)
    if kind is None or (kind is EntityType.PLACE and _is_road(entity)):
        return
    start, end = trimmed(doc, entity.start, entity.end, kind)
    start, _ = trimmed(doc, after_owner(doc, start, end, owners), end, kind)
    if kind is EntityType.ORGANIZATION and _has_a_persons_post(doc, start, end):
        kind = EntityType.PERSON
    if kind is EntityType.PERSON and is_company(doc, start, end):
        kind = EntityType.ORGANIZATION
    if kind is EntityType.PERSON:
        start = _with_first_name(doc, start, end)
    if start < end:
        for part in listed(doc, *completed(doc, start, end, kind), kind):
            yield *part, kind


def _is_road(span: Slice) -> bool:
    """Whether a name is a road or address, not a place of its own: "46 Harbour Street"."""
    first, last = span[0].lower_, span[-1].lower_.rstrip(".")
    if span.text.lower() in word_set("places", "more_than_roads"):
        return False
    named = len(span) > 1 and last in word_set("places", "roads")
    return named or (first in word_set("places", "numbered") and span[-1].like_num)


def _has_a_persons_post(doc: Doc, start: int, end: int) -> bool:
    """Whether two or three plain words have a post beside them that only persons hold: "Nadia
    Verhoeven, the mayor"."""
    if end - start not in (2, 3) or not all(t.is_alpha and t.is_title for t in doc[start:end]):
        return False
    heads = (doc[title.title_end - 1].lower_ for title in titles_beside(doc, start, end))
    return any(head not in word_set("titles", "shared") for head in heads)


def _has_given_name(doc: Doc, entity: Slice) -> bool:
    """Whether an entity that the model takes for no person is the name of one: "Quispe" after a
    given name, or "Ulf Roe" after "Sweden's"."""
    if entity.start == 0 or entity.label_ in ("PERSON", "GPE", "NORP"):
        return False
    before, given = doc[entity.start - 1], given_names()
    if len(entity) == 1:
        return before.lower_ in given and _is_first_name(before, entity[-1])
    owned = before.tag_ == "POS" and entity[0].lower_ in given
    return owned and len(entity) == 2 and all(token.is_title for token in entity)


def _with_first_name(doc: Doc, start: int, end: int) -> int:
    """Where a person's name starts, with first names that the model left out."""
    while start > 0 and start < end and _is_first_name(doc[start - 1], doc[end - 1]):
        start -= 1
    return start


def _is_first_name(token: Token, last: Token) -> bool:
    return (
        token.pos_ == "PROPN"
        and token.ent_type_ in ("", "PERSON")
        and token.text[:1].isupper()
        and token.dep_ == "compound"
        and token.i < token.head.i <= last.i
        and not is_outside_left(token, EntityType.PERSON)
        and token.lower_ not in word_set("titles", "departments")
    )
