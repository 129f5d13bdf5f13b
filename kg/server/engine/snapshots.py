"""Snapshots of the store: queries read them, so that no query waits for a writer.

A snapshot is a backup of the store. To make one, the server needs the store's lock for a moment.
Its files are hard links where the file system has them. While another process writes, queries read
the last snapshot.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import QueryError, StoreError
from kg.queries.updates import keep_merge
from kg.server.engine.processes import Engines
from kg.server.web.errors import HttpError
from kg.store.lock import StoreLock

_PREFIX = "serving-"
_LOOK_EVERY = 1.0  # seconds
_TRY_EVERY = 0.05  # seconds, for a lock that somebody else has
_SNAPSHOT_DEADLINE = 600.0  # seconds
_START_WAIT = 2.0  # seconds


def serving_folder(store: Path) -> Path:
    """The folder of this process for its snapshots and results."""
    return store / f"{_PREFIX}{os.getpid()}"


@dataclass(slots=True, eq=False)
class Snapshot:
    """A state of the store: its folder, and how many requests use it."""

    path: str
    uses: int = 0


class Snapshots:
    """The snapshots of a store, and the way to write to it.

    Args:
        store: the store's folder.
        base: the store's base IRI.
        engines: starts the processes that write; its folder is `serving_folder(store)`.
        deadline: seconds that an update may take, with the wait for its turn.
    """

    def __init__(self, store: Path, base: str, engines: Engines, deadline: float) -> None:
        self._store = store
        self._base = base
        self._engines = engines
        self._deadline = deadline
        self.folder = engines.folder
        self._current: Snapshot | None = None
        self._seen: object = None
        self._looked = 0.0
        self._count = 0
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Remove the folders of servers that were killed, and make the first snapshot.

        Raises:
            StoreError: the store is being written, or cannot be read.
        """
        for folder in self._store.glob(_PREFIX + "*"):
            if not _alive(folder.name.removeprefix(_PREFIX)):
                shutil.rmtree(folder, ignore_errors=True)
        (self.folder / "results").mkdir(parents=True)
        lock = StoreLock(self._store, exclusive=True, wait=_START_WAIT)
        try:
            await self._write(lock, _SNAPSHOT_DEADLINE)
        except HttpError as error:
            raise StoreError(f"{self._store}: {error.reason}") from error

    def close(self) -> None:
        """Remove all snapshots."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def spool(self) -> str:
        """A new path for a file with a result."""
        self._count += 1
        return f"{self.folder}/results/{self._count}"

    async def newest(self) -> Snapshot:
        """The newest snapshot; `release` gives it back."""
        if time.monotonic() - self._looked >= _LOOK_EVERY:
            await self._look()
        assert self._current is not None, "start() made the first"
        self._current.uses += 1
        return self._current

    def release(self, snapshot: Snapshot) -> None:
        """Give back a snapshot that is used no more."""
        snapshot.uses -= 1
        self._remove(snapshot)

    async def update(
        self,
        text: str,
        *,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        base: str | None = None,
        probe: str | None = None,
        network: bool = False,
    ) -> bool:
        """Carry out a SPARQL update wholly or not at all. Queries see it from then on.

        Args:
            text: the update.
            using: IRIs of graphs, as if USING stood with them in each operation.
            using_named: the same for USING NAMED.
            base: the IRI that its relative IRIs are resolved against.
            probe: the IRI of a named graph.
            network: whether it may call other servers.

        Returns:
            Whether the named graph existed before; True without one.

        Raises:
            HttpError: 400, it is no update; 502, another server failed; 503, another process
                writes; 504, it took too long.
        """
        try:
            kept = keep_merge(text, self._base, using, using_named)
        except QueryError as error:
            raise HttpError(400, str(error)) from None
        end = time.monotonic() + self._deadline
        async with self._turn:
            lock = await self._lock(end)
            left = max(end - time.monotonic(), 0.1)
            return await self._write(lock, left, text, kept, base, probe, network)

    async def _look(self) -> None:
        if self._turn.locked():
            return
        async with self._turn:
            if _files(self._store) != self._seen:
                with suppress(StoreError):
                    lock = StoreLock(self._store, exclusive=True)
                    await self._write(lock, _SNAPSHOT_DEADLINE)
            self._looked = time.monotonic()

    async def _lock(self, end: float) -> StoreLock:
        while True:
            try:
                return StoreLock(self._store, exclusive=True)
            except StoreError:
                if time.monotonic() > end:
                    raise HttpError(
                        503,
                        "the store is being written by another process; try again later",
                        {"Retry-After": "30"},
                    ) from None
            await asyncio.sleep(_TRY_EVERY)

    async def _write(
        self,
        lock: StoreLock,
        deadline: float,
        text: str = "",
        kept: str = "",
        base: str | None = None,
        probe: str | None = None,
        network: bool = False,
    ) -> bool:
        self._count += 1
        target = self.folder / str(self._count)
        process = await self._engines.start(network=network)
        try:
            answer, _ = await self._engines.ask(
                process,
                deadline,
                "write",
                store=str(self._store / "oxigraph"),
                text=text,
                kept=kept,
                base=base,
                probe=probe,
                backup=str(target),
            )
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        finally:
            await process.kill()
            seen = _files(self._store)
            lock.release()
        raise_failure(answer)
        old, self._current, self._seen = self._current, Snapshot(str(target)), seen
        self._looked = time.monotonic()
        if old is not None:
            self._remove(old)
        return bool(answer["existed"])

    def _remove(self, snapshot: Snapshot) -> None:
        if snapshot.uses == 0 and snapshot is not self._current:
            shutil.rmtree(snapshot.path, ignore_errors=True)


def raise_failure(answer: dict[str, Any]) -> None:
    """Raise an error if the answer of an engine process is a failure.

    Raises:
        HttpError: 400, 406, 500, 502 or 503.
    """
    if answer["ok"]:
        return
    message = " ".join(answer["message"].split())
    if answer["kind"] == "syntax":
        raise HttpError(400, f"not valid SPARQL: {message}")
    if answer["kind"] == "refused":
        raise HttpError(400, f"this cannot be run: {message}")
    if answer["kind"] == "not acceptable":
        raise HttpError(406, f"the query gives {message}; none of its formats is in Accept")
    if answer["kind"] == "too large":
        raise HttpError(400, "the result is larger than this server allows; add a LIMIT")
    if answer["kind"] == "full":
        raise HttpError(503, "there is no room on the disk for this; ask for less")
    if answer["kind"] == "far":
        raise HttpError(502, f"the other server did not help: {message}")
    raise HttpError(500, f"the store could not do this: {message}")


def _files(store: Path) -> object:
    with os.scandir(store / "oxigraph") as entries:
        stats = [(e.name, e.stat()) for e in entries if not e.name.startswith("LOG")]
    return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()
