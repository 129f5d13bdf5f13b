"""Connections: requests in pieces and together, clients that read late, ask on, or leave."""

import http.client
import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from server_process import ENDLESS, make_store, serving, started

QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("connections") / "store")
    with serving(store) as client:
        yield client


def request(query: str, *headers: str) -> bytes:
    line = f"GET /sparql?query={quote(query)} HTTP/1.1"
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode()


def post(body: bytes, kind: str) -> bytes:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    assert parts.port is not None
    return socket.create_connection((parts.hostname or "", parts.port), timeout=300)


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


def test_a_request_that_stays_a_part_is_not_answered(client: httpx.Client) -> None:
    with connect(str(client.base_url)) as connection:
        connection.sendall(post(count().encode(), QUERY)[:-1])
        connection.shutdown(socket.SHUT_WR)
        assert not connection.recv(65536).startswith(b"HTTP/1.1 200")
        assert client.get("/sparql", params={"query": count()}).status_code == 200


def test_a_client_ends_its_connection(client: httpx.Client) -> None:
    for _ in range(2):
        with connect(str(client.base_url)) as connection:
            connection.sendall(request(count(), "Connection: close"))
            assert re.search(rb"\r\nconnection: close\r\n", read(connection), re.IGNORECASE)
            assert connection.recv(1) == b""


def test_a_client_that_reads_late_gets_all(client: httpx.Client) -> None:
    many = "SELECT ?s ?o ?s1 ?o1 { ?s ?p ?o . ?s1 ?p1 ?o1 }"
    expected = client.get(
        "/sparql", params={"query": many}, headers={"Accept-Encoding": "identity"}
    ).content
    with connect(str(client.base_url)) as connection:
        for _ in range(60):  # more than the system keeps for a connection
            connection.sendall(request(many))
            time.sleep(0.02)
        connection.sendall(request(count(), "Connection: close"))
        received = bytearray()
        while part := connection.recv(1 << 20):
            received += part
        assert received.count(expected) == 60
        assert received.count(b"HTTP/1.1 200 OK\r\n") == 61


def test_a_query_that_lasts_keeps_nobody_waiting(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with started(store, "--deadline", "3600") as (_, url), ExitStack() as stack:
        connections = [stack.enter_context(connect(url)) for _ in range(9)]
        endless, *others = connections
        endless.sendall(request(ENDLESS))
        for n, connection in enumerate(others):
            connection.sendall(request(count(n)))
        for connection in others:
            read(connection)
        assert select.select([endless], [], [], 0) == ([], [], [])


def test_a_connection_goes_on_after_a_query_that_lasted(tmp_path: Path) -> None:
    with started(make_store(tmp_path / "store"), "--deadline", "2") as (_, url):
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        connections = set()
        for path, status in ((f"/sparql?query={quote(ENDLESS)}", 504), ("/queries", 200)):
            connection.request("GET", path)
            response = connection.getresponse()
            assert (response.status, bool(response.read())) == (status, True)
            connections.add(connection.sock)
        assert len(connections) == 1
        connection.close()


def test_each_connection_sees_what_was_acknowledged(tmp_path: Path) -> None:
    options = ("--update", "--no-token")
    with started(make_store(tmp_path / "store"), *options) as (_, url), connect(url) as connection:
        for n in range(10):
            update = f"INSERT DATA {{ GRAPH <x:g> {{ <x:s> <x:p> {n} }} }}"
            assert httpx.post(url, data={"update": update}).status_code == 204
            for asked in (count(), f"SELECT (COUNT(*) + {30 - n} AS ?n) {{ <x:s> <x:p> ?o }}"):
                connection.sendall(request(asked))
                read(connection)
