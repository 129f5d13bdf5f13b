"""The values of English time expressions in ISO 8601: days, months, years, intervals, durations."""

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date, timedelta

from kg.extraction.time_periods import duration_value, period_value
from kg.extraction.time_relative import STEPS, Direction, calendar_day, relative_value
from kg.extraction.wordlists import word_lists

_MONTHS = {name.lower(): i for i, name in enumerate(month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(month_abbr) if name} | {"sept": 9}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?<!\d)(?P<year>(?:1[5-9]|20)\d\d)\b"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
_OF_YEAR = rf"(?:\s*,?\s*(?:of\s+)?(?:{_YEAR}|(?P<which>last|this|next)\s+year))?"
_CALENDAR = [
    re.compile(rf"{_MONTH}\s+{_DAY}{_OF_YEAR}", re.I),
    re.compile(rf"{_DAY}\s+(?:of\s+)?{_MONTH}{_OF_YEAR}", re.I),
    re.compile(rf"(?:(?P<ago>last|this past|past|this|next)\s+)?{_MONTH}{_OF_YEAR}", re.I),
]
_NUMBERED = re.compile(
    rf"{_MONTH} (?P<word>one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I
)
_ISO = re.compile(r"\b(?:(\d{4}-\d\d-\d\d)|(\d\d?)/(\d\d?)/((?:1[5-9]|20)\d\d))\b")
_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "half year": 6, "year": 12}
_ENDING = re.compile(
    r"\b(?:(?P<count>[a-z]+|\d\d?) )?(?P<unit>week|month|quarter|half(?: year)?|year)s? "
    r"(?P<how>ended|ending|(?:up )?to(?: end)?)(?: on| in)? (?P<date>.+)",
    re.I,
)
_JOINT = r"\s*(?:\bto\b|\bthrough\b|\buntil\b|\band\b|[-–—/])\s*"


def resolve_time(
    text: str, published: date | None, direction: Direction = Direction.UNKNOWN
) -> str | None:
    """The ISO 8601 value of an English time expression, None where it is not known.

    Args:
        text: the expression as written ("Earlier Wednesday", "in June", "March 3, 2021").
        published: the day of publication, for relative expressions.
        direction: whether what happens then is past or to come. Where that is unknown, a weekday is
            the last one before publication or that day itself, a date without a year the nearest.

    Returns:
        A day, week ("2024-W43"), month, year, a duration ("P3D"), or an interval of two of them
        ("1998/2004"): of seasons in the north, of quarters, decades, centuries and ranges.
    """
    # Single spaces, because the patterns try each white space several times.
    text = _NUMBERED.sub(_with_figure, " ".join(text.split()))
    if published is not None and not 1500 <= published.year < 9000:
        published = None  # no day of publication, and too near to the ends of the calendar
    if re.search(r"\d{5}|\b(?:every|each)\b", text, re.I):
        return None
    if digits := _ISO.search(text):
        return digits.group(1) or _in_slashes(*(int(digits[i]) for i in (2, 3, 4)))
    if ended := _ENDING.search(text):
        return _ended(ended, published, direction)
    return (
        period_value(text, published)
        or _range(text, published, direction)
        or _calendar(text, published, direction)
        or relative_value(text, published, direction)
        or next((year[0] for year in re.finditer(_YEAR, text)), None)
        or duration_value(text)
    )


def _with_figure(found: re.Match[str]) -> str:
    """A month and its day, which is written as a word: "March Three"."""
    return f"{found['month']} {word_lists('times')['numbers'][found['word'].lower()]}"


def _in_slashes(first: int, second: int, year: int) -> str | None:
    """A date in digits; where day and month cannot be told apart, its year."""
    if first <= 12 and second <= 12 and first != second:
        return f"{year:04d}"
    return calendar_day(year, min(first, second), str(max(first, second)))


def _range(text: str, published: date | None, direction: Direction) -> str | None:
    """A range of years, days or months: "1998 to 2004", "May 3-5", "March to June 2020"."""
    if years := re.search(rf"{_YEAR}{_JOINT}(?P<last>(?:1[5-9]|20)?\d\d)\b(?![-/]\d)", text):
        last = years["year"][:2] + years["last"] if len(years["last"]) == 2 else years["last"]
        return f"{years['year']}/{last}" if years["year"] < last else None
    days = re.search(
        rf"{_MONTH} {_DAY}{_JOINT}(?P<end>\d\d?)\b(?!:| ?[ap]\.?m)(?P<rest>.*)", text, re.I
    )
    if days:
        ends = [f"{days['month']} {day}{days['rest']}" for day in (days["day"], days["end"])]
        return _interval(*(_calendar(end, published, direction) for end in ends))
    days = re.search(rf"(?<!\S)(?P<first>\d\d?){_JOINT}{_DAY} (?P<rest>{_MONTH}.*)", text, re.I)
    if days:
        ends = [f"{day} {days['rest']}" for day in (days["first"], days["day"])]
        return _interval(*(_calendar(end, published, direction) for end in ends))
    joint = "and" if re.match(r"between\b", text, re.I) else "(?:to|through|until)"
    parts = re.split(rf" {joint} ", text)
    if len(parts) != 2 or not re.search(_MONTH, parts[0], re.I):
        return None
    year = re.search(_YEAR, parts[1])
    first = parts[0] if year is None or re.search(_YEAR, parts[0]) else f"{parts[0]} {year[0]}"
    return _interval(*(_calendar(end, published, direction) for end in (first, parts[1])))


def _ended(match: re.Match[str], published: date | None, direction: Direction) -> str | None:
    """The interval of what ends at a date: "the week ended February 22", "nine months to June"."""
    written, unit = (match["count"] or "").lower(), match["unit"].lower()
    count = int(written) if written.isdecimal() else word_lists("times")["numbers"].get(written, 1)
    past = match["how"].lower() == "ended"
    last = _calendar(match["date"], published, Direction.PAST if past else direction)
    if last is None or len(last) < len("2024-10"):
        return None
    if len(last) == len("2024-10"):
        return (
            None
            if unit == "week"
            else f"{_months_before(last, count * _MONTHS_OF[unit] - 1)}/{last}"
        )
    end = date.fromisoformat(last)
    if unit == "week":
        return f"{end - timedelta(days=7 * count - 1)}/{last}"
    month = _months_before(last, count * _MONTHS_OF[unit])
    length = monthrange(int(month[:4]), int(month[5:]))[1]
    is_whole = end.day == monthrange(end.year, end.month)[1]
    before = date.fromisoformat(f"{month}-{length if is_whole else min(end.day, length):02d}")
    return f"{before + timedelta(days=1)}/{last}"


def _months_before(day: str, count: int) -> str:
    """The month that lies some months before that of a day or month."""
    months = int(day[:4]) * 12 + int(day[5:7]) - 1 - count
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _interval(first: str | None, last: str | None) -> str | None:
    return f"{first}/{last}" if first and last and first < last else None


def _calendar(text: str, published: date | None, direction: Direction) -> str | None:
    for pattern in _CALENDAR:
        match = pattern.search(text)
        if match and (pattern is not _CALENDAR[2] or _is_month(match)):
            groups = match.groupdict()
            month, day = _MONTHS[match["month"].lower()], groups.get("day")
            if groups["year"]:
                return calendar_day(int(groups["year"]), month, day)
            if published is None:
                return None
            if groups["which"]:
                return calendar_day(published.year + STEPS[groups["which"].lower()], month, day)
            ago = (groups.get("ago") or "").lower()
            turned = {"next": Direction.FUTURE, "this": direction, "": direction}
            year = _year_of(month, int(day or 0), published, turned.get(ago, Direction.PAST))
            if ago == "last" and not day and (year, month) == (published.year, published.month):
                year -= 1
            return calendar_day(published.year if ago == "this" else year, month, day)
    return None


def _is_month(match: re.Match[str]) -> bool:
    """Whether a month without a day is one, and not the word "may" or "march"."""
    ambiguous = match["month"] in word_lists("times")["ambiguous months"]
    return not ambiguous or match["year"] is not None


def _year_of(month: int, day: int, published: date, direction: Direction) -> int:
    """The year of a date without one: that of the last, next or nearest such date."""
    now = (published.month, published.day if day else 0)
    if direction is Direction.PAST:
        return published.year - ((month, day) > now)
    if direction is Direction.FUTURE:
        return published.year + ((month, day) < now)
    ahead = (month - published.month) % 12
    return published.year + (published.month + ahead > 12) - (ahead > 6)
