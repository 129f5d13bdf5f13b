"""Search over an index of the newest snapshot, which the first search makes."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.search import Found, SearchIndex
from kg.server.engine.failures import how_ended
from kg.server.engine.snapshots import Snapshots
from kg.server.pages.pages import Pages
from kg.server.web.errors import HttpError
from kg.server.web.requests import check_names, url_fields, values

Answer = TypeVar("Answer")

_MOST = 200  # characters of a search
_NAMES = 12  # that a form offers


class Indexes:
    """Makes and keeps the index of the newest snapshot."""

    def __init__(self, snapshots: Snapshots, base: str) -> None:
        self._snapshots = snapshots
        self._base = base
        self._turn = asyncio.Lock()
        self._index: SearchIndex | None = None
        self._of: str | None = None

    async def search(self, text: str, limit: int = 20) -> Found:
        """What a search finds in the newest snapshot."""
        return await self.ask(lambda index: index.search(text, limit))

    async def ask(self, work: Callable[[SearchIndex], Answer]) -> Answer:
        """What some work, done in a thread, gets from the index of the newest snapshot.

        The first one waits for the index; HttpError 503 where it could not be made.
        """
        snapshot = await self._snapshots.newest()
        try:
            async with self._turn:
                if self._index is None or self._of != snapshot.path:
                    await self._make(snapshot.path)
                assert self._index is not None
                return await asyncio.to_thread(work, self._index)
        finally:
            self._snapshots.release(snapshot)

    async def _make(self, snapshot: str) -> None:
        target = _file_of(snapshot)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.search", snapshot, str(target), self._base),
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, said = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode:
            last = said.decode(errors="replace").strip().rpartition("\n")[2]
            reason = last or f"its process {how_ended(process.returncode)}"
            raise HttpError(503, f"the index could not be made: {reason}", {"Retry-After": "30"})
        self.close()
        self._index, self._of = SearchIndex(target), snapshot

    def close(self) -> None:
        """Close the index and remove its file."""
        if self._index is not None and self._of is not None:
            self._index.close()
            _file_of(self._of).unlink(missing_ok=True)
            self._index = None


def _file_of(snapshot: str) -> Path:
    return Path(f"{snapshot}.search")


class SearchPages:
    """The page of a search, and the names that forms offer; no `indexes` without a store."""

    def __init__(self, pages: Pages, indexes: Indexes | None) -> None:
        self._pages = pages
        self._indexes = indexes

    async def page(self, request: Request) -> Response:
        """The page of what a search finds; HttpError 501 where there is no search."""
        text = _sought(request)
        found = await self._search(text)
        untitled = {hit.iri for hit in found.articles if not hit.headline}
        return self._pages.show(
            request,
            "search.html",
            words_sought=text,
            found=found,
            titles=await self._pages.asker.labels(request, untitled),
        )

    async def names(self, request: Request) -> Response:
        """Entities whose names a text may be the beginning of, as JSON."""
        found = await self._search(_sought(request), _NAMES)
        base = self._pages.asker.base
        return JSONResponse(
            [{"value": e.iri.removeprefix(base), "name": e.name} for e in found.entities]
        )

    async def _search(self, text: str, limit: int = 20) -> Found:
        if self._indexes is None:
            reason = "there is no search in the store of another server; ask one of the queries"
            raise HttpError(501, reason)
        return await self._indexes.search(text, limit)


def _sought(request: Request) -> str:
    fields = url_fields(request)
    check_names(fields, {"q"})
    return "".join(values(fields, "q")[:1])[:_MOST]
