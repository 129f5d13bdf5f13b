"""The values of longer periods and of durations: "last summer", "the 1960s", "three days"."""

import re
from datetime import date

from kg.extraction.time_relative import STEPS
from kg.extraction.wordlists import word_lists

_YEAR = r"(?<!\d)((?:1[5-9]|20)\d\d)\b"
_WINTER = 12


def period_value(text: str, published: date | None) -> str | None:
    """The interval of decades, a century, a season, quarter or half year, in ISO 8601.

    A season, quarter or half without a year has a value only beside "last", "this" or "next".
    """
    text = text.lower()
    return _decades(text) or _century(text) or _season(text, published) or _part(text, published)


def duration_value(text: str) -> str | None:
    """A length of time: "P3D" for "three days"; None where it is a bound or not exact."""
    numbers, units = word_lists("times")["numbers"], word_lists("times")["units"]
    match = re.fullmatch(
        r"(?:(?:about|around|nearly|almost|some|roughly|just|only) )?"
        rf"({'|'.join(numbers)}|\d{{1,4}})(?: |-)({'|'.join(units)})s?",
        text.lower(),
    )
    if match is None or match[1] in ("a", "an"):
        return None
    value: str = units[match[2]]
    return value.format(numbers.get(match[1]) or match[1])


def _decades(text: str) -> str | None:
    """The years of "the 1960s", "the ’80s" (of the last century) or "the 1980s and 1990s"."""
    found = re.findall(r"(?<!\d)(1[5-9][1-9]|20\d)0s\b|['’]([3-9])0s\b", text)
    decades = sorted(long or f"19{short}" for long, short in found)
    return f"{decades[0]}0/{decades[-1]}9" if decades else None


def _century(text: str) -> str | None:
    match = re.search(r"\b(\d\d?)(?:st|nd|rd|th)[- ]century\b(?! b)", text)
    if match is None:
        return None
    number = int(match[1])
    return f"{100 * number - 99:04d}/{100 * number:04d}"


def _season(text: str, published: date | None) -> str | None:
    seasons = word_lists("times")["seasons"]
    names = "|".join(seasons)
    match = re.search(rf"\b(?:(last|this past|past|this|next) )?({names})\b(?:.*?{_YEAR})?", text)
    if match is None:
        return None
    before = re.search(rf"{_YEAR} (?:{names})", text)
    start, year = seasons[match[2]], match[3] or (before and before[1])
    if year is None and (published is None or match[1] is None):
        return None
    number = int(year) if year else _season_year(match[1].split()[-1], start, published or date.min)
    return _months(number, start, 3)


def _season_year(which: str, start: int, published: date) -> int:
    """The year in which the last ended, this year's or the next season starts."""
    year, now = published.year, published.year * 12 + published.month
    if which == "this":
        return year - (start == _WINTER and published.month < 3)
    if which == "next":
        return year + (year * 12 + start <= now)
    year += 1
    while year * 12 + start + 3 > now:
        year -= 1
    return year


def _part(text: str, published: date | None) -> str | None:
    """The months of "the third quarter of 2023", "Q2 2024", "the first half of the year"."""
    ordinals = word_lists("times")["ordinals"]
    match = re.search(
        rf"\b(?:({'|'.join(ordinals)})[- ](quarter|half)|q([1-4]))\b"
        rf"(?: (?:of )?(?:{_YEAR}|(last|this|the|next) year))?",
        text,
    )
    if match is None or not (match[4] or (match[5] and published)):
        return None
    year = int(match[4]) if match[4] else published.year + STEPS.get(match[5], 0)  # type: ignore[union-attr]
    length = 6 if match[2] == "half" else 3
    number = int(match[3] or ordinals[match[1]])
    return _months(year, length * (number - 1) + 1, length) if number * length <= 12 else None


def _months(year: int, start: int, length: int) -> str:
    last = year * 12 + start - 1 + length - 1
    return f"{year:04d}-{start:02d}/{last // 12:04d}-{last % 12 + 1:02d}"
