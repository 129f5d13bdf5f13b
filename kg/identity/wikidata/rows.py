"""Items as the rows of a SPARQL endpoint's answers say them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.identity.wikidata.endpoint import Row
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.item import RELATED, Item, day_of, shown_label
from kg.identity.wikidata.keys import name_key

_ITEM = re.compile(r"http://www\.wikidata\.org/entity/Q(\d{1,18})")
_POINT = re.compile(r"Point\((\S+) (\S+)\)", re.IGNORECASE)  # an IRI before it is not Earth's
_DAY = re.compile(r"-?\d+-\d\d-\d\dT")


def items_of(rows: Iterable[Row], filters: Filters) -> list[Item]:
    """The items that some rows are about, sorted by number."""
    said: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for id in numbers([row["item"]["value"]]):
            said[id][_property(row)].append(row)
    return [_item(id, own, filters) for id, own in sorted(said.items())]


def numbers(iris: Iterable[str]) -> tuple[int, ...]:
    """The numbers of the items among some IRIs, sorted, each once."""
    found = (_ITEM.fullmatch(iri) for iri in iris)
    return tuple(sorted({int(each[1]) for each in found if each}))


def _property(row: Row) -> str:
    """The last part of a property's IRI, with the one before it where it is no direct property."""
    iri = row["property"]["value"]
    return "terms" if iri.endswith("/prop/P39") else re.split("[/#]", iri)[-1]


def _item(id: int, said: dict[str, list[Row]], filters: Filters) -> Item:
    def values(*properties: str) -> list[str]:
        return sorted(row["value"]["value"] for each in properties for row in said.get(each, ()))

    named = (row["value"] for row in said.get("label", ()))
    labels = {value.get("xml:lang", ""): value["value"] for value in named}
    names = {name_key(row["value"]["value"]): False for row in said.get("altLabel", ())}
    names |= {name_key(text): True for text in labels.values()}
    points = [found for text in values("P625") if (found := _POINT.fullmatch(text))]
    latitude, longitude = (float(points[0][2]), float(points[0][1])) if points else (None, None)
    geonames = sorted(int(text) for text in values("P1566") if text.isdecimal())
    return Item(
        id,
        shown_label(labels, filters) or f"Q{id}",
        names,
        numbers(values("P31")),
        numbers(values("P279")),
        numbers(values("P17", "P27")),
        numbers(values("P39")),
        numbers(values(*RELATED)),
        latitude,
        longitude,
        next(iter(geonames), None),
        next((int(text) for text in values("sitelinks") if text.isdecimal()), 0),
        next(iter(values("about")), None),
        tuple(sorted(set(_terms(said.get("terms", ()))))),
    )


def _terms(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """The terms of office, of whose days the earliest counts where there are several."""
    by_term: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_term[row["term"]["value"]].append(row)
    for term in by_term.values():
        for post in numbers(row["value"]["value"] for row in term):
            yield post, _day(term, "begin"), _day(term, "end")


def _day(rows: Iterable[Row], column: str) -> str:
    texts = (row[column]["value"] for row in rows if column in row)
    return min((day_of(text) for text in texts if _DAY.match(text)), default="")
