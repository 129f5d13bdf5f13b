"""Work that ends when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from kg.server.errors import HttpError

Result = TypeVar("Result")
_SOON = 0.1  # seconds; what is ready by then need not look at the connection


async def while_connected(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of some work, which is cancelled when the client is gone.

    Args:
        request: whose body has been read.
        work: what the client waits for.

    Raises:
        HttpError: 499, for nobody to read.
    """
    task = asyncio.create_task(work)
    gone = None
    try:
        await asyncio.wait({task}, timeout=_SOON)
        if not task.done():
            gone = asyncio.create_task(_disconnected(request))
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise HttpError(499, "the client is gone")
        return task.result()
    finally:
        for each in (task, gone):
            if each is not None and not each.done():
                each.cancel()
                await asyncio.wait({each})


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
