"""Tells the teams of countries and states from these themselves, in news of sport."""

import re

from kg.extraction import Annotations, MentionKind, Span
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.places.regions import regions
from kg.identity.tables import entries

_REACH, _LEAST = 20, 2  # characters around a name; different words of sport
_PLACE = re.compile(r"(?:\b(?:in|at|from|near|of|to|across|outside|for)(?: the)? |\( ?|, )\Z", re.I)
_BEATS = r"beat(?:s|ing)?|defeat(?:s|ed)?|v|vs\.?|versus"
_PLAYED = re.compile(
    rf"(?:\b(?:{_BEATS}|against|between(?: [A-Z]\w+ and)?|over)(?: the)? |[:\d] )\Z", re.I
)
_PLAYS = re.compile(rf" (?:{_BEATS}|lost|drew|draw|wins?|won|face|\d|- [A-Z]|:)", re.I)


def teams(annotations: Annotations) -> frozenset[Span]:
    """The names of countries and states that mean their teams: of those that play somewhere in a
    text of sport, where they are not the place of something."""
    text = annotations.document.text
    if len(entries("sport.txt").intersection(re.findall("[a-z-]+", text.lower()))) < _LEAST:
        return frozenset()
    known = countries().by_name.keys() | regions().keys()
    found: dict[Span, str] = {}
    playing = set()
    for each in annotations.mentions:
        key, is_name = fold(each.name), each.kind is MentionKind.NAME
        before = text[max(0, each.span.start - _REACH) : each.span.start]
        after = text[each.span.end : each.span.end + _REACH]
        is_place = _PLACE.search(before) or after.lstrip().startswith(")")
        if is_name and key in known and not is_place and each.found_by != "dateline":
            found[each.span] = key
            playing |= {key} if _PLAYED.search(before) or _PLAYS.match(after) else set()
    return frozenset(span for span, key in found.items() if key in playing)
