"""Reads dates of publication: ISO 8601, and the forms that newspapers and agencies print."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +)?"
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
_CLOCK = (
    r"(?:,? +(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r"(?: *(?P<zone>gmt|utc|z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_NEWSPAPER = tuple(
    re.compile(_WEEKDAY + order + _CLOCK, re.IGNORECASE)
    for order in (
        rf"{_DAY}[ -]{_MONTH},?[ -]{_YEAR}",  # 23 October 2024, 26-FEB-1987 15:01:01.79
        rf"{_MONTH} +{_DAY},? +{_YEAR}",  # October 23, 2024
    )
)
_MAIL = re.compile(
    rf"{_WEEKDAY}(?:[0-9]{{1,2}} +)?{_MONTH} .{{0,9}}[0-9]:[0-9]{{2}}.{{0,20}}", re.IGNORECASE
)


def parse_date(text: str) -> date | datetime:
    """The date or point in time that a text names.

    ISO 8601 as Python reads it (a space may stand for the T, and before the zone), RFC 5322 and
    what is close to it, and English newspaper forms. A time zone is kept where one is given and
    never assumed.

    >>> parse_date("2024-10-23")
    datetime.date(2024, 10, 23)
    >>> parse_date("Oct. 23, 2024")
    datetime.date(2024, 10, 23)
    >>> parse_date("2024-10-23T14:30:00Z").isoformat()
    '2024-10-23T14:30:00+00:00'

    Raises:
        ValueError: the text is not a date, or names a day that the calendar does not have.
    """
    stripped = text.strip()
    try:
        return _iso(stripped) or _newspaper(stripped)
    except ValueError:
        shown = repr(stripped if len(stripped) <= 60 else stripped[:60] + "…")
        raise ValueError(
            f"{shown} is not a date; write it like 2024-10-23 or 2024-10-23T14:30:00+00:00"
        ) from None


def first_date(texts: Iterable[object]) -> date | datetime | None:
    """The first date that a text among some values names; None where none does."""
    for text in texts:
        if isinstance(text, str):
            with suppress(ValueError):
                return parse_date(text)
    return None


def _iso(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(re.sub(r"(?<=[0-9]) +(?=[+-][0-9]|Z$)", "", text))
    except ValueError:
        return None


def _newspaper(text: str) -> date | datetime:
    match = next(filter(None, (form.fullmatch(text) for form in _NEWSPAPER)), None)
    if match is None:
        return _mail(text)
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    day = date(int(match["year"]), month, int(match["day"]))
    if match["clock"] is None:
        return day
    zone = (match["zone"] or "").upper()
    clock = time.fromisoformat(match["clock"] + ("Z" if zone.isalpha() else zone))
    return datetime.combine(day, clock)


def _mail(text: str) -> datetime:
    """What mail programs and feeds make of RFC 5322: "Wed Oct 23 08:00:00 EST 2024"."""
    if not _MAIL.fullmatch(text):
        raise ValueError(text)
    try:
        return parsedate_to_datetime(text)
    except (TypeError, IndexError, OverflowError):
        raise ValueError(text) from None
