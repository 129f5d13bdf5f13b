"""Finds what a number counts: the unit that stands behind it."""

import re
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.number_patterns import GAP, any_of
from kg.extraction.numerals import Numeral
from kg.extraction.wordlists import word_lists, word_set

_OF_THE = frozenset({"the", "its", "his", "her", "their", "our", "my", "these", "those"})
_LONGEST_UNIT = 5


def counted(
    doc: Doc, text: str, tokens: Slice, numeral: Numeral, inner: Slice | None
) -> tuple[int, str | None]:
    """The character where the quantity ends, and its unit, which stands behind the number or an
    `inner` hedge: "500 or more guests"."""
    if numeral.unit == "times":
        return _multiplied(doc, tokens.end)
    if numeral.unit or numeral.currency:
        return numeral.end, numeral.unit or numeral.currency
    if sign := per_cent().match(text, numeral.end):
        return sign.end(), "%"
    if numeral.end < tokens.end_char:
        return numeral.end, None
    if money := _code().match(text, numeral.end):
        return money.end(), word_lists("numbers")["currencies"][money["code"]]
    first = inner.end if inner else tokens.end
    first += doc[first : first + 1].text == " "  # two spaces
    end, unit = _joined(doc, first) or _unit(doc, first)
    return (doc[end - 1].idx + len(doc[end - 1]), unit) if unit else (numeral.end, None)


def _joined(doc: Doc, i: int) -> tuple[int, str | None] | None:
    """The unit that hyphens join to a number before token `i`: "member" in "12-member panel"."""
    start, is_joined = i + 1, i + 1 < len(doc) and doc[i].text in "-–" and not doc[i].whitespace_
    if not is_joined or doc[i - 1].whitespace_:
        return None
    end = start + 1
    while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_:
        if doc[end + 1].lower_ in word_set("numbers", "dimensions"):
            break
        end += 2
    head = doc[end - 1]
    idioms = word_set("numbers", "idioms after a hyphen")
    if head.pos_ not in ("NOUN", "ADJ") or not head.is_lower or head.lower_ in idioms:
        return i, None
    return end, doc[start:end].text


def _unit(doc: Doc, i: int) -> tuple[int, str | None]:
    """The token where a quantity ends, and its unit: the noun phrase at token `i`."""
    if i + 1 < len(doc) and doc[i].lower_ == "of":
        i += 2 if doc[i + 1].lower_ in _OF_THE else 1
    start, last = i, None
    while i < len(doc) and i - start < _LONGEST_UNIT and _is_unit_word(doc[i]):
        is_cut = doc[i + 1 : i + 2].text == "-" and not doc[i].whitespace_  # "jobs world-wide"
        if (doc[i].pos_ in ("NOUN", "PROPN") and not is_cut) or _is_money(doc[i]):
            last = i
        if _is_money(doc[i]) or doc[i].lower_ in word_set("numbers", "unit ends"):
            break
        i += 1
    if last is None and doc[start : start + 1].text.lower() in word_set("numbers", "casualties"):
        return start + 1, doc[start].text
    is_capital = last is not None and not (doc[last].is_lower or _is_money(doc[last]))
    may_be_name = last is not None and doc[last].tag_ == "NNP" and is_capital
    if last is None or (may_be_name and doc[last].ent_type_ != "NORP"):
        return start, None
    return last + 1, " ".join(doc[start : last + 1].text.split())


def _multiplied(doc: Doc, i: int) -> tuple[int, str | None]:
    """The character where a quantity ends, and its unit, where a factor multiplies the amount at
    token `i`: "its budget", or "normal" alone."""
    is_alone = doc[i].pos_ in ("ADJ", "ADV")
    end, unit = (i + 1, doc[i].text) if is_alone else _unit(doc, i + 1)
    amount = unit if is_alone else unit and f"{doc[i].text} {unit}"
    return doc[end - 1].idx + len(doc[end - 1]), amount and f"times {amount}"


def _is_money(token: Token) -> bool:
    return token.lower_ in word_set("numbers", "money")


def _is_unit_word(token: Token) -> bool:
    if _is_money(token):
        return True
    if "\n" in token.text or token.ent_type_ in ("DATE", "TIME", "ORDINAL"):
        return singular(token.lower_) in word_set("numbers", "durations")
    if token.tag_ == "RB" and token.head.i == token.i + 1:
        return token.head.tag_ in ("VBN", "JJ")  # "newly hired"
    is_part = token.tag_ in ("HYPH", "VBN", "POS") or token.pos_ in ("NOUN", "PROPN", "ADJ")
    return is_part or (token.tag_ == "VBG" and token.dep_ == "amod")


def singular(noun: str) -> str:
    """A noun without the ending of its plural; right for the units of time alone."""
    return "century" if noun == "centuries" else noun.removesuffix("s")


@cache
def per_cent() -> re.Pattern[str]:
    """The pattern of a sign or word for per cent behind a number, and none of percentage points."""
    words = any_of(word_lists("numbers")["per cent"])
    return re.compile(rf"(?:{GAP}|-)?{words}(?!\w)(?!{GAP}points?\b)", re.I)


@cache
def _code() -> re.Pattern[str]:
    currencies = word_lists("numbers")["currencies"]
    codes = any_of(code for code in currencies if code.isalpha() and len(code) == 3)
    return re.compile(rf"{GAP}(?P<code>{codes})\b")
