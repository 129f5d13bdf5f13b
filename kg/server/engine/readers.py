"""Processes that answer queries, as many as are needed at once, killed at the deadline."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

from kg.server.engine.engines import Answer, EngineProcess, Engines
from kg.server.web.errors import HttpError

_LANES = min(8, 2 * (os.cpu_count() or 2))
_SHORT = 0.05  # seconds after which a query gives its lane to another
_TURN = 1.0  # seconds to wait for a turn, before a query is refused

Wait = Callable[[Awaitable[Answer]], Awaitable[Answer]]
"""Waits for an answer, and may give up where nobody wants it any more."""


class Readers:
    """A pool of processes that read.

    Short queries run in a few lanes, since more at once would not end sooner; long ones leave
    their lane, so that no short one waits for them.

    Args:
        engines: starts them.
        most: how many requests are worked on at once; what is beyond waits for a moment and is
            then refused.
        deadline: seconds that a request may take.
    """

    def __init__(self, engines: Engines, most: int, deadline: float) -> None:
        self._engines = engines
        self._turns = asyncio.Semaphore(most)
        self._deadline = deadline
        self._idle: list[EngineProcess] = []
        self._lanes = asyncio.Semaphore(_LANES)

    async def ask(self, wait: Wait, do: str, *, network: bool = False, **arguments: Any) -> Answer:
        """The answer of a process to a request.

        Args:
            wait: waits for the answer, where it takes longer than a moment.
            do: what to do.
            network: whether the process may reach other servers; it then does nothing else.
            arguments: what to do it with.

        Raises:
            HttpError: 503, too many requests at once, or too much memory; 504, it took longer
                than the deadline.
        """
        await self._take_turn()
        try:
            async with _Lane(self._lanes) as lane:
                reader = await (self._engines.start(network=True) if network else self._reader())
                answer = reader.ask(do, **arguments)
                if answer is None:
                    lane.leave_soon()
                    answer = await wait(self._engines.wait(reader, self._deadline))
                if network or len(self._idle) >= _LANES:
                    await reader.kill()
                else:
                    self._idle.append(reader)
                return answer
        finally:
            self._turns.release()

    async def warm_up(self) -> None:
        """Have a process that waits for the first query."""
        self._idle.append(await self._engines.start())

    async def close(self) -> None:
        """Kill the processes that wait."""
        while self._idle:
            await self._idle.pop().kill()

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

    async def _reader(self) -> EngineProcess:
        while self._idle:
            reader = self._idle.pop()
            if reader.alive:
                return reader
            await reader.kill()
        return await self._engines.start()


class _Lane:
    """A place in a lane, left at the end or sooner."""

    def __init__(self, lanes: asyncio.Semaphore) -> None:
        self._lanes = lanes
        self._timer: asyncio.TimerHandle | None = None
        self._inside = False

    async def __aenter__(self) -> _Lane:
        await self._lanes.acquire()
        self._inside = True
        return self

    def leave_soon(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(_SHORT, self._leave)

    async def __aexit__(self, *exception: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._leave()

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            self._lanes.release()
