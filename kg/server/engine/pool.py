"""The engine processes that answer queries, kept for the queries that follow."""

import asyncio
import os
from contextlib import suppress
from typing import Any

from kg.server.engine.processes import Answer, EngineProcess, Engines
from kg.server.web.errors import HttpError

_FEW = 2 * (os.cpu_count() or 1)
_KEPT = 2 * _FEW  # processes that wait for a request; to start one takes longer than most queries
_SOON = 0.05  # seconds for which a request waits for one of a few processes
_TURN = 1.0  # seconds for which a request waits for its turn, before it is refused


class Pool:
    """Engine processes that answer queries.

    A request waits for one of a few processes for a moment only, and then gets a new one. So many
    short queries share a few processes, and none waits for a long one. Where requests go on to need
    more, some more are kept.

    Args:
        most: how many requests may be worked on at once; a further one waits for a second.
        deadline: seconds that a request may take.
    """

    def __init__(self, engines: Engines, most: int, deadline: float) -> None:
        self._engines = engines
        self._turns = asyncio.Semaphore(most)
        self._deadline = deadline
        self._idle: asyncio.LifoQueue[EngineProcess] = asyncio.LifoQueue()
        self._busy = 0

    async def ask(self, operation: str, *, network: bool = False, **arguments: Any) -> Answer:
        """The answer of a process to a request.

        Args:
            network: whether it may call other servers; its process then ends with it.

        Raises:
            HttpError: 503, too many requests at once; else as `Engines.ask`.
        """
        await self._take_turn()
        try:
            process = None if network else self._idle_process() or await self._soon_idle()
            process = process or await self._engines.start(network=network)
            self._busy += 1
            try:
                return await self._engines.ask(process, self._deadline, operation, **arguments)
            finally:
                self._busy -= 1
                if process.alive and not network and self._idle.qsize() < _KEPT:
                    self._idle.put_nowait(process)
                else:
                    await process.kill()
        finally:
            self._turns.release()

    async def close(self) -> None:
        """Kill the processes that wait for a request."""
        while not self._idle.empty():
            await self._idle.get_nowait().kill()

    async def _take_turn(self) -> None:
        if not self._turns.locked():
            await self._turns.acquire()
            return
        try:
            async with asyncio.timeout(_TURN):
                await self._turns.acquire()
        except TimeoutError:
            reason = "too many queries run at once; try again soon"
            raise HttpError(503, reason, {"Retry-After": "5"}) from None

    def _idle_process(self) -> EngineProcess | None:
        while not self._idle.empty():
            process = self._idle.get_nowait()
            if process.alive:  # else somebody else killed it
                return process
        return None

    async def _soon_idle(self) -> EngineProcess | None:
        """A process that is idle within a moment; None if a new one is needed."""
        if self._busy < _FEW:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(_SOON):
                while not (process := await self._idle.get()).alive:
                    pass
                return process
        return None
