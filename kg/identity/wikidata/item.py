"""One item of a Wikidata dump, and what the index keeps of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.identity.wikidata.filters import Filters, number
from kg.identity.wikidata.keys import name_key

_EARTH = "http://www.wikidata.org/entity/Q2"
RELATED = ("P54", "P102", "P108", "P131", "P159", "P463")
"""The properties whose values are related to an item."""

_SHOWN = ("en", "mul")
_NO_DAY = re.compile(r"(?<=\d)-00")


@dataclass(frozen=True, slots=True)
class Item:
    """What the index keeps of an item; items are numbers (42 is Q42).

    Attributes:
        names: each name's key (`name_key`), and whether it is a label or only an alias.
        types: what it is an instance of (P31).
        superclasses: what it is a subclass of (P279).
        countries: its country (P17) or citizenships (P27).
        posts: the positions held (P39).
        related: team, party, employer, place, seat, and what it is a member of (P54, P102, P108,
            P131, P159, P463).
        latitude, longitude: WGS 84 degrees on Earth (P625).
        geonames: its number in GeoNames (P1566).
        sitelinks: the number of pages about it in Wikimedia projects: its popularity.
        wikipedia: the title of its page in the English Wikipedia.
        terms: the positions that it held, sorted: the post's number, and the days of begin and end
            (ISO 8601, "" unknown); others than those of the best rank too.
    """

    id: int
    label: str
    names: dict[str, bool]
    types: tuple[int, ...]
    superclasses: tuple[int, ...]
    countries: tuple[int, ...]
    posts: tuple[int, ...]
    related: tuple[int, ...]
    latitude: float | None
    longitude: float | None
    geonames: int | None
    sitelinks: int
    wikipedia: str | None
    terms: tuple[tuple[int, str, str], ...]


def parse_item(record: dict[str, Any], filters: Filters) -> Item:
    """Read an entity of type "item" in the form of
    https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON.

    Of statements the best rank counts, as in Wikidata's "truthy" dumps. Whether the item's types
    are wanted is not looked at. KeyError, TypeError, ValueError, AttributeError or SettingsError
    where the record is no such.
    """
    claims = record.get("claims") or {}
    labels = record.get("labels") or {}
    latitude, longitude = _coordinates(claims)
    geonames = next((value for value in _values(claims, "P1566") if str(value).isdecimal()), None)
    return Item(
        number(record["id"]),
        shown_label({code: str(each["value"]) for code, each in labels.items()}, filters)
        or record["id"],
        _names(labels, record.get("aliases") or {}, filters),
        _items(claims, "P31"),
        _items(claims, "P279"),
        _items(claims, "P17", "P27"),
        _items(claims, "P39"),
        _items(claims, *RELATED),
        latitude,
        longitude,
        int(geonames) if geonames else None,
        len(record.get("sitelinks") or {}),
        ((record.get("sitelinks") or {}).get("enwiki") or {}).get("title"),
        tuple(sorted(set(_terms(claims)))),
    )


def shown_label(labels: Mapping[str, str], filters: Filters) -> str | None:
    """The label to show, of those by language; None where there is none."""
    for language in (*filters.languages, *_SHOWN):
        if language in labels:
            return labels[language]
    return next((text for _, text in sorted(labels.items())), None)


def _names(labels: dict[str, Any], aliases: dict[str, Any], filters: Filters) -> dict[str, bool]:
    found = {
        name_key(alias["value"]): False
        for language, group in (aliases or {}).items()
        if filters.admits_language(language)
        for alias in group
    }
    for language, label in labels.items():
        if filters.admits_language(language):
            found[name_key(label["value"])] = True
    return found


def _items(claims: dict[str, Any], *properties: str) -> tuple[int, ...]:
    values = (value for each in properties for value in _values(claims, each))
    return tuple(dict.fromkeys(number(value["id"]) for value in values))


def _coordinates(claims: dict[str, Any]) -> tuple[float | None, float | None]:
    for value in _values(claims, "P625"):
        if value.get("globe", _EARTH) == _EARTH:
            return float(value["latitude"]), float(value["longitude"])
    return None, None


def _terms(claims: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    for statement in claims.get("P39", ()):
        snak = statement["mainsnak"]
        if statement["rank"] != "deprecated" and snak["snaktype"] == "value":
            qualifiers = statement.get("qualifiers") or {}
            begin, end = (_day(qualifiers.get(each, ())) for each in ("P580", "P582"))
            yield number(snak["datavalue"]["value"]["id"]), begin, end


def _day(snaks: Iterable[Any]) -> str:
    """The earliest day that qualifiers give; of a month or year its first."""
    times = (snak["datavalue"]["value"]["time"] for snak in snaks if snak["snaktype"] == "value")
    return min((day_of(time.removeprefix("+")) for time in times), default="")


def day_of(time: str) -> str:
    """The day of a moment, in Wikidata's form, where a month or day may be 00.

    >>> day_of("2019-00-00T00:00:00Z")
    '2019-01-01'
    """
    return _NO_DAY.sub("-01", time.partition("T")[0])


def _values(claims: dict[str, Any], property: str) -> Iterator[Any]:
    """The values of a property's statements of the best rank."""
    statements = [each for each in claims.get(property, ()) if each["rank"] != "deprecated"]
    preferred = [each for each in statements if each["rank"] == "preferred"]
    for statement in preferred or statements:
        snak = statement["mainsnak"]
        if snak["snaktype"] == "value":
            yield snak["datavalue"]["value"]
