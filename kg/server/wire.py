"""How HTTP is served: headers have an end, and so has the server."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.server.endpoints.protocol import SPARQL
from kg.server.workers import MOMENT, Workers

_MOST_BYTES = 1 << 16  # of the request line and the headers
_PATIENCE = 5.0  # seconds
_PAUSE = 1.0  # seconds until connections are taken again, where too many are open
_GRACE = 2.0  # seconds that queries and updates still have when the server ends
_ANSWER = (
    b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
    b'content-length: 45\r\n\r\n{"error":"the headers are longer than 64 KB"}'
)


class Connection(HttpToolsProtocol):
    """A connection that the server serves itself.

    It is closed with 400 when a request's headers are longer than 64 KB, and lent to a worker
    after an answer that took no longer than workers may take.

    Args:
        server: what it belongs to.
        workers: to whom it is lent.
        rest: what is to be sent at first, of an answer that a worker began.
        closes: whether it ends with that.
    """

    _head: int | None = 0  # bytes of the headers that are being read; None in a body
    _refused = False
    _asked: float | None = None  # when the last request was whole; None while one comes

    def __init__(
        self, server: uvicorn.Server, workers: Workers, rest: bytes = b"", closes: bool = False
    ) -> None:
        super().__init__(server.config, server.server_state, {})
        self._workers = workers
        self._rest = rest
        self._closes = closes

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to serve it."""
        super().connection_made(transport)
        transport.write(self._rest)
        if self._closes:
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Read what the client sent."""
        if self._refused:
            return
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._is_too_long() and not self.transport.is_closing():
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        self._asked = None
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin to answer a request."""
        self._head = sum(len(name) + len(value) for name, value in self.headers)
        if self._is_too_long():
            raise ValueError
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request."""
        self._head = 0
        self._asked = time.monotonic()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on to the next request."""
        super().on_response_complete()
        if self._was_quick() and self.cycle.response_complete and not self.transport.is_closing():
            self._lend()

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong, and close the connection."""
        if not self._is_too_long():
            super().send_400_response(msg)
        elif not self._refused:
            # A client that still sends when the connection closes would not read the answer.
            self._refused = True
            self.transport.write(_ANSWER)
            self.loop.call_later(_PATIENCE, self.transport.close)

    def _was_quick(self) -> bool:
        quick = self._asked is not None and time.monotonic() - self._asked < MOMENT
        all_sent = self.transport.get_write_buffer_size() == 0
        return quick and all_sent and self.scope["path"] == SPARQL

    def _lend(self) -> None:
        connection = self.transport.get_extra_info("socket").dup()
        if self._workers.lend(connection):
            self._unset_keepalive_if_required()
            self.transport.close()  # ends the connection here, not for the client
        else:
            connection.close()

    def _is_too_long(self) -> bool:
        return self._head is not None and self._head > _MOST_BYTES


def serve(app: FastAPI, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve an application until the process is told to end.

    Args:
        app: what answers.
        listener: where connections come from.
        ready: called when they are answered.

    Raises:
        StoreError: the application cannot begin.
    """
    workers: Workers = app.state.workers
    workers.prepare(listener)
    config = uvicorn.Config(
        app,
        ws="none",
        lifespan="off",  # begun and ended below, since the framework shows failures as tracebacks
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    _Server(config, app, listener, ready).run(sockets=[])


class _Server(uvicorn.Server):
    """Lends each connection to a worker, and serves what comes back."""

    def __init__(
        self,
        config: uvicorn.Config,
        app: FastAPI,
        listener: socket.socket,
        ready: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._running = AsyncExitStack()
        self._lifespan = app.router.lifespan_context(app)
        self._workers: Workers = app.state.workers
        self._end_queries: Callable[[], None] = app.state.end_queries
        self._listener = listener
        self._ready = ready
        self._opening: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._running.enter_async_context(self._lifespan)
        await super().startup(sockets)
        self._workers.start(self._open)
        self._listener.setblocking(False)
        self._listen()
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listener)
        self._workers.close()
        loop.call_later(_GRACE, self._end_queries)
        await super().shutdown(sockets)
        await self._running.aclose()

    def _listen(self) -> None:
        asyncio.get_running_loop().add_reader(self._listener, self._accept)

    def _accept(self) -> None:
        try:
            while True:
                connection, _ = self._listener.accept()
                connection.setblocking(False)
                if not self._workers.lend(connection):
                    self._open(connection)
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError:  # too many are open
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._listener)
            loop.call_later(_PAUSE, self._listen)

    def _open(self, connection: socket.socket, rest: bytes = b"", closes: bool = False) -> None:
        protocol = partial(Connection, self, self._workers, rest, closes)
        task = asyncio.get_running_loop().create_task(self._serve_here(protocol, connection))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _serve_here(
        self, protocol: Callable[[], Connection], connection: socket.socket
    ) -> None:
        try:
            await asyncio.get_running_loop().connect_accepted_socket(protocol, connection)
        except OSError:  # the client is gone
            connection.close()
