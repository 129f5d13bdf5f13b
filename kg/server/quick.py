"""Quick answers: a query that takes a moment, answered as the application would.

What is not for certain such a query is left to the application.
"""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import QueryError
from kg.queries import names_dataset, varies
from kg.queries.calls import check_calls
from kg.server.board import Board
from kg.server.engine.answers import AT_ONCE, content_type, entity_tag
from kg.server.engine.engine_process import Engine, NotAcceptableError, choose_format
from kg.server.pages import SafeHeaders
from kg.server.question import Client, read_question
from kg.server.web.middleware import Compression, CrossOrigin, compressed

_FAILURES = (SyntaxError, ValueError, RuntimeError, OSError, NotAcceptableError)
_MOST_KEPT = 512
_LONGEST_KEPT = 1 << 14  # bytes


@dataclass(frozen=True, slots=True)
class QuickAnswer:
    """An answer without its date, and whether the connection ends with it."""

    rest: bytes
    closes: bool

    def dated(self) -> bytes:
        """The bytes to send now."""
        return b"HTTP/1.1 200 OK\r\ndate: %b\r\n%b" % (_date(int(time.time())), self.rest)


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
        asked = read_question(request)
        if asked is None:
            return None
        try:
            query = check_calls(asked.query, "SERVICE")
        except QueryError:
            return None
        if not self._board.begin(self._worker, connection, query.encode()):
            return None
        result = self._result(query, asked.client)
        self._board.end(self._worker)
        if result is None:
            return None
        answer = _answer(asked.client, *result)
        if len(answer.rest) <= _LONGEST_KEPT and not varies(query):
            self._kept[request] = answer
        return answer

    def _result(self, query: str, client: Client) -> tuple[str, bytes] | None:
        union = not names_dataset(query)
        try:
            store = self._engine.open(f"{self._folder}/{self._snapshot}")
            signal.setitimer(signal.ITIMER_PROF, self._moment)
            found: Any = store.query(
                query, base_iri=client.address, use_default_graph_as_union=union
            )
            media_type, result_format = choose_format(found, client.formats)
            result: bytes = found.serialize(format=result_format)
        except _FAILURES:  # the application meets the same, and says it
            return None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        return (media_type, result) if len(result) <= AT_ONCE else None


def _answer(client: Client, media_type: str, body: bytes) -> QuickAnswer:
    kind = content_type(media_type)
    tag = entity_tag(kind, body).encode()
    short = compressed(body) if client.gzip else None
    head = _head(kind, short is not None, client.closes)
    body = short or body
    rest = b"%betag: %b\r\ncontent-length: %d\r\n\r\n%b" % (head, tag, len(body), body)
    return QuickAnswer(rest, client.closes)


@lru_cache(maxsize=64)
def _head(kind: str, gzip: bool, closes: bool) -> bytes:
    """The headers that answers have in common."""
    headers = [(b"vary", b"Accept"), (b"content-type", kind.encode())]
    headers += [(b"content-encoding", b"gzip")] * gzip + [(b"connection", b"close")] * closes
    headers += [*Compression.HEADERS, *CrossOrigin.HEADERS, *SafeHeaders.HEADERS]
    return b"".join([b"%b: %b\r\n" % header for header in headers])


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()
