"""Clients that are slow, silent or many: the server waits for none longer than it says."""

import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import psutil
import pytest

from server_process import ENDLESS, bounded, eventually, make_store

LONGEST = 300  # seconds; only ends a test that would hang
SHORT = {"head": 1, "body": 1, "unread": 1}
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
MANY = "SELECT * { ?s ?p ?o . ?s1 ?p1 ?o1 . ?s2 ?p2 ?o2 }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("patience") / "store")


@pytest.fixture(scope="module")
def hasty(store: Path) -> Iterator[str]:
    """The address of a server that waits a second."""
    with bounded(store, SHORT) as (_, url):
        yield url


def connect(url: str, source: str = "127.0.0.1") -> socket.socket:
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 0)
    return socket.create_connection(address, timeout=LONGEST, source_address=(source, 0))


def asked(query: str, header: str = "") -> bytes:
    line = f"GET /sparql?query={quote(query)} HTTP/1.1\r\n"
    return f"{line}Host: localhost\r\n{header}\r\n".encode()


def answer_to(url: str, request: bytes) -> bytes:
    """The beginning of an answer; nothing where the connection ends before one."""
    try:
        with connect(url) as connection:
            connection.sendall(request)
            return connection.recv(1000)
    except ConnectionError:
        return b""


def connections(server: int) -> int:
    """How many connections a server has."""
    found = psutil.Process(server).net_connections()
    return sum(each.status != psutil.CONN_LISTEN for each in found)


def dripped(connection: socket.socket, drip: bytes) -> bytes:
    """What a connection answers until it ends, while something is sent again and again."""
    connection.settimeout(0.1)
    answer, end = b"", time.monotonic() + LONGEST
    while time.monotonic() < end:
        try:
            if not (part := connection.recv(1 << 16)):
                return answer
            answer += part
        except TimeoutError:
            connection.sendall(drip)
        except ConnectionError:
            return answer
    raise AssertionError("the server waits without end")


@pytest.mark.parametrize(
    ("start", "drip", "status"),
    [
        (b"", b"", None),
        (b"", b"\r\n", 408),
        (b"GET /sparql HTTP/1.1\r\n", b"", 408),
        (b"GET /sparql HTTP/1.1\r\n", b"X: a\r\n", 408),
        (HEAD + b"Content-Length: 1000\r\n\r\n", b"", 408),
        (HEAD + b"Content-Length: 1000\r\n\r\n", b"#", 408),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n#\r\n", 408),
        (HEAD.replace(b"query\r\n", b"nothing\r\n") + b"Content-Length: 1000\r\n\r\n", b"#", 415),
    ],
)
def test_a_request_that_does_not_come(
    hasty: str, start: bytes, drip: bytes, status: int | None
) -> None:
    with connect(hasty) as connection:
        connection.sendall(start)
        answer = dripped(connection, drip)
    found = re.match(rb"HTTP/1.1 (\d+)", answer)
    assert (found and int(found[1])) == status
    assert answer.count(b"HTTP/1.1 ") == (status is not None)


@pytest.mark.parametrize("drip", [b"", b"\r\n", b"G"])
def test_a_second_request_that_does_not_come(hasty: str, drip: bytes) -> None:
    with connect(hasty) as connection:
        connection.sendall(asked("ASK {}"))
        assert b"true" in dripped(connection, drip)


@pytest.mark.parametrize("last", ["", "Connection: close\r\n"])
def test_an_answer_that_is_not_read(store: Path, last: str) -> None:
    with bounded(store, SHORT) as (process, url), connect(url) as connection:
        connection.sendall(asked(MANY, last))
        connection.recv(1)
        eventually(lambda: connections(process.pid) == 0)
        # The system has let go of what was not read, too.
        with pytest.raises(ConnectionResetError):
            while connection.recv(1 << 16):
                pass


def test_an_answer_that_is_read_slowly_comes_whole(hasty: str) -> None:
    query = "SELECT * { ?s ?p ?o . ?s1 ?p1 ?o1 }"
    with connect(hasty) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
        connection.sendall(asked(query, "Connection: close\r\n"))
        answer = b""
        while part := connection.recv(1 << 14):
            answer += part
            time.sleep(0.05)
    assert answer.endswith(httpx.get(hasty, params={"query": query}).content)


def test_many_slow_clients_leave_room_for_others(store: Path) -> None:
    starts = (
        b"",
        b"GET /sparql HTTP/1.1\r\n",
        HEAD + b"Content-Length: 9\r\n\r\n#",
        asked("ASK {}"),
    )
    bounds = {"head": 3600, "body": 3600, "unread": 3600, "of_one": 20}
    with bounded(store, bounds) as (process, url), ExitStack() as stack:
        for n in range(100):
            stack.enter_context(connect(url)).sendall(starts[n % len(starts)])
            if n % 10 == 0:
                assert httpx.get(url, params={"query": "ASK {}"}).status_code == 200
        eventually(lambda: connections(process.pid) <= 20)


def test_all_clients_together_have_a_bound(store: Path) -> None:
    bounds = {"head": 3600, "together": 5}
    with bounded(store, bounds) as (process, url), ExitStack() as stack:
        for n in range(2, 30):
            stack.enter_context(connect(url, f"127.0.0.{n}"))
        eventually(lambda: connections(process.pid) <= 5)
        assert httpx.get(url, params={"query": "ASK {}"}).status_code == 200


def test_what_is_being_answered_is_not_ended_for_others(store: Path) -> None:
    limits = {"deadline": 3600}
    with bounded(store, {"of_one": 3}, limits) as (_, url), ExitStack() as stack:
        busy = [stack.enter_context(connect(url)) for _ in range(3)]
        for connection in busy:
            connection.sendall(asked(ENDLESS))
        eventually(lambda: b"503" in answer_to(url, asked("ASK {}")))
        assert select.select(busy, [], [], 0) == ([], [], [])


def test_bodies_together_have_a_bound(store: Path) -> None:
    long = HEAD + b"Content-Length: 1000000\r\n\r\n" + b"#" * 900_000
    query = {"Content-Type": "application/sparql-query"}
    with bounded(store, {}, {"bodies": 2_000_000}) as (_, url), ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(connect(url)).sendall(long)

        def status(length: int) -> int:
            return httpx.post(url, content=b"ASK {}".ljust(length), headers=query).status_code

        eventually(lambda: status(1_000_000) == 503)
        assert status(60_000) == 200
        stack.close()
        eventually(lambda: status(1_000_000) == 200)


def test_a_body_that_nobody_reads_takes_no_room(store: Path) -> None:
    long = asked(ENDLESS, "Content-Length: 30000000\r\n") + b"#" * 20_000_000
    query = {"Content-Type": "application/sparql-query"}
    limits = {"bodies": 2_000_000, "deadline": 3600}
    with bounded(store, {}, limits) as (_, url), ExitStack() as stack:
        stack.enter_context(connect(url)).sendall(long)
        assert httpx.post(url, content=b"ASK {}".ljust(2_000_000), headers=query).is_success


def test_a_silent_connection_that_makes_room_gets_no_answer(store: Path) -> None:
    with bounded(store, {"of_one": 2}) as (_, url), ExitStack() as stack:
        first = stack.enter_context(connect(url))
        first.sendall(asked("ASK {}"))
        answer = b""
        while b"true}" not in answer:
            answer += first.recv(1 << 16)
        for _ in range(2):
            stack.enter_context(connect(url))
        assert first.recv(1) == b""
