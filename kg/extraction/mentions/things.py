"""Tells what is named by the words of its name."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.wordlists import word_lists, word_set

_STATIONS = frozenset({"-TV", "-FM", "-AM"})
"""How the names of stations end that begin with their call letters."""


def kind_by_words(doc: Doc, start: int, end: int, kind: EntityType) -> EntityType:
    """What the tokens [start, end) name, by their first and last words: "Ms Roe", "Orrin County",
    "State Department"; `kind` where they do not tell."""
    first, last = doc[start].lower_, doc[end - 1]
    if first in word_set("titles", "courtesies"):
        return EntityType.PERSON
    if doc[start:end].text in word_set("places", "countries in letters"):
        return EntityType.PLACE
    if end - start == 3 and doc[start].is_upper and doc[start + 1 : end].text in _STATIONS:
        return EntityType.ORGANIZATION
    if not last.is_title:
        return kind
    if kind in (EntityType.PERSON, EntityType.OTHER) and names_body(doc, start, end):
        return EntityType.ORGANIZATION
    if end - start > 1 and is_body_word(last):
        return EntityType.ORGANIZATION
    return _of_several_words(doc, start, end, kind) if end - start > 1 else kind


def _of_several_words(doc: Doc, start: int, end: int, kind: EntityType) -> EntityType:
    first, last = doc[start].lower_, doc[end - 1].lower_
    if first in word_set("no_names", "first words of bodies"):
        return EntityType.ORGANIZATION
    if last in word_set("places", "regions") or first in ("mt.", "mount"):
        return EntityType.PLACE
    is_thing = kind in (EntityType.ORGANIZATION, EntityType.OTHER)
    if is_thing and last in word_set("places", "roads"):
        is_body = doc[start:end].text.lower() in word_set("places", "more_than_roads")
        return kind if is_body else EntityType.PLACE
    if kind is not EntityType.GROUP and last in word_set("no_names", "media"):
        return EntityType.ORGANIZATION
    is_medical = last in ("center", "centre") and doc[end - 2].lower_ in ("health", "medical")
    is_court = last == "court" and doc[end - 2].lower_ in word_set("no_names", "courts")
    is_institution = is_medical or is_court or last in _institutions()
    if kind is EntityType.PLACE and is_institution:
        return EntityType.ORGANIZATION
    with_article = start > 0 and doc[start - 1].lower_ in ("a", "an", "the")
    is_product = with_article and thing_type(first) is EntityType.PRODUCT and last not in _bodies()
    is_event = kind is EntityType.PLACE and thing_type(last) is EntityType.EVENT
    return EntityType.OTHER if is_product or is_event else kind


@cache
def _institutions() -> frozenset[str]:
    return (word_set("places", "institutions") | word_set("no_names", "last words")) - {"court"}


def names_body(doc: Doc, start: int, end: int) -> bool:
    """Whether the word that says what the tokens [start, end) name is one for a body."""
    return _head(doc, start, end) in _bodies()


def _head(doc: Doc, start: int, end: int) -> str:
    """The word that says what is named: "commission" in "National Commission on Trade"."""
    ends = (i for i in range(start, end - 1) if doc[i + 1].lower_ in ("of", "on", "for"))
    return doc[next(ends, end - 1)].lower_


@cache
def _bodies() -> frozenset[str]:
    return word_set("descriptions", "organizations") | word_set("no_names", "heads of places")


def is_body_word(token: Token) -> bool:
    """Whether a token is a word that names of bodies alone end with: "Securities"."""
    return token.is_title and token.lower_ in word_set("no_names", "last words of bodies")


def thing_type(name: str) -> EntityType:
    """The type of a thing by the words of its name: of the last one that tells it.

    >>> thing_type("European Convention on Human Rights"), thing_type("Baha'i")
    (<EntityType.LEGISLATION: 'Legislation'>, <EntityType.OTHER: 'Other'>)
    """
    told = (_told().get(word) for word in reversed(name.lower().split()))
    return next((kind for kind in told if kind), EntityType.OTHER)


@cache
def _told() -> dict[str, EntityType]:
    return {
        word: EntityType(kind) for kind, words in word_lists("things").items() for word in words
    }
