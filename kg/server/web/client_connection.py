"""A connection of a client: how long it is waited for, and how many there may be."""

from __future__ import annotations

import asyncio
import math
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol


@dataclass(frozen=True, slots=True)
class Bounds:
    """What clients may take of the server's connections.

    Attributes:
        head: seconds from the first byte of a request, or from the beginning of the connection,
            until the headers must be there.
        body: seconds from the end of the headers until the body must be there.
        unread: seconds until a client must have read so much of an answer that more can be sent.
        rest: seconds for which the rest of a request is read, and thrown away, after its answer.
        of_one: connections of one address.
        together: connections of all addresses.
        head_bytes: length of the request line and the headers.
        rest_bytes: length of the rest of a request, after its answer.
    """

    head: float = 10
    body: float = 60
    unread: float = 60
    rest: float = 10
    of_one: int = 256
    together: int = 512
    head_bytes: int = 1 << 16
    rest_bytes: int = 1 << 26


def connections_within(bounds: Bounds) -> type[asyncio.Protocol]:
    """The class of connections that have these bounds."""
    return type("Connection", (_Connection,), {"bounds": bounds})


def end_overdue(connections: Iterable[object], now: float) -> None:
    """End the connections whose clients have had enough time.

    Args:
        connections: what `connections_within` gave.
        now: the time of the loop.
    """
    for connection in list(connections):
        assert isinstance(connection, _Connection)
        connection.end_if_due(now)


class _Connection(HttpToolsProtocol):
    """A connection with the bounds for which uvicorn and its parser have no settings.

    When there are too many connections, a new one takes the place of the one whose time runs out
    first. A request that is being answered is never ended for that.

    A request that is refused may still be on its way. A socket that is closed meanwhile resets the
    connection: the client's next write fails, and with it the client. So the answer is ended first,
    and what comes is read for a while.
    """

    bounds = Bounds()
    _head: int | None = 0  # bytes of the headers that are being read; None in a body
    _request_by = math.inf  # the time by which the rest of a request must be there
    _room_by = math.inf  # the time by which the client must have read what was sent
    _rest: int | None = None  # bytes that came after the last answer; None before it

    @property
    def address(self) -> str | None:
        """The address of the client."""
        return self.client[0] if self.client else None

    @property
    def due(self) -> float:
        """The time of the loop at which the connection ends if its client does nothing."""
        return min(self._request_by, self._room_by)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is sent."""
        return self._rest is not None or self.transport.is_closing()

    def end_after_answer(self) -> None:
        """End the connection; a client that still sends its request can read the answer before."""
        if self._head == 0:
            self.transport.close()
        elif not self.has_ended:
            self._end_answers()

    def end_if_due(self, now: float) -> None:
        """End the connection if its client has had enough time."""
        if now >= self._room_by:
            self._drop()
        elif now < self._request_by or self.transport.is_closing():
            return
        elif self._rest is not None:
            self.transport.close()
        elif self.flow.read_paused:
            self._request_by = now + self.bounds.head  # it was the server that did not read
        else:
            self._end(408, "the request did not come within the time that it may take")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._request_by = self.loop.time() + self.bounds.head
        self._make_room()

    def data_received(self, data: bytes) -> None:
        if self._rest is not None:
            self._rest += len(data)
            if self._rest > self.bounds.rest_bytes:
                self.transport.close()
            return
        if self._head == 0 and (self.cycle is None or self.cycle.response_complete):
            self._request_by = self.loop.time() + self.bounds.head
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._is_too_long() and not self.has_ended:
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        self._head = sum(len(name) + len(value) for name, value in self.headers)
        if self._is_too_long():
            raise ValueError  # the parser stops, and the answer is 400
        self._head = None
        self._request_by = self.loop.time() + self.bounds.body
        super().on_headers_complete()
        self.cycle.transport = cast(asyncio.Transport, _Output(self))

    def on_message_complete(self) -> None:
        self._head = 0
        self._request_by = math.inf
        super().on_message_complete()

    def on_response_complete(self) -> None:
        if self._rest is not None:
            return
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_reader()
        elif self._head is not None and self.cycle.response_complete:
            self._request_by = self.loop.time() + self.timeout_keep_alive

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._await_reader()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.transport.is_closing():
            self._room_by = math.inf

    def send_400_response(self, msg: str) -> None:
        reason = "the headers are too long" if self._is_too_long() else msg
        self._end_with(400, reason)

    def _is_too_long(self) -> bool:
        return self._head is not None and self._head > self.bounds.head_bytes

    def _await_reader(self) -> None:
        self._room_by = self.loop.time() + self.bounds.unread

    def _make_room(self) -> None:
        full = cast("set[_Connection]", self.connections) - {self}
        most = self.bounds.together
        own = {other for other in full if other.address == self.address}
        if len(own) >= self.bounds.of_one:
            full, most = own, self.bounds.of_one
        if len(full) < most:
            return
        refused = {other for other in full if other._rest is not None}
        if refused:
            min(refused, key=lambda other: other.due)._drop()
        if len(full := full - refused) >= most:
            self._take_place(full)

    def _take_place(self, full: set[_Connection]) -> None:
        first = min(full, key=lambda other: other.due)
        ended = self if math.isinf(first.due) else first
        if ended.transport.is_closing() or ended.transport.get_write_buffer_size():
            ended._drop()
        else:
            ended._end(503, "there are too many connections; use fewer, or try again soon")

    def _drop(self) -> None:
        """End the connection at once; the system keeps nothing of what was not read."""
        linger = struct.pack("ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger
        )
        self.transport.abort()

    def _end(self, status: int, reason: str) -> None:
        """End the connection, with an answer if the client waits for one."""
        in_body = self._head is None and not self.cycle.response_started and not self.pipeline
        waits = self._head or in_body or (status == 503 and self.cycle is None)
        if waits and not self.transport.get_write_buffer_size():
            self._end_with(status, reason)
        else:
            self.transport.close()
            self._await_reader()

    def _end_with(self, status: int, reason: str) -> None:
        self.transport.write(_answer(status, reason))
        self._end_answers()

    def _end_answers(self) -> None:
        """Send nothing more, and throw away what comes."""
        self._rest = 0
        self.transport.write_eof()
        self.flow.resume_reading()
        self._request_by = self.loop.time() + self.bounds.rest
        self._await_reader()
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()


class _Output:
    """What an answer is written to: a connection that ends for its client before it is closed.

    The head of an answer is sent with the beginning of its body, at half the cost.
    """

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._cycle = connection.cycle
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:
        cycle = self._cycle
        if self._head is None and cycle.response_started and cycle.scope["method"] != "HEAD":
            self._head = data
        else:
            self._send(data)

    def close(self) -> None:
        self._send(b"")
        self._connection.end_after_answer()

    def is_closing(self) -> bool:
        return self._connection.has_ended

    def _send(self, data: bytes) -> None:
        if self._head:
            data, self._head = self._head + data, b""
        if data and not self._connection.has_ended:
            self._connection.transport.write(data)


def _answer(status: int, reason: str) -> bytes:
    body = orjson.dumps({"error": reason})
    head = b"content-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
    return STATUS_LINE[status] + head % len(body) + body
