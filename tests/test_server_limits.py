"""What queries may take: time, memory, their number; and that nothing of them is left behind."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from kg.store import GraphStore
from server_process import BASE, ENDLESS, make_store, serving, started

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


def engines(server: int) -> list[psutil.Process]:
    """The processes that work on queries which last."""
    children = psutil.Process(server).children()
    return [child for child in children if "engine_process" in command(child)]


def eventually(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_queries_end_at_the_deadline_while_others_are_answered(store: Path) -> None:
    with serving(store, "--deadline", "3") as client, ThreadPoolExecutor(20) as pool:
        started = time.monotonic()
        endless = [pool.submit(ask, client, ENDLESS) for _ in range(20)]
        for n in range(10):
            # Each is another query, so that none is answered from memory.
            assert ask(client, f"SELECT (COUNT(*) AS ?n{n}) {{ ?s ?p ?o }}").status_code == 200
        assert not any(each.done() for each in endless)
        responses = [each.result() for each in endless]
        assert time.monotonic() - started < 20
        assert [response.status_code for response in responses] == [504] * 20
        assert all("3 s" in response.json()["error"] for response in responses)
        assert ask(client, COUNT).status_code == 200


def test_a_build_goes_on_beside_endless_queries(store: Path, tmp_path: Path) -> None:
    with serving(store, "--update", "--no-token", "--deadline", "4") as client:
        for n in range(3):
            update = f"INSERT DATA {{ GRAPH <x:g> {{ <x:s{n}> <x:p> {n} }} }}"
            assert client.post("/sparql", data={"update": update}).status_code == 204
        with ThreadPoolExecutor(20) as pool:
            endless = [pool.submit(ask, client, ENDLESS) for _ in range(20)]
            article = tmp_path / "article.txt"
            article.write_text("Jane Alderman said on Monday that the bridge would open in May.")
            build = [sys.executable, "-m", "kg", "build", str(article), "--store", str(store)]
            assert subprocess.run(build, capture_output=True, timeout=120).returncode == 0
            assert {each.result().status_code for each in endless} == {504}
        statements = "ASK { ?s a <https://example.org/kg/ns#SpeechStatement> }"
        eventually(lambda: bool(ask(client, statements).json()["boolean"]))
        processes = psutil.Process().children(recursive=True)
    eventually(lambda: ended(processes))
    with GraphStore.open(store, read_only=True) as graphs:
        found = graphs.query("SELECT ?n { GRAPH <x:g> { ?s <x:p> ?n } }")
        assert len(list(found)) == 3  # type: ignore[arg-type]


def test_what_is_beyond_the_limit_is_refused(store: Path) -> None:
    with (
        serving(store, "--deadline", "6", "--queries", "1") as client,
        ThreadPoolExecutor(4) as pool,
    ):
        endless = [pool.submit(ask, client, ENDLESS) for _ in range(4)]
        responses = [each.result() for each in endless]
    assert sorted(response.status_code for response in responses) == [503, 503, 503, 504]
    refused = [response for response in responses if response.status_code == 503]
    assert all(each.elapsed.total_seconds() < 4 and each.headers["retry-after"] for each in refused)


def test_a_query_ends_when_its_client_leaves(store: Path) -> None:
    with serving(store, "--deadline", "60", "--queries", "1") as client:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(client.base_url.join("/sparql"), params={"query": ENDLESS}, timeout=1)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(client.base_url.join("/sparql"), data={"query": ENDLESS}, timeout=1)
        eventually(lambda: ask(client, COUNT).status_code == 200)


@pytest.mark.parametrize("query", GREEDY)
def test_a_query_ends_before_it_takes_all_memory(store: Path, query: str) -> None:
    with serving(store, "--deadline", "60", "--memory", "150") as client:
        response = ask(client, query)
        assert response.status_code == 503
        assert "memory" in response.json()["error"]
        assert ask(client, COUNT).status_code == 200


def test_many_greedy_queries_at_once(store: Path) -> None:
    with (
        serving(store, "--deadline", "20", "--memory", "400") as client,
        ThreadPoolExecutor(20) as pool,
    ):
        greedy = [pool.submit(ask, client, GREEDY[0]) for _ in range(20)]
        assert ask(client, COUNT).status_code == 200
        assert {each.result().status_code for each in greedy} <= {503, 504}


def test_a_result_that_is_too_long_is_no_result(store: Path) -> None:
    # 31 to the power of 5 rows of 6 terms: 2 GB and more.
    query = f"SELECT * {{ {_MANY.rpartition('?s5')[0]} }}"
    with serving(store, "--deadline", "100", "--largest", "5") as client:
        response = ask(client, query)
        assert response.status_code == 400
        assert "LIMIT" in response.json()["error"]
        assert not list(store.glob("serving-*/results/*"))


def test_a_server_that_is_told_to_end_ends(store: Path) -> None:
    with (
        started(store, "--deadline", "60") as (process, url),
        ThreadPoolExecutor(4) as pool,
    ):
        for _ in range(4):
            pool.submit(httpx.get, url, params={"query": ENDLESS}, timeout=60)
        eventually(lambda: len(engines(process.pid)) >= 4)
        processes = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert "Traceback" not in said
    eventually(lambda: ended(processes))
    assert not list(store.glob("serving-*"))


def test_a_killed_server_leaves_nothing_behind(store: Path) -> None:
    with started(store, "--deadline", "60") as (process, url), ThreadPoolExecutor(2) as pool:
        endless = [pool.submit(httpx.get, url, params={"query": ENDLESS}) for _ in range(2)]
        eventually(lambda: len(engines(process.pid)) >= 2)
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
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--store"]
    with GraphStore.open(store):
        for folder in (store, tmp_path / "nothing"):
            ended = subprocess.run([*command, str(folder)], capture_output=True, text=True)
            assert ended.returncode == 1
            assert ended.stderr.splitlines()[-1].startswith(f"kg: {folder}: ")
            assert "Traceback" not in ended.stderr
    assert BASE
