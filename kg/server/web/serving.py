"""Serving an application over HTTP until the process is told to end."""

import asyncio
import gc
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack

import uvicorn
from fastapi import FastAPI

from kg.server.web.client_connection import Bounds, connections_within, end_overdue
from kg.terminal import VisibleFormatter

_GRACE = 2.0  # seconds that queries and updates still have when the server ends
# Warnings and errors go to standard error, in lines that cannot steer a terminal. What uvicorn
# warns of are faults of requests; their clients are told.
_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"visible": {"()": VisibleFormatter, "format": "kg: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "visible"}},
    "loggers": {"uvicorn.error": {"level": "ERROR"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}


def serve(
    app: FastAPI, listener: socket.socket, ready: Callable[[], None], bounds: Bounds | None = None
) -> None:
    """Serve an application until the process is told to end.

    Args:
        app: what answers; `app.state.end_queries` ends the queries that run.
        ready: called when connections are answered.

    Raises:
        StoreError: the application cannot begin.
    """
    config = uvicorn.Config(
        app,
        http=connections_within(bounds or Bounds()),
        ws="none",
        lifespan="off",  # _Server does it; uvicorn would show a failure as a traceback
        log_config=_LOGS,
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
        gc.freeze()  # all of it stays: to search it for garbage would hold up every answer
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        end_overdue(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().call_later(_GRACE, self._app.state.end_queries)
        await super().shutdown(sockets)
        await self._running.aclose()
