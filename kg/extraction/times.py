"""Finds times: calendar dates, and relative ones where the day of publication is known."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import Span, TimeExpression
from kg.extraction.extensions import register_extensions
from kg.extraction.time_relative import Direction
from kg.extraction.time_values import resolve_time
from kg.extraction.wordlists import word_lists, word_set

_MONTHS = frozenset(filter(None, (*month_name, *month_abbr)))
_MODALS = frozenset(
    {"will", "'ll", "’ll", "shall", "would", "may", "might", "could", "can", "should", "must"}
)


def find_times(doc: Doc) -> Iterator[TimeExpression]:
    """The time expressions in text order, with the values that the sentence's tense gives them."""
    for entity in _whole(doc):
        plain = entity.text.lower().removeprefix("the ")
        if _is_number(entity) or plain in word_set("times", "no times"):
            continue
        repeated = _words_before(entity) & word_set("times", "repeated")
        value = resolve_time(entity.text, doc._.kg_published, direction(entity))
        if value or not _is_bare(entity):
            span = Span(entity.start_char, entity.end_char)
            yield TimeExpression(span, None if repeated else value)


def _whole(doc: Doc) -> Iterator[Slice]:
    """The times that the model finds, with the words that it leaves out: "this" before "year", and
    the year of "March, 1985"."""
    found = [entity for entity in doc.ents if entity.label_ in ("DATE", "TIME")]
    for i, entity in enumerate(found):
        before, after = found[i - 1] if i else None, found[i + 1] if i + 1 < len(found) else None
        if before and _is_month_with(before, entity):
            continue
        start = entity.start - (
            entity.start > 0
            and doc[entity.start - 1].lower_ in word_set("times", "which")
            and entity[0].lower_ in word_lists("times")["units"]
        )
        is_split = after is not None and _is_month_with(entity, after)
        yield doc[start : after.end if after and is_split else entity.end]


def _is_month_with(month: Slice, year: Slice) -> bool:
    """Whether a time that ends in a month is followed by its year alone: "March, 1985"."""
    between = month.doc[month.end : year.start].text
    is_month = month[-1].text in _MONTHS and between in (",", "")
    return is_month and len(year) == 1 and len(year.text) == 4 and year.text.isdigit()


def _is_bare(entity: Slice) -> bool:
    """Whether a time without a value is none: a number or a unit alone ("eleventh hour")."""
    text = entity.text.lower()
    return text in word_lists("times")["units"] or not re.search(r"[^\W\d_]{2}", text)


def _is_number(entity: Slice) -> bool:
    """Whether the model takes a mere number for a time: "2882015"."""
    return any(len(token) > 4 and token.text.isdigit() for token in entity)


def direction(entity: Slice) -> Direction:
    """Whether what happens at a time is past or to come, by the words before and behind it and the
    tense of its verb."""
    words = _words_before(entity)
    if words & word_set("times", "behind") or _happened(entity) or _follows_past_verb(entity):
        return Direction.PAST
    if words & word_set("times", "ahead"):
        return Direction.FUTURE
    verb = None if _belongs_to_noun(entity) else _verb(entity.root)
    return Direction.UNKNOWN if verb is None else _tense(verb)


def _words_before(entity: Slice) -> set[str]:
    return {token.lower_ for token in entity.doc[max(0, entity.start - 1) : entity.start + 1]}


def _follows_past_verb(entity: Slice) -> bool:
    """Whether the time is that of a verb right before it: "said Monday it would close"."""
    before = entity.doc[entity.start - 1] if entity.start else entity[0]
    if before.lower_ == "on" and before.i > 0:
        before = before.nbor(-1)
    return before.tag_ == "VBD"


def _happened(entity: Slice) -> bool:
    """Whether the time is that of what has happened: "the Oct. 7 attacks", "a fire on May 6"."""
    head = entity.root.head
    if head.pos_ == "ADP":
        head = head.head
    return head.pos_ != "VERB" and head.lemma_.lower() in word_set("times", "happened")


def _belongs_to_noun(entity: Slice) -> bool:
    """Whether a time says which thing is meant, and not when something happens: "the March figures
    show", "figures for March show"."""
    head = entity.root.head
    return head.lower_ in ("for", "of") or (head.i >= entity.end and head.pos_ in ("NOUN", "PROPN"))


def _verb(token: Token) -> Token | None:
    return next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)


def _tense(verb: Token) -> Direction:
    auxiliaries = [t for t in verb.children if t.dep_ in ("aux", "auxpass")]
    words = {t.lower_ for t in auxiliaries}
    if words & {"have", "has", "had", "'ve", "’ve"} or verb.tag_ == "VBD":
        return Direction.PAST
    if words & _MODALS:
        return Direction.FUTURE
    if "to" in words:
        return _of_infinitive(verb)
    if any(t.tag_ == "VBD" for t in auxiliaries):
        return Direction.PAST
    if verb.tag_ == "VBN" and not auxiliaries:
        return Direction.PAST
    if verb.tag_ in ("VBZ", "VBP") or {t.tag_ for t in auxiliaries} & {"VBZ", "VBP"}:
        return Direction.FUTURE
    return Direction.UNKNOWN


def _of_infinitive(verb: Token) -> Direction:
    """The direction of "to resume": of "failed to appear" past, else to come."""
    head = verb.head
    if head.tag_ == "VBD" and head.lemma_.lower() in word_set("times", "done"):
        return Direction.PAST
    return Direction.FUTURE


@Language.component("kg_times")
def kg_times(doc: Doc) -> Doc:
    """Put the times on `doc._.kg_times`; takes the day of publication from `doc._.kg_published`."""
    doc._.kg_times = tuple(find_times(doc))
    return doc


register_extensions()
