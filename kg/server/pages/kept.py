"""Panels of the whole graph, made once for each state of the store."""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import Message

from kg.server.engine.own_store import Source
from kg.server.pages.panels import Asker, Panel

MOMENT = 0.7
"""Seconds for which a page waits for its panels, before it shows those that are there."""


class KeptPanels:
    """Panels that take longer the more articles there are, of saved queries without a value for a
    parameter, asked in their order."""

    def __init__(self, source: Source, asker: Asker, names: Sequence[str]) -> None:
        self._source = source
        self._asker = asker
        self._names = names
        self._state: str | None = None
        self._found: dict[str, Panel] = {}
        self._work: asyncio.Task[None] | None = None

    async def found(self, request: Request) -> tuple[dict[str, Panel], bool]:
        """The panels by name, and whether they are all; the others are made meanwhile."""
        state = await self._source.state()
        if state is None:
            found: dict[str, Panel] = {}
            await self._make(request, found)
            return found, True
        work = self._work
        if work is None or state != self._state or _failed(work):
            work = self._begin(state, request)
        found = self._found
        await asyncio.wait({work}, timeout=MOMENT)
        if work.cancelled():  # for a newer state
            return await self.found(request)
        if work.done():
            work.result()
        return dict(found), work.done()

    def _begin(self, state: str, request: Request) -> asyncio.Task[None]:
        if self._work is not None:
            self._work.cancel()
        self._state, self._found = state, {}
        self._work = asyncio.create_task(self._make(_for_all(request), self._found))
        self._work.add_done_callback(_failed)  # looks at its error: who asked may have left
        return self._work

    async def _make(self, request: Request, found: dict[str, Panel]) -> None:
        # One after the other: so this is one of the queries that run at once.
        for name in self._names:
            found[name] = await self._asker.panel(request, name)


def _for_all(request: Request) -> Request:
    """The same request, of a client that never leaves."""

    async def receive() -> Message:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    return Request(request.scope, receive)


def _failed(work: asyncio.Task[None]) -> bool:
    return work.done() and (work.cancelled() or work.exception() is not None)
