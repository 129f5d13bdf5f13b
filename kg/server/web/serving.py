"""Serving an application over HTTP until the process is told to end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_BYTES = 1 << 16  # of the request line and the headers
_GRACE = 2.0  # seconds that queries and updates still have when the server ends


def serve(app: FastAPI, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve an application until the process is told to end.

    Args:
        app: what answers; `app.state.end_queries` ends the queries that run.
        listener: where connections come from.
        ready: called when they are answered.

    Raises:
        StoreError: the application cannot begin.
    """
    config = uvicorn.Config(
        app,
        http=_Connection,
        ws="none",
        lifespan="off",  # _Server does it; uvicorn would show a failure as a traceback
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    _Server(config, app, ready).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Begins and ends the application, and its queries, with the server."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._running = AsyncExitStack()
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._running.enter_async_context(self._app.router.lifespan_context(self._app))
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().call_later(_GRACE, self._app.state.end_queries)
        await super().shutdown(sockets)
        await self._running.aclose()


class _Connection(HttpToolsProtocol):
    """Refuses headers that are too long: the parser has no setting for that."""

    _head: int | None = 0  # bytes of the headers that are being read; None in a body

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._is_too_long() and not self.transport.is_closing():
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        self._head = sum(len(name) + len(value) for name, value in self.headers)
        if self._is_too_long():
            raise ValueError  # the parser stops, and the answer is 400
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        super().send_400_response("the headers are too long" if self._is_too_long() else msg)

    def _is_too_long(self) -> bool:
        return self._head is not None and self._head > _MOST_BYTES
