"""The patterns of number words, made from the word lists."""

import re
from collections.abc import Iterable
from functools import cache

from kg.extraction.wordlists import word_lists

# White space within a line: the thin and no-break spaces that group digits are some.
GAP = "[ \t\u00a0\u2007\u2009\u202f]"
# What a hyphen or a space joins.
_JOIN = rf"(?:-|{GAP})"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words and phrases, the longest first."""
    escaped = (re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return "(?:" + "|".join(escaped).replace(r"\ ", GAP) + ")"


@cache
def number_patterns() -> dict[str, re.Pattern[str]]:
    """The patterns of what a number begins with, goes on with and stands beside, by name."""
    patterns = _of_figures() | _of_words() | _of_shares() | {"start": _start()}
    return {name: re.compile(pattern, re.I) for name, pattern in patterns.items()}


def _list(name: str) -> str:
    return any_of(word_lists("numbers")[name])


def _currency() -> str:
    return rf"(?-i:(?<![\w$])(?P<name>{_list('currencies')}){GAP}?(?=\d))"


def _vague() -> str:
    return any_of(word_lists("hedges")["vague"])


def _first_word() -> str:
    """What a number in words begins with when no number word does: "half a", "a" before "dozen"."""
    half = rf"half(?:{_JOIN}an?)?(?={_JOIN}(?:{_list('multipliers')}|{_list('measures')})\b)"
    a_half = rf"an?{GAP}half(?={GAP}{_list('measures')}\b)"
    return rf"{half}|{a_half}|an?(?={GAP}(?:{_list('multipliers')}|{_list('measures')})\b)"


def _start() -> str:
    words = rf"{_vague()}|{_list('words')}|{_list('multiples')}|{_first_word()}|(?:a|half){GAP}?"
    return rf"{_currency()}|(?<![\w'’])\d|\b(?:{words})(?!\w)"


def _of_figures() -> dict[str, str]:
    counted = rf"(?P<counted>{GAP}(?:people|\w+s)\b)?"
    unit = rf"(?P<unit>%|per{GAP}cent|[a-z]+)"
    return {
        "currency": _currency(),
        "multiplier": rf"{_JOIN}?(?P<word>{_list('multipliers')})(?!\w)",
        "letter": rf"{GAP}?(?P<letter>{_list('letters')})(?!\w){counted}",
        "per cent": rf"{GAP}?{_list('per cent')}(?!\w)",
        "joined unit": rf"(?:{GAP}?(?:km/h|°[cf]?)|{_list('joined units')})(?!\w)",
        "unit between": rf"{GAP}?{unit}(?={GAP}?[-–—]|{GAP}(?:to|and|or){GAP})",
    }


def _of_words() -> dict[str, str]:
    words = rf"(?P<word>{_list('words')}|{_list('multipliers')})"
    amount = rf"(?={GAP}{_list('amounts')}\b)"
    return {
        "first word": rf"(?:{_first_word()}|{_list('words')}(?!\w))",
        "next word": rf"{_JOIN}(?P<and>and{GAP})?{words}(?!\w)",
        "vague": rf"{_vague()}(?!\w)",
        "multiple": rf"{_list('multiples')}{amount}",
        "times": rf"{GAP}times{amount}",
    }


def _of_shares() -> dict[str, str]:
    factor, owner, per_cent = _list("multipliers"), _list("owners"), _list("per cent")
    many = rf"(?:(?P<many>{_list('words')}|a)(?:(?P<hyphen>-)|{GAP}))?"
    part = (
        rf"(?P<part>{_list('parts')}s?)(?!\w|-|{GAP}of{GAP}an?{GAP}(?!{factor}|{per_cent}(?!\w)))"
    )
    number = rf"(?:{_list('words')}(?!\w)|\d+(?:,\d{{3}})*)"
    no_time = rf"(?!{_JOIN}{_list('durations')}s?\b)"
    within = rf"{GAP}(?:(?:in|out{GAP}(?P<of>of))(?:{GAP}every)?|of{GAP}every){GAP}"
    return {
        "part": rf"{many}{part}(?=(?P<of>{GAP}of\b)?(?P<owner>{GAP}{owner}\b)?)",
        "of a": rf"{GAP}of{GAP}an?(?={GAP}{factor}\b)",
        "of one per cent": rf"{GAP}of{GAP}(?:an?|one|1)(?:{GAP}|-)?{per_cent}(?!\w)",
        "ratio": rf"(?P<many>{number}){within}(?P<whole>{number}){no_time}",
        "no verb": rf"(?:^|[^\w\s]\s?|\b{_list('before shares')}\s)$",
    }
