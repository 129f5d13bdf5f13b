"""Tells the teams of countries, states and towns from these themselves, in news of sport."""

import re

from kg.extraction import Annotations, EntityType, MentionKind, Span
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.places.regions import regions
from kg.identity.places.senses import namesakes
from kg.identity.tables import entries

_OF_TOWNS = (EntityType.ORGANIZATION, EntityType.PLACE)
_REACH = 20  # characters around a name
_LEAST, _TABLE = 2, 4  # signs of sport in a text, teams in a match; teams in a table of results
_SURE = 3  # signs of sport in a text whose countries play, whatever it says beside their names
_OFTEN = 100  # of so many words of such a text one at least is of sport
_PLACE = re.compile(r"(?:\b(?:in|at|from|near|of|to|across|outside|for)(?: the)? |\( ?|, )\Z", re.I)
_BEATS = r"(?:beat|defeat|edge|face|thrash)(?:s|d|ed|ing)?|v|vs\.?|versus"
_SCORES = r"(?:caps|century|debut|goals?|homered|play(?:s|ed)?|points|runs|scor(?:es?|ed)) for"
_BETWEEN = r"between(?: [A-Z]\w+ and)?"
_GOALS = r"\d{1,3}\b(?![./–-]?\d{2}-)"
_SCORE = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}\b(?![-–])")
_PLAYED = re.compile(
    rf"(?i:\b(?:{_BEATS}|against|{_BETWEEN}|over|{_SCORES})(?: the)? |: |(?<![\d.-])\d{{1,3}} )\Z"
)
_ROLES = r"(?:captain|coach|defender|goal|innings|manager|midfielder|skipper|squad|striker|winger)"
_PLAYS = re.compile(
    rf"(?i:(?: ?['’]s)? (?:{_BEATS}|lost|drew|draw|wins?|won|{_GOALS}|{_ROLES}|- [A-Z\d]|:))"
)


def teams(annotations: Annotations) -> frozenset[Span]:
    """The names of countries, states and towns that mean their teams: of those that play somewhere
    in a text of sport, where they are not the place of something. Towns play each other."""
    text = annotations.document.text
    read = re.findall("[a-z-]+", text.lower())
    words = [word for word in read if word in entries("sport.txt")]
    if not words:
        return frozenset()
    known = countries().by_name.keys() | regions().keys()
    found: dict[Span, str] = {}
    playing = set()
    for each in annotations.mentions:
        key, is_name = fold(each.name), each.kind is MentionKind.NAME
        before = text[max(0, each.span.start - _REACH) : each.span.start]
        after = text[each.span.end : each.span.end + _REACH]
        played = _PLAYED.search(before)
        is_place = _PLACE.search(before) or after.lstrip().startswith(")") or _is_local(after)
        is_town = each.type in _OF_TOWNS and not key.endswith("-county")
        may_play = key in known or (is_town and bool(namesakes(each.name)))
        if is_name and may_play and (played or not is_place) and each.found_by != "dateline":
            found[each.span] = key
            playing |= {key} if played or _PLAYS.match(after) else set()
    signs = len(set(words)) + bool(_SCORE.search(text)) + (len(playing) >= _TABLE)
    if signs < _LEAST:
        return frozenset()
    playing &= known if len(playing) < _LEAST else playing
    playing |= known if signs >= _SURE and _OFTEN * len(words) >= len(read) else set()
    return frozenset(span for span, key in found.items() if key in playing)


def _is_local(after: str) -> bool:
    """Whether the words after a name are those of a place: "-based", "police"."""
    word = after[1:].split(maxsplit=1)[:1] if after[:1] in (" ", "-") else []
    return not entries("local_nouns.txt").isdisjoint(word) or word == ["based"]
