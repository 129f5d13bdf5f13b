"""Finds quantities: numbers in figures or words, with their hedges and units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extraction.annotations import Quantity, Span, Statement
from kg.extraction.extensions import register_extensions
from kg.extraction.wordlists import word_lists, word_set

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_RANGE_WORDS = frozenset({"to", "-", "–", "—", "and"})
_PERCENT = frozenset({"%", "percent", "pct", "per"})
_NOT_COUNTED = frozenset({"DATE", "TIME", "ORDINAL"})
_AFTER_A_BARE_NUMBER = frozenset({"VERB", "AUX", "ADP", "CCONJ", "SCONJ", "ADV"})
_LONGEST_HEDGE = 5
_COUNTABLE = 10
# Characters of a figure, and the product of its multipliers; the limits keep values finite.
_LONGEST_FIGURE = 40
_LARGEST_FACTOR = 1e15
_LONGEST_UNIT = 5


class _Number(NamedTuple):
    """A number in the text: tokens [start, end), and the least and greatest value it can mean.

    `vague` has the words of an inexact number ("tens of thousands"), None for another; `times` is
    true where the number multiplies the amount after it ("twice the figure").
    """

    start: int
    end: int
    low: float
    high: float
    vague: str | None = None
    times: bool = False


def find_quantities(doc: Doc, statements: tuple[Statement, ...]) -> Iterator[Quantity]:
    """The quantities in text order, each with the innermost statement whose content it is in."""
    yield from _placed(list(_quantities(doc)), statements)


def _quantities(doc: Doc) -> Iterator[Quantity]:
    i = 0
    while i < len(doc):
        number = _number_at(doc, i)
        if number is None:
            i += 1
            continue
        i = number.end
        quantity = _quantity(doc, number)
        if quantity is not None:
            yield quantity


def _number_at(doc: Doc, i: int) -> _Number | None:
    if doc[i].ent_type_ in _NOT_COUNTED:
        return None
    return _vague(doc, i) or _multiple(doc, i) or _range(doc, i)


def _vague(doc: Doc, i: int) -> _Number | None:
    """A vague number at token `i`: "a few thousand", "tens of thousands"."""
    if doc[i].lower_ not in _vague_starts():
        return None
    for length in range(4, 0, -1):
        phrase = " ".join(t.lower_ for t in doc[i : i + length])
        bounds = word_lists("hedges")["vague"].get(phrase)
        if bounds and i + length <= len(doc):
            end, factor = _multiplier(doc, i + length)
            return _Number(i, end, bounds[0] * factor, bounds[1] * factor, phrase)
    return None


@cache
def _vague_starts() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in word_lists("hedges")["vague"])


def _multiple(doc: Doc, i: int) -> _Number | None:
    """A factor at token `i`: "twice" in "twice the figure", "three times its budget"."""
    value = word_lists("hedges")["multiples"].get(doc[i].lower_)
    end = i + 1
    if value is None and end < len(doc) and doc[end].lower_ == "times":
        value, end = _value(doc[i]), end + 1
    if value is None or end >= len(doc) or doc[end].tag_ not in ("DT", "PRP$"):
        return None
    return _Number(i, end, value, value, times=True)


def _range(doc: Doc, i: int) -> _Number | None:
    """A number or range at token `i`: "3,000", "8,000 to 10,000", "five and six million"."""
    first = _plain(doc, i)
    if first is None or first.end + 1 >= len(doc) or doc[first.end].lower_ not in _RANGE_WORDS:
        return first
    joined_by_and = doc[first.end].lower_ == "and"
    if joined_by_and and not (i > 0 and doc[i - 1].lower_ == "between"):
        return first
    second = _plain(doc, first.end + 1)
    if second is None:
        return first
    low = first.low
    factor = word_lists("hedges")["multipliers"].get(doc[second.end - 1].lower_)
    if factor and second.high >= 1000 > low:
        low *= factor
    if low >= second.high:
        return first
    return _Number(i - joined_by_and, second.end, low, second.high, "between")


def _plain(doc: Doc, i: int) -> _Number | None:
    value = _value(doc[i])
    if value is None:
        return None
    end, factor = _multiplier(doc, i + 1)
    return _Number(i, end, value * factor, value * factor)


def _value(token: Token) -> float | None:
    text = token.lower_
    if len(text) <= _LONGEST_FIGURE and _FIGURE.fullmatch(text):
        return float(text.replace(",", ""))
    if text in word_lists("hedges")["words"]:
        return float(word_lists("hedges")["words"][text]) if _counts(token) else None
    parts = text.split("-")
    if len(parts) == 2 and all(p in word_lists("hedges")["words"] for p in parts):
        return float(sum(word_lists("hedges")["words"][p] for p in parts))
    return None


def _counts(token: Token) -> bool:
    """Whether a word is a number here: "one" can be a pronoun."""
    return token.lower_ not in ("one", "half") or token.dep_ in ("nummod", "quantmod", "compound")


def _multiplier(doc: Doc, i: int) -> tuple[int, float]:
    factor = 1.0
    multipliers = word_lists("hedges")["multipliers"]
    while i < len(doc) and factor < _LARGEST_FACTOR and doc[i].lower_ in multipliers:
        if doc[i].lower_ == "m" and not doc[i - 1].text[-1:].isdigit():
            break
        factor *= multipliers[doc[i].lower_]
        i += 1
    return i, factor


def _quantity(doc: Doc, number: _Number) -> Quantity | None:
    money = _currency(doc, number.start)
    first = number.start - 1 if money else number.start
    start, hedge = _hedge(doc, first, number.vague is None and number.low >= _COUNTABLE)
    end, unit = _multiplied(doc, number.end) if number.times else _unit(doc, number.end)
    unit = money or unit
    if _is_year(doc, number, hedge) or _is_article(doc, number):
        return None
    if unit is None and (number.times or not _stands_alone(doc, number, end)):
        return None
    value, low, high = _bounds(number, hedge)
    slice_ = doc[start:end]
    return Quantity(
        span=Span(slice_.start_char, slice_.end_char),
        value=value,
        minimum=low,
        maximum=high,
        approximation=hedge or number.vague,
        unit=unit,
        found_by="vague" if number.vague else "multiple" if number.times else "number",
    )


def _hedge(doc: Doc, i: int, large: bool) -> tuple[int, str | None]:
    """Where the quantity starts, and the longest hedge that ends before token `i`.

    "over" before a small or vague number is mostly about a place: "spread over several camps".
    """
    of_place = word_set("hedges", "of_place")
    for length in range(min(_LONGEST_HEDGE, i), 0, -1):
        hedge = " ".join(t.lower_ for t in doc[i - length : i])
        if hedge in _hedges() and (large or hedge not in of_place):
            return i - length, hedge
    return i, None


@cache
def _hedges() -> dict[str, str]:
    data = word_lists("hedges")
    return {w: kind for kind in ("around", "at_most", "at_least") for w in data[kind]}


def _currency(doc: Doc, i: int) -> str | None:
    found = word_lists("hedges")["currencies"].get(doc[i - 1].text.upper()) if i > 0 else None
    return str(found) if found else None


def _unit(doc: Doc, i: int) -> tuple[int, str | None]:
    """Where the quantity ends, and its unit: the noun phrase at token `i`, or a per cent sign."""
    if i < len(doc) and doc[i].lower_ in _PERCENT:
        end = i + 2 if doc[i].lower_ == "per" and i + 1 < len(doc) else i + 1
        return end, "%"
    if i < len(doc) and doc[i].lower_ == "of" and i + 1 < len(doc):
        i += 1
    start = i
    last = None
    while i < len(doc) and i - start < _LONGEST_UNIT and _is_unit_word(doc[i]):
        if doc[i].pos_ in ("NOUN", "PROPN"):
            last = i
        i += 1
    if last is None and doc[start : start + 1].text.lower() in word_set("hedges", "casualties"):
        return start + 1, doc[start].text
    if last is None or (doc[last].pos_ == "PROPN" and doc[last].ent_type_ != "NORP"):
        return start, None
    return last + 1, " ".join(doc[start : last + 1].text.split())


def _multiplied(doc: Doc, i: int) -> tuple[int, str | None]:
    """As `_unit`, for the amount that a factor multiplies, which an article or owner precedes."""
    end, unit = _unit(doc, i + 1)
    return end, unit and f"times {doc[i].text} {unit}"


def _is_unit_word(token: Token) -> bool:
    if "\n" in token.text or token.ent_type_ in _NOT_COUNTED:
        return False
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.tag_ in ("HYPH", "VBN", "POS")


def _is_year(doc: Doc, number: _Number, hedge: str | None) -> bool:
    text = doc[number.start : number.end].text
    return hedge is None and len(text) == 4 and text.isdigit() and 1900 <= number.low <= 2100


def _stands_alone(doc: Doc, number: _Number, i: int) -> bool:
    """Whether a number needs no unit, as the text gave it before: "about 10,000 were trained"."""
    is_large = number.low == number.high >= 100 and "," in doc[number.start].text
    return is_large and (
        i >= len(doc)
        or doc[i].text in (".", ",", ";", "”", '"')
        or doc[i].pos_ in _AFTER_A_BARE_NUMBER
    )


def _is_article(doc: Doc, number: _Number) -> bool:
    """Whether "one" stands for "a", as in "one battlefield"."""
    return number.end - number.start == 1 and doc[number.start].lower_ == "one"


def _bounds(number: _Number, hedge: str | None) -> tuple[float | None, float | None, float | None]:
    """Value, minimum and maximum of a number with its hedge."""
    if number.low != number.high:
        return None, number.low, number.high
    kind = _hedges().get(hedge) if hedge else None
    if kind == "at_most":
        return None, None, number.high
    if kind == "at_least":
        return None, number.low, None
    return number.low, None, None


def _placed(found: list[Quantity], statements: tuple[Statement, ...]) -> Iterator[Quantity]:
    """The quantities with the innermost statement whose content each is in."""
    contents = sorted(
        (content, i) for i, statement in enumerate(statements) for content in statement.content
    )
    holders: dict[Span, int] = {}
    open_: list[tuple[Span, int]] = []
    position = 0
    for span in sorted({quantity.span for quantity in found}):
        while position < len(contents) and contents[position][0].start <= span.start:
            open_.append(contents[position])
            position += 1
        open_ = [each for each in open_ if each[0].end > span.start]
        inside = [(c.end - c.start, i) for c, i in open_ if span.end <= c.end]
        if inside:
            holders[span] = min(inside)[1]
    for quantity in found:
        yield replace(quantity, statement=holders.get(quantity.span))


@Language.component("kg_quantities")
def kg_quantities(doc: Doc) -> Doc:
    """Put the quantities on `doc._.kg_quantities`; reads `doc._.kg_statements`."""
    doc._.kg_quantities = tuple(find_quantities(doc, doc._.kg_statements))
    return doc


register_extensions()
