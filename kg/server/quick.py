"""Quick answers: a query by GET that takes a moment, answered as the application would.

What is not for certain such a query is left to the application.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote_plus

import httptools
from starlette.requests import Request

from kg.errors import QueryError
from kg.queries import check_query, names_dataset, varies
from kg.server.answers import accepted_formats, content_type, entity_tag
from kg.server.board import Board
from kg.server.engine_process import Engine, NotAcceptableError, TooLargeError, write_results
from kg.server.http import host_of
from kg.server.middleware import Compression, CrossOrigin, RawHeaders, compressed, takes_gzip
from kg.server.pages import SafeHeaders
from kg.server.protocol import SPARQL
from kg.server.requests import accepted, address

LONGEST = 1 << 14
"""Bytes of a request, and of the results that answer it."""

_LINE = re.compile(
    rb"GET %b\?query=([\w.~%%+*'()!:@/?,;=$-]*) HTTP/1\.1\r\n" % SPARQL.encode(), re.ASCII
)
_END = b"\r\n\r\n"
_HEADERS = frozenset(
    b"host accept accept-encoding accept-language cache-control connection user-agent".split()
)
_CONNECTION = frozenset([b"keep-alive", b"close"])
_FAILURES = (SyntaxError, ValueError, RuntimeError, OSError, NotAcceptableError, TooLargeError)
_MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class QuickAnswer:
    """An answer without its date, and whether the connection ends with it."""

    rest: bytes
    closes: bool

    def dated(self) -> bytes:
        """The bytes to send now."""
        return b"HTTP/1.1 200 OK\r\ndate: %b\r\n%b" % (_date(int(time.time())), self.rest)


@dataclass(frozen=True, slots=True)
class _Client:
    """What the headers of a request say."""

    address: str
    formats: Mapping[str, str | None]
    gzip: bool
    closes: bool


class QuickAnswers:
    """Answers from the newest snapshot, those of late from memory.

    Args:
        folder: where the snapshots lie.
        board: knows which is the newest, and what takes too long.
        worker: the number of this process.
        moment: seconds of the processor that a query may take; then this process ends.
    """

    def __init__(self, folder: Path, board: Board, worker: int, moment: float) -> None:
        self._folder = str(folder)
        self._board = board
        self._worker = worker
        self._moment = moment
        self._engine = Engine(network=False)
        self._snapshot = 0
        self._kept: dict[bytes, QuickAnswer] = {}

    def answer(self, request: bytes, connection: int) -> QuickAnswer | None:
        """The answer to a request; None for what is left to the application.

        Args:
            request: what came over a connection.
            connection: its number.
        """
        snapshot = self._board.newest()
        if snapshot is None:
            return None
        if snapshot != self._snapshot or len(self._kept) > _MOST_KEPT:
            self._snapshot = snapshot
            self._kept.clear()
        return self._kept.get(request) or self._new(request, connection)

    def _new(self, request: bytes, connection: int) -> QuickAnswer | None:
        line = _LINE.match(request)
        if line is None or request.find(_END) != len(request) - len(_END):
            return None
        client, asked = _client(request[line.end() :]), line[1]
        try:
            query = check_query(unquote_plus(asked.decode(), errors="strict"))
        except (UnicodeError, QueryError):
            return None
        if client is None or not self._board.begin(self._worker, connection, asked):
            return None
        result = self._result(query, client)
        self._board.end(self._worker)
        if result is None:
            return None
        answer = _answer(client, *result)
        if not varies(query):
            self._kept[request] = answer
        return answer

    def _result(self, query: str, client: _Client) -> tuple[str, bytes] | None:
        union, result = not names_dataset(query), _Result()
        try:
            store = self._engine.open(f"{self._folder}/{self._snapshot}")
            signal.setitimer(signal.ITIMER_PROF, self._moment)
            found = store.query(query, base_iri=client.address, use_default_graph_as_union=union)
            media_type = write_results(found, result, client.formats)
        except _FAILURES:  # the application meets the same, and says it
            return None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        return media_type, result.body


class _Result:
    """A file in memory that does not become long."""

    def __init__(self) -> None:
        self.body = b""

    def write(self, data: bytes) -> int:
        self.body += data
        if len(self.body) > LONGEST:
            raise TooLargeError
        return len(data)

    def flush(self) -> None:
        pass


@lru_cache(maxsize=256)
def _client(head: bytes) -> _Client | None:
    """What the lines after the first say; None where more is asked than is known here."""
    lines = _Lines()
    try:
        httptools.HttpRequestParser(lines).feed_data(b"GET / HTTP/1.1\r\n" + head)
    except httptools.HttpParserError:
        return None
    headers = lines.headers
    connection = {value.lower() for name, value in headers if name == b"connection"}
    known = {name for name, _ in headers} <= _HEADERS and connection <= _CONNECTION
    if not known or host_of(headers) is None:
        return None
    request = Request(
        {"type": "http", "scheme": "http", "raw_path": SPARQL.encode(), "headers": headers}
    )
    return _Client(
        address=address(request),
        formats=accepted_formats(accepted(request)),
        gzip=takes_gzip(headers),
        closes=b"close" in connection,
    )


class _Lines:
    """What the parser calls for each header."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))


def _answer(client: _Client, media_type: str, body: bytes) -> QuickAnswer:
    kind = content_type(media_type)
    tag = entity_tag(kind, body).encode()
    short = compressed(body) if client.gzip else None
    own = [(b"vary", b"Accept"), (b"content-type", kind.encode()), (b"etag", tag)]
    if short is not None:
        own.append((b"content-encoding", b"gzip"))
        body = short
    own.append((b"content-length", b"%d" % len(body)))
    if client.closes:
        own.append((b"connection", b"close"))
    return QuickAnswer(_lines(own) + _OF_ALL + b"\r\n" + body, client.closes)


def _lines(headers: RawHeaders) -> bytes:
    return b"".join([b"%b: %b\r\n" % header for header in headers])


_OF_ALL = _lines([*Compression.HEADERS, *CrossOrigin.HEADERS, *SafeHeaders.HEADERS])


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
