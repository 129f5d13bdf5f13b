"""Requests that are answered before they are there: their clients send on, and read the answer."""

import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server_process import ENDLESS, bounded, eventually, make_store
from test_server_patience import HEAD, LONGEST, asked, connect, connections

LAST = b"Connection: close\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LONG = b"Content-Length: 40000000\r\n"
PIECE = b"#" * 10_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("refusals") / "store")


@pytest.fixture(scope="module")
def patient(store: Path) -> Iterator[str]:
    """The address of a server that waits a second for a request, and long for its rest."""
    bounds = {"head": 1, "body": 1, "rest": LONGEST}
    with bounded(store, bounds, {"bodies": 100_000}) as (_, url):
        yield url


def send_on(connection: socket.socket) -> None:
    """Send more when an answer is there, in pieces, as a client does that looks for none."""
    assert select.select([connection], [], [], LONGEST)[0]
    for _ in range(10):
        connection.sendall(PIECE)
        time.sleep(0.02)


def read(connection: socket.socket) -> tuple[int, bytes]:
    """The status and the body of the only answer of a connection."""
    answer = b""
    while part := connection.recv(1 << 16):
        answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    assert re.search(rb"\r\ncontent-length: %d\b" % len(body), head)
    return int(head.split()[1]), body


@pytest.mark.parametrize(
    ("start", "status"),
    [
        (b"GET /sparql HTTP/1.1\r\nX: " + b"a" * 70_000, 400),
        (b"GET /sparql HTTP/1.1\r\n" + b"X: a\r\n" * 20_000, 400),
        (b"\x16\x03\x01\x02\r\n\r\n", 400),
        (CHUNKED + b"zz\r\n", 400),
        (asked("ASK {}") + b"\x16\r\n\r\n", 400),
        (b"GET /sparql HTTP/1.1\r\n", 408),
        (HEAD + LONG + b"\r\n", 408),
        (HEAD.replace(b"query\r\n", b"nothing\r\n") + LAST + LONG + b"\r\n#", 415),
        (HEAD.replace(b"/sparql", b"/queries") + LAST + LONG + b"\r\n#", 405),
        (HEAD + LONG + b"\r\n" + b"#" * 300_000, 503),
    ],
)
def test_an_answer_outlives_what_is_still_sent(patient: str, start: bytes, status: int) -> None:
    with connect(patient) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 12)
        connection.sendall(start)
        send_on(connection)
        found, body = read(connection)
    assert found == status
    assert body.startswith(b'{"error":')


def test_a_body_that_is_too_long(store: Path) -> None:
    with bounded(store, {}) as (_, url), connect(url) as connection:
        connection.sendall(HEAD + LAST + LONG + b"\r\n" + b"#" * 40_000_000)
        assert read(connection)[0] == 413


def test_a_request_that_comes_where_there_is_no_room(store: Path) -> None:
    with bounded(store, {"of_one": 1}, {"deadline": 3600}) as (_, url), ExitStack() as stack:
        busy = stack.enter_context(connect(url))
        busy.sendall(asked(ENDLESS))
        # Each of them is refused, and none takes the place of one that was refused.
        for _ in range(3):
            refused = stack.enter_context(connect(url))
            send_on(refused)
            assert read(refused)[0] == 503


@pytest.mark.parametrize("bounds", [{"rest": 1}, {"rest": 3600, "rest_bytes": 1_000_000}])
def test_what_is_sent_without_end_is_not_read_without_end(
    store: Path, bounds: dict[str, float]
) -> None:
    with bounded(store, bounds) as (process, url), connect(url) as connection:
        connection.sendall(b"\r\n" * 2 + b"not HTTP\r\n\r\n")
        end = time.monotonic() + LONGEST
        with pytest.raises(ConnectionError):
            while time.monotonic() < end:
                connection.sendall(PIECE)
        eventually(lambda: connections(process.pid) == 0)


def test_a_silent_client_is_left_when_its_request_was_refused(store: Path) -> None:
    with bounded(store, {"rest": 1}) as (process, url), connect(url) as connection:
        connection.sendall(b"not HTTP\r\n\r\n")
        assert read(connection)[0] == 400
        eventually(lambda: connections(process.pid) == 0)


def test_refused_connections_have_a_bound(store: Path) -> None:
    bounds = {"head": 3600, "rest": 3600, "of_one": 5}
    with bounded(store, bounds) as (process, url), ExitStack() as stack:
        for _ in range(30):
            stack.enter_context(connect(url)).sendall(b"not HTTP\r\n\r\n")
        eventually(lambda: connections(process.pid) <= 5)
        with connect(url) as connection:
            connection.sendall(asked("ASK {}", "Connection: close\r\n"))
            assert read(connection)[0] == 200
