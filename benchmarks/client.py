"""A client that costs little: it asks over several connections at once and counts the answers.

It reads of HTTP what it needs to know where an answer ends, and stands beside the server on the
same machine, so what it does itself must not be what is measured.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LAST_CHUNK = b"\r\n0\r\n\r\n"


def rate(url: str, queries: Iterator[str], accept: str, connections: int, seconds: float) -> float:
    """Answers a second.

    Args:
        url: the endpoint.
        queries: what is asked, without end.
        accept: the media type.
        connections: how many ask at once.
        seconds: for how long.
    """
    target = urlsplit(url)
    requests = (_request(target.path, target.netloc, query, accept) for query in queries)
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = socket.create_connection((target.hostname, target.port))
            selector.register(connection, selectors.EVENT_READ, bytearray())
            connection.sendall(next(requests))
        done, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            for key, _ in selector.select(1.0):
                try:
                    done += _read(key.fileobj, key.data, requests)
                except ConnectionError as error:
                    raise SystemExit(f"{url} ended a connection: {error}") from error
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return done / seconds


def _request(path: str, host: str, query: str, accept: str) -> bytes:
    lines = f"GET {path}?query={quote(query)} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n"
    return lines.encode()


def _read(connection: socket.socket, answer: bytearray, requests: Iterator[bytes]) -> bool:
    answer += connection.recv(1 << 16)
    if not _is_whole(answer):
        return False
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(bytes(answer[:500]).decode(errors="replace"))
    answer.clear()
    connection.sendall(next(requests))
    return True


def _is_whole(answer: bytearray) -> bool:
    head = answer.find(b"\r\n\r\n")
    if head < 0:
        return False
    length = _LENGTH.search(answer, 0, head)
    return len(answer) == head + 4 + int(length[1]) if length else answer.endswith(_LAST_CHUNK)
