"""What queries may take: time, memory, their number; and that nothing of them is left behind."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from starlette.requests import Request
from starlette.types import Message

from forked import descendants, run_kg
from kg.server.web.connection import while_connected
from kg.store import GraphStore
from server_process import BASE, ENDLESS, eventually, make_store, serving, started

TRUE = '{"head":{},"boolean":true}'
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
# 31 to the power of 6 rows, which have to be in memory before the first can be sent.
_MANY = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(6))
GREEDY = [
    f"SELECT * {{ {_MANY} }} ORDER BY ?o1 ?o2",
    f"SELECT (GROUP_CONCAT(CONCAT(STR(?s1), STR(?s2), STR(?s3), STR(?s4))) AS ?all) {{ {_MANY} }}",
    f"SELECT DISTINCT * {{ {_MANY} }} ORDER BY ?o3",
    f"CONSTRUCT {{ ?s1 ?o2 ?o3 . ?s4 ?o5 ?o1 }} {{ {_MANY} }} ORDER BY ?o4",
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query})


def command(process: psutil.Process) -> str:
    """What a process runs; nothing where it has ended, which it may do at any time."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def ended(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and command(process) for process in processes)


def engines() -> list[psutil.Process]:
    """The engine processes of the servers that run now."""
    return [child for child in descendants() if "engine_process" in command(child)]


def test_queries_end_at_the_deadline(store: Path) -> None:
    with serving(store, "--deadline", "1") as client, ThreadPoolExecutor(20) as pool:
        responses = list(pool.map(lambda _: ask(client, ENDLESS), range(20)))
        assert [response.status_code for response in responses] == [504] * 20
        assert all("1 s" in response.json()["error"] for response in responses)
        eventually(lambda: ask(client, COUNT).status_code == 200)


def test_others_are_answered_while_queries_last(store: Path) -> None:
    with ThreadPoolExecutor(10) as pool, serving(store, "--deadline", "3600") as client:
        endless = [pool.submit(ask, client, ENDLESS) for _ in range(10)]
        eventually(lambda: len(engines()) >= 10)
        for _ in range(10):
            assert ask(client, COUNT).status_code == 200
        assert not any(each.done() for each in endless)


def test_a_build_goes_on_beside_endless_queries(store: Path, tmp_path: Path) -> None:
    others = descendants()  # another test's server may still be there
    with serving(store, "--update", "--no-token", "--deadline", "3") as client:
        for n in range(3):
            update = f"INSERT DATA {{ GRAPH <x:g> {{ <x:s{n}> <x:p> {n} }} }}"
            assert client.post("/sparql", data={"update": update}).status_code == 204
        with ThreadPoolExecutor(10) as pool:
            endless = [pool.submit(ask, client, ENDLESS) for _ in range(10)]
            article = tmp_path / "article.txt"
            article.write_text("Jane Alderman said on Monday that the bridge would open in May.")
            assert run_kg("build", article, "--store", store).returncode == 0
            assert {each.result().status_code for each in endless} == {504}
        statements = "ASK { ?s a <https://example.org/kg/ns#SpeechStatement> }"
        eventually(lambda: ask(client, statements).text == TRUE)
        processes = [each for each in descendants() if each not in others]
    eventually(lambda: ended(processes))
    with GraphStore.open(store, read_only=True) as graphs:
        found = graphs.query("SELECT ?n { GRAPH <x:g> { ?s <x:p> ?n } }")
        assert len(list(found)) == 3  # type: ignore[arg-type]


def test_what_is_beyond_the_limit_is_refused(store: Path) -> None:
    options = ("--deadline", "3600", "--queries", "1")
    with ThreadPoolExecutor(4) as pool, serving(store, *options) as client:
        endless = pool.submit(ask, client, ENDLESS)
        eventually(lambda: len(engines()) >= 1)
        responses = list(pool.map(lambda _: ask(client, COUNT), range(3)))
        assert not endless.done()
    assert [response.status_code for response in responses] == [503] * 3
    assert all(response.headers["retry-after"] for response in responses)


@pytest.mark.parametrize("request_", [{"params": {"query": ENDLESS}}, {"data": {"query": ENDLESS}}])
def test_a_query_ends_when_its_client_leaves(store: Path, request_: dict[str, Any]) -> None:
    method, patience = "POST" if "data" in request_ else "GET", httpx.Timeout(None, read=1)
    with serving(store, "--deadline", "3600", "--queries", "1") as client:
        with pytest.raises(httpx.ReadTimeout):
            client.request(method, "/sparql", timeout=patience, **request_)
        eventually(lambda: ask(client, COUNT).status_code == 200)


def test_what_is_done_soon_is_finished_for_a_client_that_left() -> None:
    async def left() -> Message:
        return {"type": "http.disconnect"}

    request = Request({"type": "http"}, left)
    assert asyncio.run(while_connected(request, asyncio.sleep(0.3, "done"))) == "done"


@pytest.mark.parametrize("query", GREEDY)
def test_a_query_ends_before_it_takes_all_memory(store: Path, query: str) -> None:
    with serving(store, "--deadline", "3600", "--memory", "150") as client:
        response = ask(client, query)
        assert response.status_code == 503
        assert "memory" in response.json()["error"]
        assert ask(client, COUNT).status_code == 200


def test_many_greedy_queries_at_once(store: Path) -> None:
    with (
        serving(store, "--deadline", "3600", "--memory", "500") as client,
        ThreadPoolExecutor(10) as pool,
    ):
        greedy = [pool.submit(ask, client, GREEDY[0]) for _ in range(10)]
        assert ask(client, COUNT).status_code == 200
        assert {each.result().status_code for each in greedy} <= {503, 504}


def test_a_result_that_is_too_long_is_no_result(store: Path) -> None:
    # 31 to the power of 5 rows of 6 terms: 2 GB and more.
    query = f"SELECT * {{ {_MANY.rpartition('?s5')[0]} }}"
    with serving(store, "--deadline", "3600", "--largest", "5") as client:
        response = ask(client, query)
        assert response.status_code == 400
        assert "LIMIT" in response.json()["error"]
        assert not list(store.glob("serving-*/results/*"))


def test_a_server_that_is_told_to_end_ends(store: Path) -> None:
    with (
        started(store, "--deadline", "3600") as (process, url),
        ThreadPoolExecutor(4) as pool,
    ):
        for _ in range(4):
            pool.submit(httpx.get, url, params={"query": ENDLESS}, timeout=None)
        eventually(lambda: len(engines()) >= 4)
        processes = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        _, said = process.communicate(timeout=300)
    assert "Traceback" not in said
    eventually(lambda: ended(processes))
    assert not list(store.glob("serving-*"))


def test_a_killed_server_leaves_nothing_behind(store: Path) -> None:
    with started(store, "--deadline", "3600") as (process, url), ThreadPoolExecutor(2) as pool:
        asked = {"params": {"query": ENDLESS}, "timeout": None}
        endless = [pool.submit(httpx.get, url, **asked) for _ in range(2)]  # type: ignore[arg-type]
        eventually(lambda: len(engines()) >= 2)
        processes = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        assert all(isinstance(each.exception(), httpx.HTTPError) for each in endless)
    eventually(lambda: ended(processes))
    eventually(lambda: not list(store.glob("serving-*")))


def test_what_a_killed_server_left_is_cleared_away(store: Path) -> None:
    (store / "serving-999999999" / "1").mkdir(parents=True)
    with serving(store) as client:
        assert ask(client, COUNT).status_code == 200
        assert not (store / "serving-999999999").exists()


def test_a_store_that_is_being_written_or_is_none(store: Path, tmp_path: Path) -> None:
    with GraphStore.open(store):
        for folder in (store, tmp_path / "nothing"):
            ended = run_kg("serve", "--port", "0", "--store", folder)
            assert ended.returncode == 1
            assert ended.stderr.splitlines()[-1].startswith(f"kg: {folder}: ")
            assert "Traceback" not in ended.stderr
    assert BASE
