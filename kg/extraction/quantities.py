"""Finds quantities: numbers in figures or words, with their hedges and units."""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as Slice

from kg.extraction.annotations import MentionKind, Quantity, Span, Statement
from kg.extraction.extensions import register_extensions, text_of
from kg.extraction.number_patterns import GAP, any_of
from kg.extraction.numerals import Numeral, numerals
from kg.extraction.statements.holding import holding_statements
from kg.extraction.text.cover import Cover
from kg.extraction.units import counted, per_cent, singular
from kg.extraction.wordlists import word_lists, word_set

_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
_AFTER_A_BARE_NUMBER = frozenset({"VERB", "AUX", "ADP", "CCONJ", "SCONJ", "ADV", "PUNCT", "SPACE"})
_LONGEST_LEAD = 32
_COUNTABLE = 10
_HIGHEST_RANK, _MILLION = 20, 1_000_000


def find_quantities(doc: Doc, statements: tuple[Statement, ...]) -> Iterator[Quantity]:
    """The quantities in text order, each with the innermost statement whose content it is in."""
    found = list(_quantities(doc))
    holders = holding_statements((quantity.span for quantity in found), statements)
    for before, quantity in zip([None, *found], found, strict=False):
        unit = quantity.unit
        if before is not None and unit is None:  # "5 mln dlrs vs 4 mln"
            gap = text_of(doc)[before.span.end : quantity.span.start]
            unit = before.unit if gap.strip() in word_set("numbers", "compared") else None
        yield replace(quantity, unit=unit, statement=holders.get(quantity.span))


def _quantities(doc: Doc) -> Iterator[Quantity]:
    text = text_of(doc)
    named = Cover(m.span for m in doc._.kg_mentions if m.kind is MentionKind.NAME)
    for numeral in numerals(text):
        tokens = doc.char_span(numeral.start, numeral.end, alignment_mode="expand")
        is_free = numeral.currency or not named.overlaps(Span(numeral.start, numeral.end))
        if tokens is not None and is_free and not _is_name(doc, text, tokens, numeral):
            quantity = _quantity(doc, text, tokens, numeral)
            if quantity is not None:
                yield quantity


def _quantity(doc: Doc, text: str, tokens: Slice, numeral: Numeral) -> Quantity | None:
    start, hedge = _hedge(text, numeral)
    inner = _hedge_after(doc, text, numeral.end) if hedge is None else None
    end, unit = counted(doc, text, tokens, numeral, inner)
    if _is_no_amount(text, tokens, numeral, unit, hedge):
        return None
    if unit is None and not _stands_alone(doc, tokens, numeral, hedge):
        return None
    if after := inner or (None if hedge else _hedge_after(doc, text, end)):
        hedge, end = _words(after.text), max(end, after.end_char)
    value, low, high = _bounds(numeral, hedge, unit)
    return Quantity(
        span=Span(start, end),
        value=value,
        minimum=low,
        maximum=high,
        approximation=hedge or numeral.vague,
        unit=unit,
        found_by="vague" if numeral.vague else "multiple" if numeral.unit == "times" else "number",
    )


def _is_name(doc: Doc, text: str, tokens: Slice, numeral: Numeral) -> bool:
    """Whether a number is a name, rank, age, idiom or score, or the "one" that stands for "a"."""
    before = text[max(0, numeral.start - _LONGEST_LEAD) : numeral.start]
    if numeral.is_pair or _patterns()["idiom"].match(text, numeral.start):
        return True
    is_small = numeral.high <= _HIGHEST_RANK or numeral.unit == "%"
    if is_small and _patterns()["rank"].search(before):
        return True
    if numeral.currency or per_cent().match(text, numeral.end):
        return False
    if _patterns()["label"].search(before) or _patterns()["by age"].search(before):
        return True
    if tokens[0].ent_type_ not in _NAMES or tokens.start == 0:
        return False
    return tokens[0].ent_iob_ == "I" and doc[tokens.start - 1].text[:1].isupper()


def _is_no_amount(
    text: str, tokens: Slice, numeral: Numeral, unit: str | None, hedge: str | None
) -> bool:
    """Whether a number with its unit is a time, a year, a result, or an "a" that counts nothing."""
    words = text[numeral.start : numeral.end].lower()
    if hedge is None and (words in ("a", "an") or (words == "one" and unit not in (None, "%"))):
        return True
    if numeral.currency or unit == "%":
        return False
    is_sure = hedge not in word_set("hedges", "of_place") or _hedges()[hedge] == "around"
    plain = re.fullmatch(r"(?:between )?\d{4}(?:\D+\d{4})?", words)
    may_be_year = plain is not None and 1900 <= numeral.low <= numeral.high <= 2100
    is_year = may_be_year and (unit is None or hedge is None or not is_sure)
    return is_year or _is_result(numeral, unit) or _is_time(tokens, unit)


def _is_result(numeral: Numeral, unit: str | None) -> bool:
    """Whether a number belongs to a result: "a 2-0 lead", "a vote of 5 to 4", "two thirds"."""
    last = unit.split()[-1].lower() if unit else ""
    is_place = last != "quarters" and last.removesuffix("s") in word_lists("numbers")["parts"]
    return is_place or (last in word_set("numbers", "scores") and numeral.high != 1)


def _is_time(tokens: Slice, unit: str | None) -> bool:
    """Whether a number with its unit is a stretch of time, or stands in a date or clock time."""
    unit = (unit or "").lower()
    nouns = re.findall(r"[^\W\d_]+", unit)
    durations = word_set("numbers", "durations")
    if nouns and nouns[0] not in word_set("numbers", "measured by time"):
        first, last = (singular(nouns[i]) for i in (0, -1))
        if first in durations or last in durations:
            return True
    if nouns:
        return unit.split()[0] in word_set("numbers", "clock") or nouns[0] in _months()
    return tokens[0].ent_type_ in ("DATE", "TIME")


@cache
def _months() -> frozenset[str]:
    return frozenset(name.lower() for name in (*month_name, *month_abbr, "Sept") if name)


def _hedge(text: str, numeral: Numeral) -> tuple[int, str | None]:
    """Where the quantity starts, and the longest hedge before the number.

    "over" before a small or vague number is mostly about a place: "spread over several camps".
    """
    before = text[max(0, numeral.start - _LONGEST_LEAD) : numeral.start]
    if (match := _patterns()["hedge"].search(before)) is None:
        return numeral.start, None
    words = _words(match["hedge"])
    large = numeral.vague in (None, "between") and abs(numeral.low) >= _COUNTABLE
    has_unit = numeral.currency or numeral.unit or per_cent().match(text, numeral.end)
    is_amount = large or has_unit or numeral.low < 1
    if words in word_set("hedges", "of_place") and not is_amount:
        return numeral.start, None
    return numeral.start - len(before) + match.start(), words


def _hedge_after(doc: Doc, text: str, at: int) -> Slice | None:
    """The hedge that begins at a character: "or less" in "12 inches or less"."""
    match = _patterns()["after"].match(text, at)
    return match and doc.char_span(*match.span("hedge"), alignment_mode="expand")


def _stands_alone(doc: Doc, tokens: Slice, numeral: Numeral, hedge: str | None) -> bool:
    """Whether a number needs no unit: "about 10,000 were trained", "kills 20", "fell by 281"."""
    if numeral.end < tokens.end_char or numeral.vague not in (None, "between"):
        return False
    if not _ends_phrase(doc, tokens.end):
        return False
    if _is_counted_by_verb(tokens) or (hedge and numeral.low >= _COUNTABLE):
        return True
    return numeral.low >= 100 and ("," in tokens.text or numeral.low >= _MILLION)


def _ends_phrase(doc: Doc, i: int) -> bool:
    """Whether a phrase ends before token `i`: at a verb, a mark, or "a year earlier"."""
    if i + 1 < len(doc) and doc[i].pos_ == "DET":
        return singular(doc[i + 1].lower_) in word_set("numbers", "durations")
    return i >= len(doc) or doc[i].pos_ in _AFTER_A_BARE_NUMBER


def _is_counted_by_verb(tokens: Slice) -> bool:
    """Whether a verb says what is counted: "kills 20", "fell by 281"."""
    number = tokens.root
    verb = number.head if number.dep_ != "pobj" else number.head.head
    if number.dep_ == "pobj":
        return verb.lemma_.lower() in word_set("numbers", "changing verbs")
    verbs = word_set("numbers", "counting verbs")
    if number.dep_ in ("dobj", "nsubj", "nsubjpass") and verb.lemma_.lower() in verbs:
        return True
    before = number.nbor(-1) if number.i else number
    return before.lower_.removesuffix("s") in verbs


def _bounds(
    numeral: Numeral, hedge: str | None, unit: str | None
) -> tuple[float | None, float | None, float | None]:
    """Value, minimum and maximum of a number with its hedge."""
    low, high = numeral.low, numeral.high
    if low != high:
        return None, low, high
    if low < 0 and word_set("numbers", "signed").isdisjoint((unit or "").lower().split()[:1]):
        low = -low
    kind = _hedges().get(hedge) if hedge else None
    if kind == "at_most":
        return None, None, low
    return (None, low, None) if kind == "at_least" else (low, None, None)


@cache
def _hedges() -> dict[str, str]:
    data = word_lists("hedges")
    after: dict[str, str] = data["after"]
    return after | {w: kind for kind in ("around", "at_most", "at_least") for w in data[kind]}


def _words(phrase: str) -> str:
    return " ".join(phrase.lower().split())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns that the word lists make."""
    hedges, data = word_lists("hedges"), word_lists("numbers")
    before = any_of(w for kind in ("around", "at_most", "at_least") for w in hedges[kind])
    labels = any_of([*data["labels"], *_months()])
    patterns = {
        "hedge": rf"(?<![\w-])(?P<hedge>{before})\s+$",
        "after": rf"(?:-|{GAP})?(?P<hedge>{any_of(hedges['after'])})(?!\w)",
        "by age": rf"\b{any_of(data['counted by age'])}{GAP}(?:above|below|over|under){GAP}$",
        "label": rf"(?<!\w){labels}\.?{GAP}?$",
        "rank": rf"(?<!\w){any_of(data['ranks'])}{GAP}$",
        "idiom": rf"{any_of(data['idioms'])}(?!\w)",
    }
    return {name: re.compile(pattern, re.I) for name, pattern in patterns.items()}


@Language.component("kg_quantities")
def kg_quantities(doc: Doc) -> Doc:
    """Put the quantities on `doc._.kg_quantities`; reads `doc._.kg_statements`."""
    doc._.kg_quantities = tuple(find_quantities(doc, doc._.kg_statements))
    return doc


register_extensions()
