"""Processes that answer queries, as many as are needed at once, killed at the deadline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from kg.server.engines import EngineProcess, Engines
from kg.server.errors import HttpError

_ENOUGH = 4  # as many answer short queries as fast as more would
_PATIENCE = 0.05  # seconds to wait for one of them, before another is started
_TURN = 1.0  # seconds to wait for a turn, before a query is refused


class Readers:
    """A pool of processes that read.

    Args:
        engines: starts them.
        most: how many requests are worked on at once; what is beyond waits for a moment and is
            then refused.
        deadline: seconds that a request may take.
    """

    def __init__(self, engines: Engines, most: int, deadline: float) -> None:
        self._engines = engines
        self._turns = asyncio.Semaphore(most)
        self._most = most
        self._deadline = deadline
        self._idle: asyncio.LifoQueue[EngineProcess] = asyncio.LifoQueue()
        self._busy = 0

    async def ask(
        self, do: str, *, network: bool = False, **arguments: Any
    ) -> tuple[dict[str, Any], bytes]:
        """The answer of a process to a request, and the result unless it went to a file.

        Args:
            do: what to do.
            network: whether the process may reach other servers; it then does nothing else.
            arguments: what to do it with.

        Raises:
            HttpError: 503, too many requests at once, or too much memory; 504, it took longer
                than the deadline.
        """
        async with self._turn():
            reader = await (self._engines.start(network=True) if network else self._reader())
            async with self._engines.working(reader):
                answer = await reader.ask_in_time(self._deadline, do, **arguments)
            if network:
                await reader.kill()
            else:
                self._idle.put_nowait(reader)
            return answer

    async def warm_up(self) -> None:
        """Have a process that waits for the first query."""
        self._idle.put_nowait(await self._engines.start())

    async def close(self) -> None:
        """Kill the processes that wait."""
        while not self._idle.empty():
            await self._idle.get_nowait().kill()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_TURN if self._turns.locked() else None):
                await self._turns.acquire()
        except TimeoutError:
            reason = "too many queries run at once; try again soon"
            raise HttpError(503, reason, {"Retry-After": "5"}) from None
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            self._turns.release()

    async def _reader(self) -> EngineProcess:
        while self._idle.qsize() or self._busy > _ENOUGH:
            try:
                async with asyncio.timeout(_PATIENCE):
                    reader = await self._idle.get()
            except TimeoutError:
                break
            if reader.alive:
                return reader
        return await self._engines.start()
