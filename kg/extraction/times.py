"""Finds times: calendar dates, and relative ones where the day of publication is known."""

from __future__ import annotations

import re
from calendar import day_name, month_abbr, month_name
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.annotations import Span, TimeExpression
from kg.extraction.extensions import register_extensions

_MONTHS = {name.lower(): i for i, name in enumerate(month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): i for i, name in enumerate(day_name)}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
_PATTERNS = [
    re.compile(rf"{_MONTH}\s+{_DAY}(?:\s*,?\s*{_YEAR})?", re.I),
    re.compile(rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*{_YEAR})?", re.I),
    re.compile(rf"{_MONTH}(?:\s*,?\s*(?:of\s+)?{_YEAR})?", re.I),
]
_ISO = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
_BARE_YEAR = re.compile(_YEAR)
_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def resolve_time(text: str, published: date | None) -> str | None:
    """The ISO 8601 value of an English time expression, None where it is not known.

    Args:
        text: the expression as written ("Earlier Wednesday", "in June", "March 3, 2021").
        published: the day of publication, for relative expressions; a weekday is the last one
            before it or that day itself, a month without a year the one nearest to it.
    """
    # Single spaces, because the patterns try each white space several times.
    text = " ".join(text.split())
    iso = _ISO.search(text)
    if iso:
        return iso.group(1)
    return _calendar(text, published) or _relative(text.lower(), published) or _year(text)


def _calendar(text: str, published: date | None) -> str | None:
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match and (match.group("month")[0].isupper() or match.re is not _PATTERNS[2]):
            groups = match.groupdict()
            month = _MONTHS[groups["month"].lower()]
            day = int(groups["day"]) if groups.get("day") else None
            return _date(groups["year"], month, day, published)
    return None


def _date(year: str | None, month: int, day: int | None, published: date | None) -> str | None:
    if year is None and published is None:
        return None
    number = int(year) if year else _last_year_of(month, published or date.min)
    if day is None:
        return f"{number:04d}-{month:02d}"
    try:
        return date(number, month, day).isoformat()
    except ValueError:
        return None


def _last_year_of(month: int, published: date) -> int:
    """The year of a month without one: of the next six months ("by December"), else of the past."""
    ahead = (month - published.month) % 12
    return published.year + (published.month + ahead > 12) - (ahead > 6)


def _relative(text: str, published: date | None) -> str | None:
    if published is None:
        return None
    for word in re.findall(r"[a-z]+", text):
        if word in _DAYS:
            return (published + timedelta(days=_DAYS[word])).isoformat()
        if word in _WEEKDAYS:
            return _weekday(_WEEKDAYS[word], text, published).isoformat()
    return _past_or_next(text, published)


def _weekday(weekday: int, text: str, published: date) -> date:
    back = (published.weekday() - weekday) % 7
    if re.search(r"\bnext\b|\bcoming\b", text):
        return published + timedelta(days=7 - back)
    if re.search(r"\blast\b", text) and back == 0:
        back = 7
    return published - timedelta(days=back)


def _past_or_next(text: str, published: date) -> str | None:
    match = re.search(r"\b(last|this|next)\s+(week|month|year)\b", text)
    if not match:
        return None
    step = {"last": -1, "this": 0, "next": 1}[match.group(1)]
    if match.group(2) == "year":
        return f"{published.year + step:04d}"
    if match.group(2) == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    year, week, _ = (published + timedelta(weeks=step)).isocalendar()
    return f"{year:04d}-W{week:02d}"


def _year(text: str) -> str | None:
    match = _BARE_YEAR.search(text)
    return match.group("year") if match else None


@Language.component("kg_times")
def kg_times(doc: Doc) -> Doc:
    """Put the times on `doc._.kg_times`; takes the day of publication from `doc._.kg_published`."""
    published = doc._.kg_published
    doc._.kg_times = tuple(
        TimeExpression(
            Span(entity.start_char, entity.end_char), resolve_time(entity.text, published)
        )
        for entity in doc.ents
        if entity.label_ in ("DATE", "TIME")
    )
    return doc


register_extensions()
