"""The pages in a real Chromium: clicks, keys, no complaint, and no request that leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from browser import Visit, browsing, installed, tab
from kg.server.pages.rendering import HERE
from server_process import serving, wait_for_start_page

pytestmark = pytest.mark.skipif(
    installed() is None, reason="needs Chromium: apt-get install chromium"
)
DRAWN = """() => {
  const canvas = [...document.querySelectorAll('#drawing canvas')].at(-1);
  const image = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return image.data.some(Boolean);
}"""
BASE = "https://example.org/kg/"
needs_assets = pytest.mark.skipif(
    not (HERE / "static/vendor/yasqe.min.js").exists(), reason="needs npm: make assets"
)


@pytest.fixture(scope="module")
def client(seeds_store: Path) -> Iterator[httpx.Client]:
    with serving(seeds_store) as client:
        wait_for_start_page(client)
        yield client


@pytest.fixture(scope="module")
def tabs() -> Iterator[Callable[[int, bool], Page]]:
    """A page of a width, with or without scripts, which tests have one after the other."""
    with browsing() as browser:
        yield cache(lambda width, script: tab(browser, width, java_script_enabled=script))


@pytest.fixture(params=["desktop", "phone", "no script"])
def visit(
    request: pytest.FixtureRequest, client: httpx.Client, tabs: Callable[[int, bool], Page]
) -> Iterator[Visit]:
    width = 390 if request.param == "phone" else 1280
    yield from visiting(tabs(width, request.param != "no script"), client)


@pytest.fixture
def scripted(client: httpx.Client, tabs: Callable[[int, bool], Page]) -> Iterator[Visit]:
    yield from visiting(tabs(1280, True), client)


def visiting(page: Page, client: httpx.Client) -> Iterator[Visit]:
    visit = Visit(page, str(client.base_url))
    yield visit
    visit.close()
    assert visit.complaints == [] and visit.elsewhere == [] and visit.failed == []


def article(client: httpx.Client) -> str:
    rows = client.get("/queries/statements?speaker=person/lloyd-austin&format=json").json()
    document: str = rows["results"]["bindings"][0]["document"]["value"]
    return "/" + document.removeprefix(BASE)


def test_a_click_on_a_statement_shows_speaker_stance_and_sentence(
    visit: Visit, client: httpx.Client
) -> None:
    page = visit.go(article(client))
    for part in ("a.part.content", "a.part.cue", "a.note"):
        page.locator(f"#text {part}").first.click()
        card = page.locator(".card:target")
        expect(card).to_be_visible()
        box, size = card.bounding_box(), page.viewport_size
        assert box and size and box["y"] + box["height"] <= size["height"]
        assert card.locator(".name").inner_text()
        assert card.locator(".stance").inner_text() in ("affirms", "denies", "doubts", "warns")
        words = " ".join(card.locator("blockquote").inner_text().split())
        assert words in " ".join(page.locator("#text").inner_text().split())
        card.locator(".close").click()
        expect(card).to_have_count(0)


def test_the_way_from_a_person_to_the_sentence(visit: Visit) -> None:
    page = visit.go("/person/lloyd-austin")
    said = page.locator('section[aria-labelledby="by"] a.quote')
    assert said.count() > 3
    words = said.first.inner_text()
    said.first.click()
    expect(page.locator("h1")).to_have_text(words)
    page.locator("table.spans a").first.click()
    expect(page).to_have_url(re.compile("#char="))
    expect(page.locator("#text")).to_be_visible()


def test_a_saved_query_runs_with_a_parameter(visit: Visit) -> None:
    page = visit.go("/queries/entity-said")
    page.locator('input[name="speaker"]').fill("person/lloyd-austin")
    page.get_by_role("button", name="Ask").click()
    rows = page.locator("table.rows tbody tr")
    expect(rows.first).to_contain_text("Lloyd Austin")
    assert rows.count() > 3


@pytest.mark.parametrize("name", ["Zelenskyy", "Zelensky", "Zelenskij"])
def test_search_finds_a_name_however_it_is_spelled(visit: Visit, name: str) -> None:
    page = visit.go("/")
    page.locator("main input[name=q]").fill(name)
    page.keyboard.press("Enter")
    page.locator("h2#names").wait_for()
    page.get_by_role("link", name="Volodymyr Zelenskyy").first.click()
    page.wait_for_url("**/person/volodymyr-zelenskyy")
    expect(page.locator("h1")).to_have_text("Volodymyr Zelenskyy")


def test_no_page_is_wider_than_the_screen(visit: Visit, client: httpx.Client) -> None:
    addresses = ["/", "/queries", "/queries/most-quoted", "/query", "/person/lloyd-austin",
                 article(client), "/search?q=kursk", "/post/ukraine/president"]  # fmt: skip
    for address in addresses:
        page = visit.go(address)
        width = page.locator("html").bounding_box()
        body = page.locator("body").bounding_box()
        assert (
            width
            and body
            and body["width"] <= width["width"] <= (page.viewport_size or {})["width"]
        )


def test_reading_from_the_keyboard(scripted: Visit, client: httpx.Client) -> None:
    page = scripted.go(article(client))
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    note, card = page.locator("#text a.note").first, page.locator(".card:target")
    note.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    expect(page.locator("#text .lit").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(note).to_be_focused()


@needs_assets
def test_the_editor_completes_and_runs_from_the_keyboard(scripted: Visit) -> None:
    page = scripted.go("/query")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(f"SELECT ?x WHERE {{ ?x <{BASE}ns#sta")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hint", has_text="stance").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".CodeMirror-hints").wait_for(state="detached")
    page.keyboard.type(f" <{BASE}ns#Denies> }}")
    page.keyboard.press("Control+Enter")
    page.locator("h2#results").wait_for()
    assert page.locator("table.rows tbody tr").count() > 1
    page.locator(".CodeMirror").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Run")


@needs_assets
def test_a_graph_is_drawn(scripted: Visit) -> None:
    page = scripted.go("/queries/speech-graph?speaker=person/lloyd-austin")
    expect(page.locator("#drawing canvas").first).to_be_visible()
    box = page.locator("#drawing canvas").first.bounding_box()
    assert box and box["height"] > 300
    page.wait_for_function(DRAWN)


@needs_assets
def test_the_start_page_draws_who_speaks_about_whom(scripted: Visit) -> None:
    page = scripted.go("/")
    page.wait_for_function(DRAWN)


def test_a_dot_of_the_map_is_a_link_for_the_keyboard(visit: Visit) -> None:
    page = visit.go("/")
    dot = page.locator("svg.map a").first
    dot.focus()
    expect(dot).to_be_focused()
    name = (dot.get_attribute("aria-label") or "").rpartition(",")[0]
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def test_a_form_offers_names(scripted: Visit) -> None:
    page = scripted.go("/queries/entity-said")
    with page.expect_response("**/names?q=*"):
        page.locator('input[name="speaker"]').fill("zelen")
    option = page.locator("datalist option").first
    option.wait_for(state="attached")
    assert option.get_attribute("value") == "person/volodymyr-zelenskyy"


def test_an_unknown_address_is_a_page_that_leads_on(visit: Visit) -> None:
    page = visit.go("/person/nobody")
    visit.failed.remove(page.url)
    visit.complaints = [c for c in visit.complaints if "404" not in c]
    assert page.locator("h1").inner_text() == "Not found"
    page.get_by_role("link", name="start page").last.click()
    expect(page.locator("h1")).to_contain_text("Who said what")
