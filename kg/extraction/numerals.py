"""Reads the numbers of a text: in figures and words, shares, ranges and vague numbers.

It sees the characters alone; what a number counts, and whether it counts anything, is seen in its
sentence by kg.extraction.quantities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kg.extraction.number_patterns import GAP, number_patterns
from kg.extraction.wordlists import word_lists

_FIGURES = re.compile(
    rf"[1-9]\d{{0,2}}(?:{GAP}\d{{3}})+(?![\d,.:/%-]*\d)"
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?!,?\d)"
    # Groups of digits with a decimal comma, which are not read.
    rf"(?!{GAP}\d{{3}},\d)"
)
# "8-1/2" and "8 1/2"; "1/2" alone only before per cent, because it may be a date.
_FRACTION = re.compile(rf"(?:-|{GAP})?(?P<few>\d{{1,2}})/(?P<all>2|3|4|5|8|10|16|32|64)(?![\d/])")
# Behind figures: parts of a date, clock time or address, an ordinal's or a model's letters.
_GOES_ON = re.compile(r"[:/.]\d|(?!p(?:c|ct|ercent)\b)\w|[-–]\d+[-–]\d|['’]s\b")
_BEGINS_EARLIER = re.compile(r"(?:[\w.,:/]|\w[-–])$")
_MINUS = re.compile(rf"(?:^|(?<=[\s(]))(?:[-−]|minus{GAP})$", re.I)
_JOINT = re.compile(rf"{GAP}?(?:[-–—]|-to-){GAP}?|{GAP}(?P<word>to|and|or){GAP}")
_AND_A_HALF = re.compile(rf"(?:-|{GAP})and(?:-|{GAP})a(?:-|{GAP})half\b", re.I)
_LONGEST_FIGURES, _LONGEST_ID = 40, 12
_LARGEST_FACTOR = 1e15
# From here on "one in 1998" is a year.
_LARGEST_WHOLE = 1500


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at the characters [start, end) of a text.

    Attributes:
        low, high: the least and greatest value that it can mean.
        factor: the product of its multipliers ("million").
        currency: the money it is, by the sign before it ("US dollars").
        unit: the unit that is written into it: "%" for a share, "kg" for "20kg", "times" for what
            multiplies the amount after it ("twice the figure").
        vague: the words of an inexact number ("tens of thousands", "between"), None for another.
        is_pair: whether it is two numbers with a hyphen that are no range ("2-0").
    """

    start: int
    end: int
    low: float
    high: float
    factor: float = 1.0
    currency: str | None = None
    unit: str | None = None
    vague: str | None = None
    is_pair: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a text, in its order; they do not overlap."""
    done = 0
    for match in number_patterns()["start"].finditer(text):
        if match.start() < done:
            continue
        if (found := _vague(text, match.start()) or _number(text, match.start())) is not None:
            found = _range(text, found) or found
            done = found.end
            yield found


def _number(text: str, at: int, joined: bool = False) -> Numeral | None:
    """The number at a position; `joined` means that it goes on with another one."""
    if (money := number_patterns()["currency"].match(text, at)) is None:
        return _multiple(text, at) or _share(text, at) or _plain(text, at, joined)
    found = _figures(text, money.end(), is_money=True)
    name = _data()["currencies"][money["name"]]
    return found and replace(found, start=at, currency=name)


def _plain(text: str, at: int, joined: bool = False) -> Numeral | None:
    if not joined and _BEGINS_EARLIER.search(text[max(0, at - 2) : at]):
        return None
    return _figures(text, at) or _words(text, at)


def _figures(text: str, at: int, is_money: bool = False) -> Numeral | None:
    match = _FIGURES.match(text, at)
    is_id = match is not None and match[0].isdecimal() and len(match[0]) >= _LONGEST_ID
    if match is None or is_id or len(match[0]) > _LONGEST_FIGURES:
        return None
    value, end = float(re.sub(rf",|{GAP}", "", match[0])), match.end()
    if fraction := _fraction(text, at, match[0]):
        value, end = fraction
    elif part := _data()["part signs"].get(text[end : end + 1]):
        value, end = value + part, end + 1
    end, factor, unit = _behind_figures(text, end, is_money)
    if unit is None and _GOES_ON.match(text, end):
        return None
    # As written: 33.3 million is 33300000, and not the nearest float of a product.
    value = float(f"{value * factor:.12g}")
    if minus := _MINUS.search(text[max(0, at - 8) : at]):
        at, value = at - len(minus[0]), -value
    return Numeral(at, end, value, value, factor, unit=unit)


def _fraction(text: str, at: int, whole: str) -> tuple[float, int] | None:
    """The value and end of a number with a common fraction: "8-1/2", or "1/2" before per cent."""
    if not whole.isdecimal():
        return None
    alone = _FRACTION.match(text, at)
    if alone and not number_patterns()["per cent"].match(text, alone.end()):
        return None
    match = alone or _FRACTION.match(text, at + len(whole))
    if match is None or int(match["few"]) >= int(match["all"]):
        return None
    part = int(match["few"]) / int(match["all"])
    return (part if alone else int(whole) + part), match.end()


def _behind_figures(text: str, at: int, is_money: bool) -> tuple[int, float, str | None]:
    """Where a number in figures ends, with the factor and the unit that are joined to it."""
    end, factor = _multiplied(text, at)
    if factor > 1:
        return end, factor, None
    letter = number_patterns()["letter"].match(text, at)
    if letter and (is_money or (letter.start("letter") == at and letter["counted"])):
        return letter.end("letter"), _data()["letters"][letter["letter"].lower()], None
    unit = number_patterns()["joined unit"].match(text, at)
    return (unit.end(), 1.0, unit[0].strip()) if unit else (at, 1.0, None)


def _multiplied(text: str, at: int) -> tuple[int, float]:
    factor = 1.0
    while factor < _LARGEST_FACTOR and (match := number_patterns()["multiplier"].match(text, at)):
        factor *= _data()["multipliers"][match["word"].lower()]
        at = match.end()
    return at, factor


def _words(text: str, at: int) -> Numeral | None:
    """A number in words: "thirty-two", "one hundred and five million", "half a million"."""
    if (match := number_patterns()["first word"].match(text, at)) is None:
        return None
    values, factors = _data()["words"], _data()["multipliers"]
    word, end = match[0].lower(), match.end()
    thousands, rest = 0.0, float(values.get(word, 0.5 if "half" in word else 1))
    last = values.get(word, 0)
    while (
        match := number_patterns()["next word"].match(text, end)
    ) and thousands < _LARGEST_FACTOR:
        word = match["word"].lower()
        if word in factors:
            thousands, rest = _times(thousands, rest, factors[word])
        elif _continues(last, values[word], match["and"] is not None, text[max(0, at - 8) : at]):
            rest += values[word]
        else:
            break
        last, end = values[word] if word in values else factors[word], match.end()
    half = _AND_A_HALF.match(text, end)
    value = thousands + rest + (half is not None) / 2
    return Numeral(at, half.end() if half else end, value, value, last if last >= 1000 else 1.0)


def _times(thousands: float, rest: float, factor: float) -> tuple[float, float]:
    """What a multiplier makes of the thousands and the rest below them that stand before it."""
    if factor < 1000:
        return thousands, rest * factor
    return (thousands + rest * factor, 0.0) if rest else (thousands * factor, 0.0)


def _continues(last: float, value: float, is_and: bool, before: str) -> bool:
    """Whether a word goes on with the number that ends in the value `last`: "thirty" with "two"."""
    if is_and and before.lower().endswith("between "):
        return False
    if last >= 100:
        return value > 0
    return last >= 20 and 0 < value < 10 and not is_and


def _vague(text: str, at: int) -> Numeral | None:
    """A vague number: "a few thousand", "tens of thousands"."""
    if (match := number_patterns()["vague"].match(text, at)) is None:
        return None
    words = " ".join(match[0].lower().split())
    low, high = word_lists("hedges")["vague"][words]
    end, factor = _multiplied(text, match.end())
    return Numeral(at, end, low * factor, high * factor, factor, vague=words)


def _multiple(text: str, at: int) -> Numeral | None:
    """What multiplies the amount after it: "twice the figure", "three times its budget"."""
    if match := number_patterns()["multiple"].match(text, at):
        value = float(_data()["multiples"][match[0].lower()])
        return Numeral(at, match.end(), value, value, unit="times")
    found = _plain(text, at)
    times = found and found.unit is None and number_patterns()["times"].match(text, found.end)
    return replace(found, end=times.end(), unit="times") if found and times else None


def _share(text: str, at: int) -> Numeral | None:
    """A part of a whole, in per cent: "two-thirds of", "half the", "one in five"."""
    part = number_patterns()["part"].match(text, at)
    if part and _is_part(part, text[max(0, at - 3) : at]):
        name, many = part["part"].lower(), (part["many"] or "one").lower()
        whole = _data()["parts"].get(name) or _data()["parts"][name[:-1]]
        return _part(text, part, _data()["words"].get(many, 1), whole)
    ratio = number_patterns()["ratio"].match(text, at)
    if ratio is None or text[max(0, at - 3) : at].lower() in ("no ", "ny ", "ry "):
        return None
    few, all_ = (_plain(text, ratio.start(name), joined=True) for name in ("many", "whole"))
    if few is None or all_ is None or not few.low < all_.low < _LARGEST_WHOLE:
        return None
    usual = few.low == 1 or (ratio["of"] and all_.low in (10, 100, 1000))
    usual = usual or number_patterns()["no verb"].search(text[max(0, at - 12) : at])
    return _part(text, ratio, few.low, all_.low) if usual else None


def _is_part(part: re.Match[str], before: str) -> bool:
    """Whether "third" is no ordinal: "a third of", "two-thirds", "by a third", "half the"."""
    if part["many"] is None:
        return part["part"].lower() == "half" and bool(part["of"] or part["owner"])
    joined = part["hyphen"] is not None and part["many"].lower() != "a"
    return joined or bool(part["of"]) or before.lower() == "by "


def _part(text: str, match: re.Match[str], many: float, whole: float) -> Numeral:
    """A part of a whole in per cent, as is "half of 1 percent", and of a million as a number: "a
    quarter of a million"."""
    if of_a := number_patterns()["of a"].match(text, match.end()):
        end, factor = _multiplied(text, of_a.end())
        value = round(many / whole * factor, 2)
        return Numeral(match.start(), end, value, value)
    of_one = number_patterns()["of one per cent"].match(text, match.end())
    value = round((1 if of_one else 100) * many / whole, 2)
    return Numeral(match.start(), (of_one or match).end(), value, value, unit="%")


def _range(text: str, first: Numeral) -> Numeral | None:
    """The range that a number begins, or the pair that it is one of: "8,000 to 10,000", "2-0"."""
    between = number_patterns()["unit between"].match(text, first.end)
    joint = _JOINT.match(text, between.end() if between else first.end)
    if first.vague or joint is None or not _may_join(text, first, joint["word"]):
        return None
    second = _number(text, joint.end(), joined=True)
    if second is None or second.unit not in (first.unit, None):
        return None
    is_share = first.unit == "%" or joint["word"] == "or"
    if second.currency not in (first.currency, None) or (is_share and first.unit != second.unit):
        return None  # of another money, or one alone a share, "160GB or 40,000 songs"
    unit = between["unit"].lower() if between else ""
    behind = text[second.end : second.end + len(unit) + 1].lower()
    if not behind.lstrip().startswith(unit):
        return None
    scale = second.factor if first.factor == 1 and second.high >= 1000 > first.low else 1
    if first.low * scale < second.high:
        start = first.start - len("between ") * (joint["word"] == "and")
        low, high = first.low * scale, second.high
        return replace(first, start=start, end=second.end, low=low, high=high, vague="between")
    return None if joint["word"] else replace(first, end=second.end, is_pair=True)


def _may_join(text: str, first: Numeral, word: str | None) -> bool:
    """Whether a joining word makes a range: "and" after "between", "to" not after "rose from" and a
    year, "300 in 1985 to 450"."""
    before = text[max(0, first.start - 16) : first.start].lower()
    if word == "and":
        return before.endswith("between ")
    is_year = before.endswith(" in ") and first.end - first.start == 4 and 1500 < first.low < 2100
    is_rise = before.endswith("from ") and not before.endswith("ing from ")
    return word != "to" or not (is_rise or is_year)


def _data() -> dict[str, Any]:
    return word_lists("numbers")
