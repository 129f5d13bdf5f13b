"""The values of relative time expressions: "yesterday", "last Friday", "two weeks ago"."""

import re
from calendar import day_name
from datetime import date, timedelta
from enum import Enum
from typing import Any

from kg.extraction.wordlists import word_lists

_WEEKDAYS = {name.lower(): i for i, name in enumerate(day_name)}
STEPS = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}


class Direction(Enum):
    """Whether an event with a time is past or to come."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


def relative_value(text: str, published: date | None, direction: Direction) -> str | None:
    """The value of a time that is counted from the day of publication."""
    if published is None:
        return None
    text = text.lower()
    if re.search(r"\bday (?:before yesterday|after tomorrow)\b", text):
        return _moved(published, 2 if "tomorrow" in text else -2)
    for word in re.findall(r"[a-z]+", text):
        if word in _data()["days"]:
            return _moved(published, _data()["days"][word])
        if word in _WEEKDAYS:
            return _weekday(_WEEKDAYS[word], text, published, direction).isoformat()
    return _part_of_day(text, published) or _ago(text, published) or _neighbour(text, published)


def _moved(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _weekday(weekday: int, text: str, published: date, direction: Direction) -> date:
    back = (published.weekday() - weekday) % 7
    if re.search(r"\bnext\b|\bcoming\b", text):
        return published + timedelta(days=7 - back)
    if re.search(r"\b(?:last|past)\b", text):
        return published - timedelta(days=back or 7)
    is_this = direction is Direction.UNKNOWN and re.search(r"\bthis\b", text)
    if (direction is Direction.FUTURE or is_this) and back:
        return published + timedelta(days=7 - back)
    return published - timedelta(days=back)


def _part_of_day(text: str, published: date) -> str | None:
    parts = "|".join(_data()["parts of the day"])
    match = re.search(rf"\b(last|this) (?:{parts})\b", text)
    return _moved(published, -1 if match[1] == "last" else 0) if match else None


def _ago(text: str, published: date) -> str | None:
    """The value of "two weeks ago", "the past three years", in the unit's precision."""
    number = "|".join(_data()["numbers"])
    if match := re.search(rf"\b({number}|\d{{1,2}}) (day|week|month|year|decade)s? ago\b", text):
        return _shifted(published, -_number(match[1]), match[2])
    match = re.search(
        rf"\b(past|last|next) (?:({number}|\d{{1,3}}) )(day|week|month|year)s\b", text
    )
    if match is None:
        return None
    count = _number(match[2]) * (1 if match[1] == "next" else -1)
    unit = "day" if match[3] == "week" else match[3]
    other = _shifted(published, count * (7 if match[3] == "week" else 1), unit)
    now = _shifted(published, 0, unit)
    return f"{now}/{other}" if count > 0 else f"{other}/{now}"


def _number(word: str) -> int:
    return int(_data()["numbers"].get(word) or word)


def _shifted(day: date, count: int, unit: str) -> str:
    """A day moved by some units, in their precision."""
    if unit == "day":
        return _moved(day, count)
    if unit == "week":
        year, week, _ = (day + timedelta(weeks=count)).isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return f"{day.year + count * (10 if unit == 'decade' else 1):04d}"


def _neighbour(text: str, published: date) -> str | None:
    """The value of "last week", "next year", and the day in "the 1st of last month"."""
    match = re.search(r"\b(last|this|next|coming) (week|month|year|weekend)\b", text)
    if match is None:
        rest = re.search(
            r"\b(?:beginning|end|middle|remainder|rest|start) of the (week|month|year)\b", text
        )
        return _shifted(published, 0, rest[1]) if rest else None
    step = STEPS[match[1]]
    if match[2] == "weekend":
        saturday = published + timedelta(days=5 - published.weekday() + 7 * step)
        return f"{saturday.isoformat()}/{_moved(saturday, 1)}"
    value = _shifted(published, step, match[2])
    day = re.search(r"\b(\d\d?)(?:st|nd|rd|th) of (?:last|this|next) month", text)
    return calendar_day(int(value[:4]), int(value[5:]), day[1]) if day else value


def calendar_day(year: int, month: int, day: str | None) -> str | None:
    """A month, or a day of it, None where the month has no such day."""
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, int(day)).isoformat()
    except ValueError:
        return None


def _data() -> dict[str, Any]:
    return word_lists("times")
