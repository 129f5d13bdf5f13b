"""Finds the names of people, organizations, countries and places.

They are the model's entities, without titles, articles and possessives. Names that the model
misses come from a gazetteer of known names, and from their other mentions in the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.boundaries import after_owner, completed, is_company, is_no_name, listed
from kg.extraction.mentions.datelines import find_datelines
from kg.extraction.mentions.labels import Label, labels
from kg.extraction.posts import titles_beside
from kg.extraction.wordlists import word_set

_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "NORP": EntityType.GROUP,
}
_LEADING = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our"})

_TRAILING = frozenset({"'s", "’s", "and", "of", "for"})


class Name(NamedTuple):
    """A name at tokens [start, end), the type of what it names, and what found it."""

    start: int
    end: int
    type: EntityType
    found_by: str


def find_names(doc: Doc, gazetteer: PhraseMatcher | None) -> list[Name]:
    """All names in the document, in text order; they do not overlap."""
    known = list(_known(doc, gazetteer)) if gazetteer else []
    known += [Name(*place, EntityType.PLACE, "dateline") for place in find_datelines(doc)]
    names = _with_surnames(doc, _without_overlaps([*known, *_from_model(doc, known)]))
    return _without_overlaps([*names, *_repetitions(doc, names)])


def _from_model(doc: Doc, known: list[Name]) -> Iterator[Name]:
    covered = {i for name in known for i in range(name.start, name.end)}
    owners = {(n.start, n.end) for n in known if n.type in (EntityType.COUNTRY, EntityType.PLACE)}
    sentences = labels(doc)
    for entity in doc.ents:
        for start, end, kind in _corrected(doc, entity, owners):
            new = not covered.issuperset(range(start, end))
            named = _is_name(doc[start:end], kind, sentences[start])
            if new and named and not _is_department(doc, start, end):
                yield Name(start, end, kind, "model")


def _corrected(
    doc: Doc, entity: Slice, owners: set[tuple[int, int]]
) -> Iterator[tuple[int, int, EntityType]]:
    """The names in an entity of the model: tokens [start, end) and type."""
    kind = EntityType.PERSON if _has_given_name(doc, entity) else _TYPES.get(entity.label_)
    if kind is None or (kind is EntityType.PLACE and _is_road(entity)):
        return
    start, end = _trimmed(doc, entity.start, entity.end, kind)
    start, _ = _trimmed(doc, after_owner(doc, start, end, owners), end, kind)
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


def _trimmed(doc: Doc, start: int, end: int, kind: EntityType) -> tuple[int, int]:
    """The tokens [start, end) without line breaks, articles, titles, possessives and marks."""
    for i in range(start, end):
        if "\n" in doc[i].text or "\r" in doc[i].text:
            end = i
            break
    while start < end and _is_outside_left(doc[start], kind):
        start += 1
    while start < end and _is_outside_right(doc[end - 1]):
        end -= 1
    return start, end


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


@cache
def given_names() -> frozenset[str]:
    """Given names in lower case."""
    return word_set("given_names", "female") | word_set("given_names", "male")


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
        and not _is_outside_left(token, EntityType.PERSON)
        and token.lower_ not in word_set("titles", "departments")
    )


def _is_outside_left(token: Token, kind: EntityType) -> bool:
    lower = token.lower_
    if lower in _LEADING or not _is_word(lower):
        return True
    if kind is not EntityType.PERSON:
        return False
    return lower in word_set("titles", "courtesies") or (
        lower in word_set("titles", "posts") and token.i + 1 < len(token.doc)
    )


def _is_outside_right(token: Token) -> bool:
    return token.tag_ == "POS" or token.lower_ in _TRAILING or not _is_word(token.text)


def _is_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _is_name(span: Slice, kind: EntityType, sentence: Label) -> bool:
    """Whether tokens that the model takes for a name are one; in headlines in capitals and in the
    names of sections it cannot tell."""
    text = span.text
    if not any(c.isalpha() for c in text) or not any(c.isupper() for c in text):
        return False
    if is_no_name(span.doc, span.start, span.end, kind):
        return False
    if kind is EntityType.PERSON and not span[0].text[:1].isupper():
        return False
    return not sentence.in_capitals and not sentence.is_section(span.start)


def _is_department(doc: Doc, start: int, end: int) -> bool:
    """Whether a word is the department of a post, which names nothing alone: "Defense" in "Defense
    Secretary", "State" in "Secretary of State"."""
    if end - start != 1 or doc[start].lower_ not in word_set("titles", "departments"):
        return False
    before_post = end < len(doc) and doc[end].lower_ in word_set("titles", "posts")
    after_post = (
        start > 1
        and doc[start - 1].lower_ in ("of", "for")
        and doc[start - 2].lower_ in word_set("titles", "posts")
    )
    return before_post or after_post


def _known(doc: Doc, gazetteer: PhraseMatcher) -> Iterator[Name]:
    """The names of the gazetteer in the text, except where they may mean something else: "WHO" in
    a headline in capitals, "Europe" as a section of a paper."""
    sentences = labels(doc)
    for key, start, end in gazetteer(doc):
        kind = EntityType(doc.vocab.strings[key])
        shouted = kind is EntityType.ORGANIZATION and sentences[start].in_capitals
        section = kind is EntityType.PLACE and sentences[start].is_section(start)
        article = kind is EntityType.COUNTRY and doc[start].lower_ == "the"
        if not (shouted or section):
            yield Name(start + article, end, kind, "gazetteer")


def _without_overlaps(names: Iterable[Name]) -> list[Name]:
    """Of names that overlap, the longest, then one that the model did not find."""
    ranked = sorted(names, key=lambda n: (n.start - n.end, n.found_by == "model", n.start, n.type))
    taken: set[int] = set()
    kept = []
    for name in ranked:
        tokens = range(name.start, name.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def _with_surnames(doc: Doc, names: list[Name]) -> list[Name]:
    """The names, with the type person for last names of people who are also named in full."""
    full = [n for n in names if n.type is EntityType.PERSON and n.end - n.start > 1]
    surnames = {doc[name.end - 1].text for name in full}
    return [
        name._replace(type=EntityType.PERSON)
        if name.type is EntityType.ORGANIZATION
        and name.found_by == "model"
        and doc[name.start : name.end].text in surnames
        else name
        for name in names
    ]


def _repetitions(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Other places in the text where the same names, or people's last names, stand."""
    forms: dict[tuple[str, ...], EntityType] = {}
    lengths: dict[str, set[int]] = {}
    for form, kind in _repeatable(doc, names):
        forms[form] = min(kind, forms.get(form, kind))
        lengths.setdefault(form[0], set()).add(len(form))
    covered = {i for name in names for i in range(name.start, name.end)}
    for token in doc:
        if token.i in covered or token.text not in lengths:
            continue
        for length in sorted(lengths[token.text], reverse=True):
            end = token.i + length
            repeated = forms.get(tuple(t.text for t in doc[token.i : end]))
            if repeated is not None and covered.isdisjoint(range(token.i, end)):
                yield Name(token.i, end, repeated, "repetition")
                break


def _repeatable(doc: Doc, names: list[Name]) -> set[tuple[tuple[str, ...], EntityType]]:
    forms: set[tuple[tuple[str, ...], EntityType]] = set()
    for name in names:
        tokens = tuple(t.text for t in doc[name.start : name.end])
        if name.type is EntityType.GROUP or len("".join(tokens)) < 3:
            continue
        forms.add((tokens, name.type))
        if name.type is EntityType.PERSON and len(tokens) > 1 and _is_surname(tokens[-1]):
            forms.add((tokens[-1:], name.type))
    return forms


def _is_surname(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and any(letter.islower() for letter in word)
