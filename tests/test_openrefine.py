"""What OpenRefine 3.6.2 sends to a reconciliation service, step by step, and what it gets.

openrefine.jsonl has its requests as the program sent them: it was given /reconcile of a server
over the articles of seeds/ as a standard service, and a table of names and nations.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from server_process import serving

REFINE = "http://127.0.0.1:3333"
RECORDED = Path(__file__).with_name("openrefine.jsonl").read_text(encoding="utf-8").splitlines()
SENT = {sent["step"]: sent for sent in map(json.loads, RECORDED)}
PROGRAM = {"User-Agent": "OpenRefine/3.6.2 [62de008]"}
FORM = {**PROGRAM, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
PAGE = {"Accept": "application/json, text/javascript, */*; q=0.01", "Origin": REFINE,
        "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}  # fmt: skip
Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def ask(seeds_store: Path) -> Iterator[Ask]:
    with serving(seeds_store, "--allow-origin", REFINE) as client:

        def answer(step: str) -> Any:
            answered = send(client, **SENT[step])
            assert answered.status_code == 200, answered.text
            return answered.json() if "json" in answered.headers["content-type"] else answered.text

        yield answer


def send(client: httpx.Client, step: str, method: str, path: str, body: str = "") -> httpx.Response:
    """Send as the program does, or as its page in a browser, which must be allowed to read."""
    if method == "POST":
        return client.post(path, content=body, headers=FORM)
    answered = client.get(path, headers=PAGE)
    assert answered.headers["access-control-allow-origin"] == REFINE
    return answered


def first(answer: Any) -> dict[str, str | None]:
    """The id of the first candidate of each query, None where there is none."""
    found = (each["result"] for each in answer.values())
    ids = (result[0]["id"] if result else None for result in found)
    return dict(zip(answer, ids, strict=True))


def test_the_service_is_added(ask: Ask) -> None:
    manifest = ask("manifest")
    for kind, path in (("property", "flyout of a property"), ("entity", "flyout of an entity")):
        flyout = manifest["suggest"][kind]["flyout_service_path"]
        assert SENT[path]["path"].startswith("/reconcile" + flyout.replace("${id}", ""))
    preview = manifest["preview"]["url"].replace("{{id}}", "person/vladimir-putin")
    assert preview.endswith(SENT["preview"]["path"])


def test_types_are_guessed_and_suggested(ask: Ask) -> None:
    guessed = ask("guess types")
    assert guessed["q0"]["result"][0]["type"] == [{"id": "Person", "name": "Person"}]
    assert first(guessed)["q7"] == "country/north-korea"
    assert ask("suggest a type")["result"] == [{"id": "Person", "name": "Person"}]


def test_a_property_is_suggested(ask: Ask) -> None:
    (country,) = ask("suggest a property")["result"]
    assert country["id"] == "country"
    assert "<p>Country</p>" in ask("flyout of a property")["html"]


def test_people_are_reconciled(ask: Ask) -> None:
    found = ask("reconcile people")
    assert first(found)["q2"] == "person/vladimir-putin"  # sent as Vladimir Puttin
    (zelensky,) = [each for each in found["q4"]["result"] if each["match"]]
    assert zelensky["id"] == "person/volodymyr-zelenskyy"
    assert first(found)["q0"] is None  # Nobody Whatever


def test_countries_are_reconciled_and_tell_people(ask: Ask) -> None:
    countries = first(ask("reconcile countries")).values()
    assert list(countries) == ["country/ukraine", "country/russia", None]  # Brazil, as Lula below
    assert first(ask("reconcile with countries")) == {
        "q0": "person/volodymyr-zelenskyy",
        "q1": None,  # Lula, whom no article of seeds/ names
        "q2": "country/north-korea",
        "q3": "organization/united-nations",
        "q4": "person/vladimir-putin",
        "q5": None,
    }


def test_a_candidate_is_looked_at(ask: Ask) -> None:
    assert "President of Russia" in ask("preview")
    assert ask("suggest an entity")["result"][0]["id"] == "person/vladimir-putin"
    assert "<p>Vladimir Putin</p>" in ask("flyout of an entity")["html"]


def test_columns_are_added(ask: Ask) -> None:
    proposed = {each["id"] for each in ask("propose properties")["properties"]}
    extended = ask("extend")
    assert {each["id"] for each in extended["meta"]} == proposed
    assert extended["rows"]["person/volodymyr-zelenskyy"] == {
        "country": [{"id": "country/ukraine", "name": "Ukraine"}],
        "link": [{"str": "http://www.wikidata.org/entity/Q3874799"}],
        "about": [{"int": 1}],
        "statements": [{"int": 8}],
        "post": [{"id": "post/ukraine/president", "name": "President of Ukraine"}],
    }
