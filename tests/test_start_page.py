"""The start page tells of the whole graph, and reads it once for each state of the store."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from kg.server import create_app
from kg.server.engine.own_store import OwnStore, Result
from kg.server.pages import kept
from kg.server.pages.panels import Asker
from kg.server.web.errors import HttpError
from server_process import BASE, eventually, make_store, serving

UNFINISHED = 'http-equiv="refresh"'


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that the servers of this process run from now on."""
    texts: list[str] = []
    ask = OwnStore.ask

    async def noted(self: OwnStore, operation: str, limit: int, **arguments: Any) -> Result:
        texts.append(arguments["text"])
        return await ask(self, operation, limit, **arguments)

    monkeypatch.setattr(OwnStore, "ask", noted)
    return texts


def start_page(client: httpx.Client) -> str:
    answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def add_article(client: httpx.Client, name: str) -> None:
    article = f"<{BASE}doc/{name}> a schema:NewsArticle ; schema:headline 'On {name}'"
    prefix, graph = "PREFIX schema: <https://schema.org/>", f"GRAPH <x:{name}> {{ {article} }}"
    update = f"{prefix} INSERT DATA {{ {graph} }}"
    assert client.post("/sparql", data={"update": update}).status_code == 204


def articles(page: str) -> list[str]:
    """The names of the articles that a page lists, where it lists them."""
    return [name for name in ("bridges", "ferries") if f"On {name}" in page]


def test_the_graph_is_read_once_for_each_state(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOMENT", 600)
    app = create_app(make_store(tmp_path / "store"), update=True)
    with TestClient(app, "http://127.0.0.1") as client, ThreadPoolExecutor(8) as pool:
        for name, expected in (("bridges", ["bridges"]), ("ferries", ["bridges", "ferries"])):
            add_article(client, name)
            asked.clear()
            pages = list(pool.map(lambda _: start_page(client), range(8)))
            assert {UNFINISHED in page for page in pages} == {False}
            assert {tuple(articles(page)) for page in pages} == {tuple(expected)}
            assert len(asked) == len(set(asked)) > 0
            asked.clear()
            assert start_page(client) == pages[0]
            assert not asked


def test_what_is_there_is_shown_before_all_is(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOMENT", 0)
    app = create_app(make_store(tmp_path / "store"), update=True)
    with TestClient(app, "http://127.0.0.1") as client:
        add_article(client, "bridges")
        first = start_page(client)
        assert UNFINISHED in first
        assert "Who said what" in first
        eventually(lambda: UNFINISHED not in start_page(client))
        assert articles(start_page(client)) == ["bridges"]
        assert len(asked) == len(set(asked)) > 0


def test_no_page_is_older_than_an_update(tmp_path: Path) -> None:
    with serving(make_store(tmp_path / "store"), "--update", "--no-token") as client:
        add_article(client, "bridges")
        eventually(lambda: articles(start_page(client)) == ["bridges"])
        for _ in range(3):
            add_article(client, "ferries")
            pages = [start_page(client)]
            while UNFINISHED in pages[-1]:
                pages.append(start_page(client))
            assert articles(pages[-1]) == ["bridges", "ferries"]
            assert all(articles(page) in ([], ["bridges", "ferries"]) for page in pages)
            drop = {"update": "DROP GRAPH <x:ferries>"}
            assert client.post("/sparql", data=drop).status_code == 204


def test_a_failure_is_not_kept(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOMENT", 600)
    store = make_store(tmp_path / "store")
    with TestClient(create_app(store), "http://127.0.0.1") as client:
        with monkeypatch.context() as damaged:
            damaged.setattr(Asker, "panel", _refuse)
            assert client.get("/").status_code == 503
        assert UNFINISHED not in start_page(client)


async def _refuse(*_: object, **__: object) -> None:
    raise HttpError(503, "too many queries run at once; try again soon")
