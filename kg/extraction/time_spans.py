"""Finds where times stand: those of the model, made whole, without ages and mere numbers."""

import re
from calendar import day_name, month_abbr, month_name
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.extensions import text_of
from kg.extraction.wordlists import word_lists, word_set

_MONTHS = frozenset(filter(None, (*month_name, *month_abbr)))
_DAYS = frozenset({*day_name, "yesterday", "tomorrow"})
_JOINTS = frozenset({",", "and", "or"})
_RANGES = frozenset({"between", "from", "to", "-", "–", "through"})
_AGE = re.compile(r"[- ]years?[- ]olds?\b|\bage[ds]?\b", re.IGNORECASE)
_PARTS = frozenset({"hour", "morning", "afternoon", "evening", "night"})
_YEAR = re.compile(r"[12]\d{3}")
_MONTH = rf"(?:{'|'.join([*_MONTHS, 'Sept'])})\b"
_DAY = r"(?:3[01]|[12]\d|[1-9])\b(?![:.]\d)"
_DATED = rf"(?:{_MONTH}\.? {_DAY}(?:, (?:1[89]|20)\d\d\b)?|(?:{_MONTH}\.? )?(?:1[5-9]|20)\d\d\b)"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\.? {_DAY}|{_DAY} {_MONTH}(?: (?:1[5-9]|20)\d\d\b)?"
    rf"|(?<=from ){_DATED} (?:to|through|until) {_DATED}|[Bb]etween {_DATED} and {_DATED})",
)


def time_spans(doc: Doc) -> Iterator[Slice]:
    """The tokens of each time of a document, in text order."""
    end = 0
    found = list(_found(doc))
    for entity, after in zip(found, [*found[1:], None], strict=False):
        if entity.start < end:
            continue
        goes_on = after is not None and _goes_on(entity, after)
        end = after.end if after is not None and goes_on else entity.end
        if end < len(doc) and doc[end - 1].text in _DAYS and _is_part_of_day(doc[end]):
            end += 1
        while doc[end - 1].lower_ in _JOINTS and end - 1 > entity.start:
            end -= 1
        whole = doc[_start(entity) : end]
        if not _is_none(whole):
            yield from _apart(whole)


def _found(doc: Doc) -> Iterator[Slice]:
    """The times of the model, with what it misses of dates and of stretches of years."""
    dates = (doc.char_span(*match.span()) for match in _DATE.finditer(text_of(doc)))
    times = [entity for entity in doc.ents if entity.label_ in ("DATE", "TIME")]
    last = doc[:0]
    for time in sorted([*times, *filter(None, dates)], key=lambda each: each.start):
        if last and time.start >= last.end:
            yield last
            last = time
        else:
            last = doc[last.start if last else time.start : max(last.end, time.end)]
    if last:
        yield last


def _apart(time: Slice) -> Iterator[Slice]:
    """The times of a list that has no year: "May" and "June" of "May and June"; a range is one."""
    around = {token.lower_ for token in time.doc[max(0, time.start - 1) : time.end]}
    is_one = not around.isdisjoint(_RANGES) or any(map(_YEAR.fullmatch, around))
    months = [] if is_one else [token.i for token in time if token.text in _MONTHS]
    starts = [i for i in months[1:] if time.doc[i - 1].lower_ in _JOINTS]
    for start, end in zip([time.start, *starts], [*starts, time.end + 1], strict=True):
        yield time.doc[start : end - 1 - (time.doc[end - 2].lower_ in _JOINTS)]


def has_word(time: Slice) -> bool:
    """Whether a time has a word for one, or a name ("Christmas"): not "between 14", "up to a"."""
    words = {word for token in time for word in (token.lower_, token.lower_.removesuffix("s"))}
    return any(token.is_title for token in time) or not words.isdisjoint(_words())


def _goes_on(time: Slice, after: Slice) -> bool:
    """Whether two times of the model are one: "March, 1985", "between 2000 and 2007"."""
    between = time.doc[time.end : after.start].text
    if between == "" and time[-1].text in _DAYS:
        return len(after) == 1 and _is_part_of_day(after[0])
    is_day = after[0].text.rstrip(".") in _MONTHS | _DAYS
    if between == "of" and is_day and time[-1].lower_.removesuffix("s") in _PARTS:
        return True  # "the early hours of May 2"
    is_year = len(after) == 1 and _YEAR.fullmatch(after.text) is not None
    if time[-1].lower_ in ("and", "to", "through"):
        return between == "" and is_year
    return time[-1].text in _MONTHS and between in (",", "") and is_year


def _start(time: Slice) -> int:
    """Where a time starts with a "this" or "last" that the model leaves out of it."""
    is_one = time[0].lower_ in word_lists("times")["units"] or time[0].text in _DAYS
    before = time.doc[time.start - 1] if time.start and is_one else None
    return time.start - (before is not None and before.lower_ in word_set("times", "which"))


def _is_none(time: Slice) -> bool:
    """Whether what the model takes for a time is an age, a mere number ("2882015"), an idiom or the
    hour of a clock ("1530 UTC")."""
    after = time.doc[time.end : time.end + 1].text.lower()
    if time.text.isdigit() and after in word_set("numbers", "clock"):
        return True
    if any(len(token) > 4 and token.text.isdigit() for token in time) or _AGE.search(time.text):
        return True
    plain = time.text.lower().removeprefix("the ")
    is_index = time[0].lower_ in word_set("no_names", "indexes")  # "Russell 2000"
    return is_index or plain in word_set("times", "no times") | word_lists("times")["units"].keys()


def _is_part_of_day(token: Token) -> bool:
    return token.lower_ in word_set("times", "parts of the day")


@cache
def _words() -> frozenset[str]:
    data = word_lists("times")
    lists = ("units", "seasons", "days", "parts of the day", "other words", "ambiguous months")
    months = {name.lower() for name in _MONTHS}
    return frozenset(word for name in lists for word in data[name]) | months
