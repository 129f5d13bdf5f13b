"""The pictures of the pages: the time line, the map, the drawing; each shows what a table has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.pages.maps import map_of
from kg.server.pages.terms import Row, Term
from kg.server.pages.time_lines import WIDTH, time_line
from page_checks import BASE, ask, documents, page
from server_process import serving, wait_for_start_page

STANCES = "Affirms", "Denies", "Warns"


@pytest.fixture(scope="module")
def client(seeds_store: Path) -> Iterator[httpx.Client]:
    with serving(seeds_store) as client:
        wait_for_start_page(client)
        yield client


def said(number: int, stance: str, day: str | None = None) -> Row:
    row = {"statement": Term.iri(f"x:{number}"), "stance": Term.iri(stance)}
    return row if day is None else {**row, "date": Term.literal(day)}


def place(east: float, north: float, mentions: int) -> Row:
    values = {"longitude": east, "latitude": north, "mentions": mentions}
    return {name: Term.literal(str(value)) for name, value in values.items()}


DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(st.lists(st.tuples(st.sampled_from(STANCES), DAYS), max_size=30))
def test_a_time_line_has_each_statement_once_in_order(found: list[tuple[str, date]]) -> None:
    rows = [said(n, stance, f"{day}T10:00:00Z") for n, (stance, day) in enumerate(found)]
    line = time_line([*rows, *rows])
    if len({day for _, day in found}) < 2:
        assert line is None
        return
    assert line is not None
    assert sorted(row["statement"] for dot in line.dots for row in dot.rows) == sorted(
        row["statement"] for row in rows
    )
    for a in line.dots:
        assert 0 < a.x < WIDTH and 0 < a.y < line.height
        assert all(row["date"].startswith(str(a.day)) for row in a.rows)
        for b in line.dots:
            assert a.day >= b.day or a.x <= b.x
            assert (a.y == b.y) == (a.rows[0]["stance"] == b.rows[0]["stance"])
    assert 1 < len(line.marks) < 8
    assert all(0 < x < WIDTH for _, x in line.marks)


def test_what_has_no_day_is_counted_beside_the_time_line() -> None:
    dated = [said(1, "Affirms", "2024-10-23"), said(2, "Denies", "2024-10-25T01:02:03Z")]
    line = time_line([*dated, said(3, "Denies"), said(4, "Denies", "2024-10"), said(5, "Denies")])
    assert line is not None and line.undated == 3
    assert time_line(dated[:1]) is None


@pytest.mark.parametrize(
    ("days", "marks"),
    [
        (50, ["2024-03-01", "2024-04-01"]),
        (10, ["2024-02-20", "2024-03-01"]),
        (800, ["2024-07-01", "2025-01-01", "2025-07-01", "2026-01-01"]),
        (3000, ["2026-01-01", "2028-01-01", "2030-01-01", "2032-01-01"]),
    ],
)
def test_beginnings_of_months_or_years_are_marked(days: int, marks: list[str]) -> None:
    first = date(2024, 2, 20)
    line = time_line(
        [said(1, "Affirms", str(first)), said(2, "Affirms", str(first + timedelta(days)))]
    )
    assert line is not None and [str(day) for day, _ in line.marks] == marks


PLACES = st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 10**6))


@given(st.lists(PLACES, min_size=1, max_size=20))
def test_a_map_shows_its_places(places: list[tuple[float, float, int]]) -> None:
    seen = map_of([place(*each) for each in places])
    assert seen is not None and len(seen.dots) == len(places)
    assert seen.left >= 0 and seen.left + seen.width <= 360.1
    assert seen.width >= 39 and seen.height >= 19
    for dot, (_, north, mentions) in zip(seen.dots, places, strict=True):
        assert seen.left - 0.1 <= dot.x <= seen.left + seen.width + 0.1
        if -60 <= north <= 84:  # what people live on
            assert seen.top - 0.1 <= dot.y <= seen.top + seen.height + 0.1
        assert all(dot.radius >= o.radius or mentions < int(o.row["mentions"]) for o in seen.dots)


def test_without_places_there_is_no_map() -> None:
    assert map_of([]) is None


def test_the_map_of_an_article_has_the_places_of_its_table(client: httpx.Client) -> None:
    for document in documents(client):
        shown = page(client, "/" + document.removeprefix(BASE))
        dots = shown.xpath('//svg[@class="map"]//a/@href')
        listed = shown.xpath('//figure[.//svg[@class="map"]]//tbody//a/@href')
        found = client.get(
            "/queries/places", params={"document": document}, headers={"Accept": "application/json"}
        ).json()["results"]["bindings"]
        assert dots == listed == ["/" + row["place"]["value"].removeprefix(BASE) for row in found]
        assert dots


ABOUT = f"SELECT ?s {{ GRAPH ?g {{ ?s <https://schema.org/about> <{BASE}country/russia> }} }}"


def test_the_time_line_of_an_entity_leads_to_all_that_is_said_of_it(client: httpx.Client) -> None:
    shown = page(client, "/country/russia")
    addresses = shown.xpath('//section[@aria-labelledby="about"]//svg[@class="time-line"]//a/@href')
    reached: list[str] = []
    for address in addresses:
        if not address.startswith("/queries/"):
            reached.append(BASE + address[1:])
            continue
        values = parse_qs(urlsplit(address).query)
        assert values["about"] == [BASE + "country/russia"] and values["since"] == values["until"]
        answer = client.get(address, headers={"Accept": "application/json"}).json()
        reached += {row["statement"]["value"] for row in answer["results"]["bindings"]}
    # A day on which there are several stances leads to all of its statements.
    assert set(reached) == {row["s"] for row in ask(client, ABOUT)}
    counted = shown.xpath('//section[@aria-labelledby="about"]//ol[contains(@class, "stances")]')
    amounts = [int(each.text) for each in counted[0].iter("span") if each.get("class") == "n"]
    assert sum(amounts) == len(set(reached))


def test_the_drawing_of_the_start_page_has_the_pairs_of_its_table(client: httpx.Client) -> None:
    shown = page(client, "/")
    ends = shown.xpath('//section[@aria-labelledby="pairs"]//tbody//a/@href')
    pairs = list(zip(ends[::2], ends[1::2], strict=True))
    assert 5 < len(pairs) <= 40
    for drawn in shown.xpath('//div[@id="drawing"]/@data-graph'):  # where there is npm
        edges = json.loads(drawn)["edges"]
        paths = [(e["source"].removeprefix(BASE), e["target"].removeprefix(BASE)) for e in edges]
        assert [("/" + speaker, "/" + about) for speaker, about in paths] == pairs
