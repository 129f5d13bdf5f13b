"""Work that ends when its client leaves."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from starlette.requests import Request

from kg.server.web.errors import HttpError

Result = TypeVar("Result")
_PATIENCE = 1.0  # seconds; to replace a process that is killed takes longer than most queries


async def while_connected(request: Request, work: Awaitable[Result]) -> Result:
    """The result of some work, which is cancelled when it takes long and the client leaves; then
    HttpError 499. The body of the client's request has been read."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None, "coroutines run in tasks"
    watches: list[asyncio.Task[None]] = []
    # Most work is done sooner, and then the connection is not watched at all.
    timer = loop.call_later(
        _PATIENCE, lambda: watches.append(loop.create_task(_end(request, task)))
    )
    try:
        return await work
    except asyncio.CancelledError:
        if watches and watches[0].done():
            raise HttpError(499, "the client has left") from None
        raise
    finally:
        timer.cancel()
        for watch in watches:
            watch.cancel()


async def _end(request: Request, task: asyncio.Task[Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    task.cancel()
