"""Tells what is named by the words of its name."""

import re
from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.companies import is_company
from kg.extraction.wordlists import given_names, word_lists, word_set

_BODY = re.compile(r"[A-Z]+-[AF]M|[A-Z]+-TV|(?:B\.V|N\.V|S\.A)\. \w.*")
_BEFORE_PRODUCTS = frozenset({"a", "an", "the", "his", "her", "my", "their"})
_BRAND = re.compile(
    r"(?!Fitz|Mac|Van|Von|De[lrs]|Dos|San|[A-Z]ay)[A-Z][a-z]{2,}[A-Z][a-z]+|[A-Za-z]+[a-z][A-Z]{1,2}"
)
"""A capital within a word, after what is no part of a family name: "OrrinWatch", "AirOrrin"."""


def kind_by_words(doc: Doc, start: int, end: int, kind: EntityType) -> EntityType:
    """What the tokens [start, end) name, by their first and last words: "Ms Roe", "Orrin County",
    "State Department"; `kind` where they do not tell."""
    first, last = doc[start].lower_, doc[end - 1]
    has_initial = end - start == 3 and doc[start + 1].shape_ == "X." and kind is EntityType.PLACE
    if first in word_set("titles", "courtesies") or (has_initial and first in given_names()):
        return EntityType.PERSON
    if doc[start:end].text in word_set("places", "countries in letters"):
        return EntityType.PLACE
    if _BODY.fullmatch(doc[start:end].text) or is_company(doc, start, end):
        return EntityType.ORGANIZATION
    never_places = word_set("no_names", "never places")
    if end - start == 1 and (first in never_places or first.endswith("fest")):
        return EntityType.OTHER
    if end - start > 1 and last.like_num and last.nbor(-1).lower_ in word_set("places", "numbered"):
        return EntityType.PLACE
    is_paper = doc[end : end + 1].text in word_set("no_names", "papers")
    makes_things = end - start == 1 and first in word_set("no_names", "makers")
    is_maker = kind is EntityType.OTHER and (makes_things or is_paper)
    is_party = end - start == 1 and first in word_set("no_names", "one word for a party")
    if is_maker or is_party or (kind is EntityType.PERSON and _is_nobody(doc, start, end)):
        return EntityType.ORGANIZATION
    if not last.is_title:
        return kind
    if kind in (EntityType.PERSON, EntityType.OTHER) and names_body(doc, start, end):
        return EntityType.ORGANIZATION
    if end - start > 1 and is_body_word(last):
        return EntityType.ORGANIZATION
    return _of_several_words(doc, start, end, kind) if end - start > 1 else kind


def _is_nobody(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens [start, end) read like no person's name: "Finch & Orrin", "OrrinWatch";
    not so a couple's, "Tom & Ada Roe"."""
    if "&" in doc[start:end].text:
        return doc[start].lower_ not in given_names()
    return _BRAND.fullmatch(doc[end - 1].text) is not None


def _of_several_words(doc: Doc, start: int, end: int, kind: EntityType) -> EntityType:
    first, last = doc[start].lower_, doc[end - 1].lower_
    if first in word_set("no_names", "first words of bodies"):
        return EntityType.ORGANIZATION
    is_center, before = last in ("center", "centre"), doc[end - 2].lower_
    is_building = is_center and before in word_set("places", "buildings")
    may_be_place = last in word_set("places", "regions") or first in ("mt.", "mount")
    is_body = names_body(doc, start, end) or last in _institutions()
    if is_building or (may_be_place and not is_body):
        return EntityType.PLACE
    never_people = word_set("no_names", "never people")
    if kind is EntityType.PERSON and end - start > 2 and last in never_people:
        kind = EntityType.OTHER
    is_thing = kind in (EntityType.ORGANIZATION, EntityType.OTHER)
    if is_thing and last in word_set("places", "roads"):
        is_body = doc[start:end].text.lower() in word_set("places", "more_than_roads")
        return kind if is_body else EntityType.PLACE
    if kind is not EntityType.GROUP and last in word_set("no_names", "media"):
        return EntityType.ORGANIZATION
    is_medical = is_center and before in ("health", "medical")
    courts = word_set("no_names", "courts")
    is_court = (last == "court" and before in courts) or (last in courts and before == "of")
    head = _head(doc, start, end)  # "Division" in "Ohio Division of Highways"
    is_office = head != last and head in word_set("no_names", "offices")
    is_institution = is_medical or is_court or is_office or last in _institutions()
    is_shore = last == "bank" and first in word_set("places", "directions")
    is_named_after = kind is EntityType.OTHER and last in never_people
    if (kind is EntityType.PLACE or is_named_after) and is_institution and not is_shore:
        return EntityType.ORGANIZATION
    with_article = start > 0 and doc[start - 1].lower_ in _BEFORE_PRODUCTS
    is_product = with_article and thing_type(first) is EntityType.PRODUCT and last not in _bodies()
    is_event = kind is EntityType.PLACE and thing_type(last) is EntityType.EVENT
    is_event |= kind is EntityType.GROUP and thing_type(doc[start:end].text) is EntityType.EVENT
    is_event |= kind is EntityType.ORGANIZATION and last in word_set("no_names", "never bodies")
    return EntityType.OTHER if is_product or is_event else kind


@cache
def _institutions() -> frozenset[str]:
    return (word_set("places", "institutions") | word_set("no_names", "last words")) - {"court"}


def names_body(doc: Doc, start: int, end: int) -> bool:
    """Whether the word that says what the tokens [start, end) name is one for a body."""
    return _head(doc, start, end) in _bodies()


def is_no_town(doc: Doc, start: int, end: int, kind: EntityType) -> bool:
    """Whether the tokens [start, end) name a body for certain, or a person by a given name."""
    is_named = doc[start].lower_ in given_names() or doc[start].text[1:2] == "."
    is_full = kind is EntityType.PERSON and end - start > 1 and is_named
    whole = is_company(doc, start, end) or is_body_word(doc[end - 1])
    return is_full or whole or names_body(doc, start, end) or doc[end - 1].lower_ in _institutions()


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
    if name.endswith("fest"):
        return EntityType.EVENT  # "Orrinfest"
    words = name.lower().split()
    pairs = (" ".join(words[max(0, i - 1) : i + 1]) for i in range(len(words) - 1, -1, -1))
    told = (_told().get(pair) or _told().get(pair.split()[-1]) for pair in pairs)
    kind = next((kind for kind in told if kind), EntityType.OTHER)
    is_car = kind is EntityType.LEGISLATION and words[0] in word_set("no_names", "makers")
    return EntityType.PRODUCT if is_car else kind  # "Orrin Accord"


@cache
def _told() -> dict[str, EntityType]:
    words = {word: EntityType(kind) for kind, own in word_lists("things").items() for word in own}
    return dict.fromkeys(word_set("no_names", "makers"), EntityType.PRODUCT) | words
