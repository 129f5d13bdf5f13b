"""What the text says beside the names of places and in those of bodies."""

import re
from collections.abc import Iterator, Sequence

from kg.identity.names import fold, tidy
from kg.identity.places.countries import Country, countries
from kg.identity.places.regions import Region, region_named, regions
from kg.identity.places.senses import Namesake, namesakes
from kg.identity.tables import entries

_WITHIN = re.compile(r",\s+((?:[A-Z][\w.]*)(?:\s+[A-Z][\w.]*)?)")
# After one of several names: ", Clay and Otter Tail counties".
_COUNTIES = re.compile(r"(?:(?:,| and|, and) (?:[A-Z][\w.’']*(?: [A-Z]\w*)?))*,? counties\b")
_OF_STATE = re.compile(r"(?:['’]s)? (?:[Ss]tate\b|Gov\.|[Gg]overnor|[Ll]egislature|primary)")
_LONGEST = 4  # words in the name of a place


def key_of(name: str, following: str) -> str:
    """The folded name; of a county where the text after it says so: "Clay and Swift counties"."""
    return fold(f"{name} County" if _COUNTIES.match(following) else name)


def places_in_body(body: str) -> Iterator[str]:
    """The names of places that may be in that of a body: its first words, and those after "of"."""
    words = tidy(body).split()
    for size in range(1, min(_LONGEST, len(words))):
        first = " ".join(words[:size])
        is_local = words[size].lower() in entries("local_bodies.txt")
        if is_local or words[size - 1] == "County" or fold(first) in regions():
            yield first
    if "of" in words:
        after = words[words.index("of") + 1 :]
        yield from (" ".join(after[:size]) for size in range(1, min(_LONGEST, len(after) + 1)))


def state_meant(name: str, following: str, town: str | None) -> Region | None:
    """The state that a name means which means a city elsewhere: "Washington" in "Washington state"
    and "Seattle, Washington", where `town` is Seattle."""
    region = region_named(name) if fold(name) not in regions() else None
    if region is None or _OF_STATE.match(following):
        return region
    return region if any(each.region == region.code for each in namesakes(town or "")) else None


def within(named: Sequence[Namesake], following: str) -> Namesake | None:
    """The city in the region or country that the text names right after it."""
    for words in _words_after(following):
        region = region_named(words)
        country = countries().by_name.get(fold(words))
        if inside := [city for city in named if _lies(city, region, country)]:
            return inside[0]
    return None


def regions_after(following: str) -> Iterator[Region]:
    """The region that the text names right after a place."""
    for words in _words_after(following):
        if region := region_named(words):
            yield region


def _words_after(following: str) -> tuple[str, ...]:
    """The two words and the first word after a comma, which may name the region or country."""
    found = _WITHIN.match(following)
    return (found[1], found[1].split()[0]) if found else ()


def _lies(city: Namesake, region: Region | None, country: Country | None) -> bool:
    if region and city.region == region.code:
        return True
    return bool(country and city.country == country.code)
