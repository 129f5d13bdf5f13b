"""The pages of a real article in a real browser."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from browser import Visit, browsing, installed, tab
from page_checks import BASE, check_marks, documents
from server_process import serving

needs_browser = pytest.mark.skipif(
    installed() is None, reason="needs Chromium: apt-get install chromium"
)


@pytest.fixture(scope="module")
def client(article: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = tmp_path_factory.mktemp("article") / "store"
    command = [sys.executable, "-m", "kg", "build", str(article), "--published", "2024-10-23"]
    subprocess.run([*command, "--store", str(store)], check=True, capture_output=True)
    with serving(store) as client:
        yield client


@pytest.fixture
def visit(client: httpx.Client) -> Iterator[Visit]:
    with browsing() as browser:
        visit = Visit(tab(browser), str(client.base_url))
        yield visit
        visit.close()
    assert visit.complaints == [] and visit.elsewhere == [] and visit.failed == []


def statements(client: httpx.Client, **values: str) -> list[dict[str, str]]:
    answer = client.get("/queries/statements", params={**values, "format": "csv"})
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_page_has_the_text_and_every_span_to_the_character(client: httpx.Client) -> None:
    (document,) = documents(client)
    assert check_marks(client, document) == len({row["statement"] for row in statements(client)})


@needs_browser
def test_every_statement_opens_with_a_click(visit: Visit, client: httpx.Client) -> None:
    (document,) = documents(client)
    page = visit.go("/" + document.removeprefix(BASE))
    rows = {row["statement"]: row for row in statements(client)}
    assert page.locator("#text a.note").count() == len(rows) > 20
    for iri, row in rows.items():
        anchor = "statement-" + iri.rpartition("/statement/")[2].replace("/", "-")
        assert page.locator(f'#text [data-parts~="content:{anchor}"]').count() > 0
        page.locator(f'#text a.note[href="#{anchor}"]').click()
        card = page.locator(".card:target")
        expect(card).to_have_attribute("id", anchor)
        assert row["speakerName"] in card.locator(".name").inner_text()
        assert card.locator(".stance").inner_text() == row["stance"].rpartition("#")[2].lower()
        assert card.locator("blockquote").inner_text()


@needs_browser
def test_the_person_s_page_lists_all_statements(visit: Visit, client: httpx.Client) -> None:
    page = visit.go("/person/lloyd-austin")
    listed = page.locator('section[aria-labelledby="by"] a.quote').all_inner_texts()
    said = {
        " ".join(row["text"].split()) for row in statements(client, speaker="person/lloyd-austin")
    }
    assert {" ".join(text.split()) for text in listed} == said and len(said) >= 4


@needs_browser
@pytest.mark.parametrize("name", ["Zelenskyy", "Zelensky"])
def test_the_president_is_found(visit: Visit, name: str) -> None:
    page = visit.go(f"/search?q={name}")
    assert page.locator(".hits a").first.inner_text() == "Volodymyr Zelenskyy"
