"""Engines that are killed, stores that come and go, snapshots that cannot be made."""

import asyncio
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
import uvloop
from starlette.testclient import TestClient

from forked import descendants
from kg.server import create_app
from kg.server.engine import processes
from kg.server.engine.processes import EngineProcess, Engines
from kg.server.web.errors import HttpError
from kg.store import GraphStore
from server_process import ENDLESS, QUADS, SECOND, eventually, make_store, serving, started

COUNT = {"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"}
INSERT = {"update": "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"}
TURTLE = {"Content-Type": "text/turtle"}
_ENDLESS_UPDATE = f"INSERT {{ <x:a> <x:b> 1 }} USING {SECOND} WHERE" + ENDLESS.partition("WHERE")[2]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def count(client: httpx.Client) -> int | None:
    """How many triples the server has; None where it does not answer with 200."""
    response = client.get("/sparql", params=COUNT, headers={"Accept": "text/csv"})
    return int(response.text.split()[1]) if response.status_code == 200 else None


def kill_engines(number: int) -> bool:
    """Send a signal to the engine processes that are at work; whether there was one."""
    busy = [child for child in descendants() if "engine_process.py" in _command(child)]
    for child in busy:
        child.send_signal(number)
    return bool(busy)


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline()) if process.cpu_times().user > 0.3 else ""
    except psutil.Error:
        return ""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGTERM])
def test_a_query_whose_engine_is_killed(store: Path, number: signal.Signals) -> None:
    with serving(store, "--deadline", "3600") as client, ThreadPoolExecutor(1) as pool:
        endless = pool.submit(client.get, "/sparql", params={"query": ENDLESS})
        eventually(lambda: kill_engines(number))
        response = endless.result()
        assert response.status_code == 503
        assert f"signal {number.value}" in response.json()["error"]
        assert "memory" in response.json()["error"]
        assert count(client) == len(QUADS)


def test_an_engine_that_is_killed_at_its_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "killed.py"
    script.write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr(processes, "_SCRIPT", script)

    async def ask() -> None:
        process = await EngineProcess.start(tmp_path)
        while process.alive:
            await asyncio.sleep(0.01)
        assert process.memory == 0
        with pytest.raises(HttpError, match="signal 9"):
            await Engines(tmp_path, 1 << 30).ask(process, 300, "query")

    uvloop.run(ask())


@pytest.mark.parametrize("query", ["ASK {%s%s}" % ("{" * 20_000, "}" * 20_000)])  # noqa: UP031
def test_a_query_that_is_nested_too_deeply(store: Path, query: str) -> None:
    with serving(store) as client:
        response = client.post("/sparql", data={"query": query})
        assert (response.status_code, "nested" in response.json()["error"]) == (400, True)


def test_an_update_whose_engine_is_killed(store: Path) -> None:
    options = ("--update", "--no-token", "--deadline", "3600")
    with serving(store, *options) as client, ThreadPoolExecutor(1) as pool:
        endless = pool.submit(client.post, "/sparql", data={"update": _ENDLESS_UPDATE})
        eventually(lambda: kill_engines(signal.SIGKILL))
        response = endless.result()
        assert response.status_code == 503
        assert "signal 9" in response.json()["error"]
        assert "wholly or not at all" in response.json()["error"]
        assert client.post("/sparql", data=INSERT).status_code == 204
        assert count(client) == len(QUADS) + 1


def test_an_update_that_no_snapshot_shows_is_still_written(store: Path) -> None:
    with serving(store, "--update", "--no-token") as client:
        obstacles = [next(store.glob("serving-*")) / str(n) for n in range(2, 1000)]
        for obstacle in obstacles:
            obstacle.touch()
        graph = {"graph": "x:h"}
        for response in (
            client.post("/sparql", data=INSERT),
            client.put("/store", params=graph, content="<x:a> <x:b> 1 .", headers=TURTLE),
            client.post("/store", params=graph, content="<x:a> <x:b> 2 .", headers=TURTLE),
        ):
            assert response.status_code == 202
            assert "queries see it later" in response.json()["written"]
        assert count(client) == len(QUADS)
        for obstacle in obstacles:
            obstacle.unlink()
        eventually(lambda: count(client) == len(QUADS) + 3)
    with GraphStore.open(store, read_only=True) as graphs:
        assert graphs.count() == len(QUADS) + 3


def test_a_store_that_is_removed_and_restored(store: Path, tmp_path: Path) -> None:
    more = make_store(tmp_path / "more")
    with serving(more, "--update", "--no-token") as client:
        assert client.post("/sparql", data=INSERT).status_code == 204
    kept = shutil.copytree(store, tmp_path / "kept")
    with serving(store, "--update", "--no-token") as client:
        for copy, expected in ((kept, len(QUADS)), (more, len(QUADS) + 1), (kept, len(QUADS))):
            assert count(client)
            shutil.rmtree(store)
            for response in (
                client.get("/sparql", params=COUNT),
                client.get("/store?default"),
                client.get("/search?q=jane"),
                client.post("/sparql", data=INSERT),
            ):
                assert response.status_code == 503
                assert "restored" in response.text
            shutil.copytree(copy, store)
            eventually(lambda expected=expected: count(client) == expected)  # type: ignore[misc]
        assert client.post("/sparql", data=INSERT).status_code == 204
        assert count(client) == len(QUADS) + 1


def test_snapshots_that_are_removed_are_made_anew(store: Path) -> None:
    with serving(store) as client:
        shutil.rmtree(next(store.glob("serving-*")))
        eventually(lambda: count(client) == len(QUADS))


def test_servers_with_one_process_id_leave_each_other_their_snapshots(store: Path) -> None:
    # As in containers over one volume, where each server is process 1.
    with TestClient(create_app(store)) as one:
        with TestClient(create_app(store)) as other:
            assert count(one) == count(other) == len(QUADS)
            assert len(list(store.glob("serving-*"))) == 2
        assert count(one) == len(QUADS)
    assert not list(store.glob("serving-*"))


def test_two_servers_over_a_store_come_to_rest(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with started(store) as (_, one), started(store) as (_, other):

        def snapshots() -> set[Path]:
            for url in (one, other) * 3:  # each looks once a second
                assert httpx.get(url, params={"query": "ASK {}"}, timeout=600).status_code == 200
                time.sleep(0.6)
            return set(store.glob("serving-*/[0-9]*"))

        found = [snapshots() for _ in range(5)]
        assert found[-1] == found[-2]
