"""Queries that take a moment: workers answer them, as the server itself would."""

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.endpoints.protocol import FORM, QUERY
from kg.server.question import read_question, whole_length
from server_process import BASE, ENDLESS, make_store, serving, started

JANE = "SELECT ?name { <person/jane-alderman> <https://schema.org/name> ?name }"
QUERIES = [
    JANE,
    f"BASE <{BASE}> {JANE}",
    "SELECT ?s ?o { ?s <https://schema.org/name> ?o } ORDER BY ?o",
    "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o LIMIT 2",
    f"SELECT (COUNT(*) AS ?n) FROM <{BASE}doc/first> {{ ?s ?p ?o }}",
    f"ASK {{ <{BASE}person/jane-alderman> ?p ?o }}",
    f"CONSTRUCT WHERE {{ <{BASE}person/jane-alderman> ?p ?o }}",
    'SELECT ("é + 100 % & #" AS ?text) {}',
    "SELECT * { ?s ?p",
    "INSERT DATA { <x:s> <x:p> 1 }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "",
]
QUERY_TYPE = {"Content-Type": QUERY}
ACCEPTS = ["*/*", "text/csv", "application/json", "application/sparql-results+xml;q=0.5",
           "text/turtle", "text/html", "image/png"]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("workers") / "store")
    with serving(store, "--deadline", "5") as client:
        yield client


def workers(server: int) -> list[psutil.Process]:
    found = []
    for child in psutil.Process(server).children():
        with suppress(psutil.NoSuchProcess):  # it may end at any time
            found += child.children()
    return found


def request(query: str, *headers: str) -> bytes:
    line = f"GET /sparql?query={quote(query)} HTTP/1.1"
    return "\r\n".join([line, "Host: a", *headers, "", ""]).encode()


def post(body: bytes, kind: str) -> bytes:
    head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    assert parts.port is not None
    return socket.create_connection((parts.hostname or "", parts.port), timeout=30)


def read(connection: socket.socket, answers: int = 1) -> bytes:
    """What comes until some answers, each of which says that there are 31 names, are there."""
    received = b""
    while received.count(b'"31"') < answers:
        part = connection.recv(65536)
        assert part, received
        received += part
    return received


def count(n: int = 0) -> str:
    return f"SELECT (COUNT(*) AS ?n{n}) {{ ?s <https://schema.org/name> ?o }}"


WAYS: list[Callable[[str], dict[str, Any]]] = [
    lambda query: {"method": "GET", "params": {"query": query}},
    lambda query: {"method": "GET", "params": {"format": "json", "query": query, "output": "json"}},
    lambda query: {"method": "POST", "data": {"query": query}},
    lambda query: {"method": "POST", "data": {"query": query, "results": "json"}},
    lambda query: {"method": "POST", "content": query.encode(), "headers": QUERY_TYPE},
    lambda query: {"method": "POST", "data": {"update": query}},
    lambda query: {"method": "POST", "data": {"query": query, "other": "1"}},
    lambda query: {"method": "POST", "content": query.encode()},
    lambda query: {"method": "GET", "params": {"query": [query, query]}},
    lambda query: {"method": "GET", "params": {"query": query}, "content": b"more"},
]


@given(
    query=st.sampled_from(QUERIES),
    way=st.sampled_from(WAYS),
    accept=st.sampled_from(ACCEPTS),
    encoding=st.sampled_from(["gzip", "identity"]),
    again=st.booleans(),
)
def test_workers_answer_as_the_server_does(
    client: httpx.Client,
    query: str,
    way: Callable[[str], dict[str, Any]],
    accept: str,
    encoding: str,
    again: bool,
) -> None:
    def ask(**more: str) -> tuple[int, object, bytes]:
        asked = {"url": "/sparql", "headers": {}} | way(query)
        asked["headers"] |= {"Accept": accept, "Accept-Encoding": encoding, **more}
        response = client.request(**asked)
        names = set(response.headers) - {"date"}
        said = {name: response.headers.get_list(name, split_commas=True) for name in names}
        return response.status_code, said, response.content

    # A header that the workers do not know is for the server.
    unknown = {"X-Unknown": "1"}
    assert ask() == ask(**unknown)
    if again:
        assert ask() == ask(**unknown)


@given(st.text())
def test_a_question_is_read_to_the_character(query: str) -> None:
    form = urlencode({"query": query})
    by_url = f"GET /sparql?{form} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    for asked in (by_url, post(form.encode(), FORM), post(query.encode(), QUERY)):
        question = read_question(asked)
        assert question is not None
        assert question.query == query
        assert whole_length(asked) == len(asked)
        assert read_question(asked + b"more") is None
        assert read_question(asked[:-1]) is None


@given(st.binary(), st.sampled_from([FORM, QUERY, "text/plain"]))
def test_whatever_is_asked_is_a_question_or_none(some: bytes, kind: str) -> None:
    for asked in (
        some,
        b"GET /sparql?query=" + some,
        post(some, kind),
        post(b"query=" + some, kind),
    ):
        question = read_question(asked)
        assert question is None or isinstance(question.query, str)


def test_a_worker_answers_while_the_server_does_other_things(tmp_path: Path) -> None:
    with started(make_store(tmp_path / "store")) as (process, url), connect(url) as connection:
        for _ in range(3):
            connection.sendall(request(count()))
            read(connection)
        process.send_signal(signal.SIGSTOP)
        form = post(urlencode({"query": count(2)}).encode(), FORM)
        try:
            for asked in (request(count(1)), form, post(count(3).encode(), QUERY)):
                for part in (asked[:-9], asked[-9:]) if asked.startswith(b"POST") else (asked,):
                    connection.sendall(part)
                    time.sleep(0.02)
                assert read(connection).startswith(b"HTTP/1.1 200 OK\r\n")
        finally:
            process.send_signal(signal.SIGCONT)


def test_a_connection_that_came_back_is_lent_again(tmp_path: Path) -> None:
    with started(make_store(tmp_path / "store")) as (process, url), connect(url) as connection:
        for n in range(50):  # as often as it takes until the server is not busy otherwise
            connection.sendall(request(count(n), "X-Unknown: for the server"))
            read(connection)
            time.sleep(0.1)
            process.send_signal(signal.SIGSTOP)
            try:
                connection.sendall(request(count(100 + n)))
                answered, _, _ = select.select([connection], [], [], 1)
            finally:
                process.send_signal(signal.SIGCONT)
            read(connection)
            if answered:
                return
        pytest.fail("no worker answered")


def test_a_client_that_reads_late_gets_all(client: httpx.Client) -> None:
    many = "SELECT ?s ?o ?s1 ?o1 { ?s ?p ?o . ?s1 ?p1 ?o1 }"
    expected = client.get("/sparql", params={"query": many}).content
    with connect(str(client.base_url)) as connection:
        for _ in range(60):  # more than the system keeps for a connection
            connection.sendall(request(many))
            time.sleep(0.02)
        connection.sendall(request(count(), "Connection: close"))
        connection.settimeout(30)
        received = bytearray()
        while part := connection.recv(1 << 20):
            received += part
        assert received.count(expected) == 60
        assert received.count(b"HTTP/1.1 200 OK\r\n") == 61


def test_a_query_that_lasts_keeps_nobody_waiting(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with started(store, "--deadline", "4") as (_, url), ExitStack() as stack:
        connections = [stack.enter_context(connect(url)) for _ in range(9)]
        endless, *others = connections
        for n, connection in enumerate(connections):
            connection.sendall(request(count(n)))
            read(connection)
        endless.sendall(request(ENDLESS))
        for n, connection in enumerate(others):
            connection.sendall(request(count(10 + n)))
        for connection in others:
            read(connection)
        assert endless.recv(65536).startswith(b"HTTP/1.1 504 ")
        endless.sendall(request(count(99)))
        read(endless)


def test_workers_see_what_was_acknowledged(tmp_path: Path) -> None:
    options = ("--update", "--no-token")
    with started(make_store(tmp_path / "store"), *options) as (_, url), connect(url) as connection:
        for n in range(10):
            update = f"INSERT DATA {{ GRAPH <x:g> {{ <x:s> <x:p> {n} }} }}"
            assert httpx.post(url, data={"update": update}).status_code == 204
            for asked in (count(), f"SELECT (COUNT(*) + {30 - n} AS ?n) {{ <x:s> <x:p> ?o }}"):
                connection.sendall(request(asked))
                read(connection)


def test_a_worker_that_dies_takes_no_connection_with_it(tmp_path: Path) -> None:
    with started(make_store(tmp_path / "store")) as (process, url), ExitStack() as stack:
        connections = [stack.enter_context(connect(url)) for _ in range(8)]
        for n, connection in enumerate(connections):
            connection.sendall(request(count(n)))
            read(connection)
        found = workers(process.pid)
        assert found
        for worker in found:
            worker.kill()
        for n, connection in enumerate(connections):
            connection.sendall(request(count(10 + n)))
            read(connection)
        end = time.monotonic() + 20
        while not set(workers(process.pid)) - set(found):
            assert time.monotonic() < end, "no worker came in the place of those that died"
            time.sleep(0.05)


def test_a_worker_dies_while_it_waits_for_the_rest_of_a_request(tmp_path: Path) -> None:
    asked = post(f"{count()} # {'and more ' * 100}".encode(), QUERY)
    with started(make_store(tmp_path / "store")) as (process, url), connect(url) as connection:
        connection.sendall(request(count(1)))
        read(connection)
        connection.sendall(asked[:-9])
        time.sleep(0.2)
        for worker in workers(process.pid):
            worker.kill()
        connection.sendall(asked[-9:])
        read(connection)
        for n in range(3):
            connection.sendall(request(count(n)))
            read(connection)


@pytest.mark.parametrize("pieces", [1, 2, 7])
@pytest.mark.parametrize("whole", [request(count()), post(count().encode(), QUERY)])
def test_a_request_comes_in_pieces(client: httpx.Client, pieces: int, whole: bytes) -> None:
    size = len(whole) // pieces + 1
    with connect(str(client.base_url)) as connection:
        for start in range(0, len(whole), size):
            connection.sendall(whole[start : start + size])
            time.sleep(0.02)
        read(connection)


def test_requests_come_together(client: httpx.Client) -> None:
    with connect(str(client.base_url)) as connection:
        connection.sendall(request(count()) * 5)
        assert read(connection, 5).count(b"HTTP/1.1 200 OK") == 5


def test_a_request_that_stays_a_part_is_for_the_server(client: httpx.Client) -> None:
    with connect(str(client.base_url)) as connection:
        connection.sendall(post(count().encode(), QUERY)[:-1])
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(65536) == b""
        assert client.get("/sparql", params={"query": count()}).status_code == 200


def test_a_client_ends_its_connection(client: httpx.Client) -> None:
    for _ in range(2):
        with connect(str(client.base_url)) as connection:
            connection.sendall(request(count(), "Connection: close"))
            assert b"\r\nconnection: close\r\n" in read(connection)
            assert connection.recv(1) == b""


def test_a_server_that_is_killed_leaves_no_worker(tmp_path: Path) -> None:
    with started(make_store(tmp_path / "store")) as (process, url):
        assert httpx.get(url, params={"query": count()}).status_code == 200
        found = psutil.Process(process.pid).children(recursive=True)
        assert workers(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(found, timeout=20)
        assert not alive
