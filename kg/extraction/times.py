"""Finds times: calendar dates, and relative ones where the day of publication is known."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span, TimeExpression
from kg.extraction.extensions import register_extensions
from kg.extraction.time_relative import Direction
from kg.extraction.time_spans import has_word, time_spans
from kg.extraction.time_values import resolve_time
from kg.extraction.wordlists import word_set

_MODALS = frozenset(
    {"will", "'ll", "’ll", "shall", "would", "may", "might", "could", "can", "should", "must"}
)


def find_times(doc: Doc) -> Iterator[TimeExpression]:
    """The time expressions in text order, with the values that the sentence's tense gives them."""
    names = [mention for mention in doc._.kg_mentions if mention.kind is MentionKind.NAME]
    for time in time_spans(doc):
        repeated = _words_before(time) & word_set("times", "repeated")
        value = resolve_time(time.text, doc._.kg_published, direction(time))
        if (value or has_word(time)) and not any(_names(each, time) for each in names):
            yield TimeExpression(Span(time.start_char, time.end_char), None if repeated else value)


def _names(name: Mention, time: Slice) -> bool:
    """Whether a time is somebody's name, or within a name: "May", "Bloody Friday"; no date is."""
    start, end = name.span
    is_date = len(time) > 1 and time[-1].is_digit
    is_name = name.type is EntityType.PERSON and time.doc[time.start - 1].lower_ != "in"
    is_longer = end - start > len(time.text) or is_name
    return is_longer and not is_date and start <= time.start_char < time.end_char <= end


def direction(entity: Slice) -> Direction:
    """Whether what is at a time is past or to come, by the words around it and its verb's tense."""
    words = _words_before(entity)
    if words & word_set("times", "behind") or _happened(entity) or _follows_past_verb(entity):
        return Direction.PAST
    verb = next((t for t in entity.root.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if words & word_set("times", "ahead") or _is_moved_to(entity):
        had = verb is not None and any(token.lower_ == "had" for token in verb.children)
        return Direction.PAST if had else Direction.FUTURE  # "had not met by Monday"
    return Direction.UNKNOWN if verb is None or _belongs_to_noun(entity) else _tense(verb)


def _is_moved_to(entity: Slice) -> bool:
    """Whether something is put off until a time: "was extended to Feb. 15"."""
    before = entity.doc[max(0, entity.start - 2) : entity.start]
    is_to = len(before) == 2 and before[1].lower_ == "to"
    return is_to and before[0].lemma_ in word_set("times", "put off")


def _words_before(entity: Slice) -> set[str]:
    return {token.lower_ for token in entity.doc[max(0, entity.start - 1) : entity.start + 1]}


def _follows_past_verb(entity: Slice) -> bool:
    """Whether the time is that of a verb right before it: "said Monday it would close"."""
    before = [t for t in entity.doc[max(0, entity.start - 2) : entity.start] if t.lower_ != "on"]
    return bool(before) and before[-1].tag_ == "VBD"


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
