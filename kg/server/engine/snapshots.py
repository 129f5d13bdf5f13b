"""Snapshots of the store: queries read them, so that no query waits for a writer.

A snapshot is a backup of the store. To make one, the server needs the store's lock for a moment.
Its files are hard links where the file system has them. While another process writes, or when a
snapshot cannot be made, queries read the last one.
"""

import asyncio
import logging
import math
import os
import shutil
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError, StoreError
from kg.queries.updates import keep_merge
from kg.server.engine.failures import raise_failure
from kg.server.engine.processes import EngineProcess, Engines
from kg.server.engine.serving_folder import ServingFolder
from kg.server.web.errors import HttpError
from kg.store.lock import StoreLock
from kg.store.migration import migrate

_LOOK_EVERY = 1.0  # seconds
_TRY_EVERY = 0.05  # seconds, for a lock that somebody else has
_SNAPSHOT_DEADLINE = 600.0  # seconds
_START_WAIT = 2.0  # seconds
_GONE = "the store is not there, or is being written anew; try again when it has been restored"
_OTHER = "the store has another base IRI than when the server started; start the server again"
_ATOMIC = "the update was carried out wholly or not at all: look before you send it again"

_log = logging.getLogger("kg.server")


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update, as the protocol sends it.

    Attributes:
        base: the IRI that its relative IRIs are resolved against.
        probe: the IRI of a named graph.
        network: whether it may call other servers.
    """

    text: str
    using: Sequence[str] = ()
    using_named: Sequence[str] = ()
    base: str | None = None
    probe: str | None = None
    network: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be said of an update that is in the store.

    Attributes:
        existed: whether the named graph that was asked for existed before; True without one.
        unseen: why queries do not see the update yet; empty if they do.
    """

    existed: bool
    unseen: str = ""


@dataclass(slots=True, eq=False)
class Snapshot:
    """A state of the store: its folder, and how many requests use it."""

    path: str
    uses: int = 0


class Snapshots:
    """The snapshots of a store, and the way to write to it; the deadline is the seconds that an
    update may take, with the wait for its turn."""

    def __init__(
        self, store: Path, base: str, folder: ServingFolder, engines: Engines, deadline: float
    ) -> None:
        self._store = store
        self._engine_store = str(store / "oxigraph")
        self._base = base
        self._folder = folder
        self._engines = engines
        self._deadline = deadline
        self._current: Snapshot | None = None
        self._seen: object = None
        self._listed: object = None
        self._looked = -math.inf
        self._problem = ""
        self._count = 0
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Make the first snapshot; StoreError where the store is in use, or cannot be read."""
        try:
            lock = StoreLock(self._store, exclusive=True, wait=_START_WAIT)
            async with self._process(lock) as new:
                await self._take(new, _SNAPSHOT_DEADLINE)
        except HttpError as error:
            raise StoreError(f"{self._store}: {error.reason}") from error

    def close(self) -> None:
        """Remove all snapshots."""
        self._folder.remove()

    def spool(self) -> str:
        """A new path for a file with a result."""
        self._count += 1
        return f"{self._folder.path}/results/{self._count}"

    async def newest(self) -> Snapshot:
        """The newest snapshot, which `release` gives back; HttpError 503 where the store was
        removed, and has not been restored."""
        if time.monotonic() - self._looked >= _LOOK_EVERY:
            await self._look()
        if self._current is None or self._is_gone():
            raise HttpError(503, self._problem or _GONE, {"Retry-After": "5"})
        self._current.uses += 1
        return self._current

    def release(self, snapshot: Snapshot) -> None:
        """Give back a snapshot that is used no more."""
        snapshot.uses -= 1
        self._remove(snapshot)

    async def update(self, update: Update) -> Written:
        """Carry out an update wholly or not at all. Queries see it from then on.

        Raises:
            HttpError: 400, it is no update; 502, another server failed; 503, another process
                writes; 504, it took too long.
        """
        try:
            kept = keep_merge(update.text, self._base, update.using, update.using_named)
        except QueryError as error:
            raise HttpError(400, str(error)) from None
        end = time.monotonic() + self._deadline
        network, lock = update.network, self._lock
        async with self._turn, self._process(await lock(end), network=network) as process:
            existed = await self._write(process, max(end - time.monotonic(), 0.1), update, kept)
            try:
                await self._take(process, self._deadline)
            except (HttpError, StoreError, OSError) as error:
                self._looked = -math.inf
                return Written(existed, f"no snapshot of the store could be made: {error}")
            return Written(existed)

    @asynccontextmanager
    async def _process(
        self, lock: StoreLock, *, network: bool = False
    ) -> AsyncIterator[EngineProcess]:
        """A process that has the store for as long as the block, and then releases the lock."""
        try:
            process = await self._engines.start(network=network)
            try:
                yield process
            finally:
                await process.kill()
        finally:
            lock.release()

    async def _lock(self, end: float) -> StoreLock:
        while True:
            try:
                return StoreLock(self._store, exclusive=True)
            except StoreError:
                if self._files() is None:
                    raise HttpError(503, _GONE, {"Retry-After": "5"}) from None
                if time.monotonic() > end:
                    raise HttpError(
                        503,
                        "the store is being written by another process; try again later",
                        {"Retry-After": "30"},
                    ) from None
            await asyncio.sleep(_TRY_EVERY)

    async def _write(
        self, process: EngineProcess, deadline: float, update: Update, kept: str
    ) -> bool:
        """Have a process carry out an update; whether the graph that it asks for existed before."""
        told = {"text": update.text, "kept": kept, "base": update.base, "probe": update.probe}
        try:
            answer, _ = await self._engines.ask(
                process, deadline, "update", store=self._engine_store, **told
            )
        except HttpError as error:
            if error.status < 500:
                raise
            raise HttpError(error.status, f"{error.reason}; {_ATOMIC}") from None
        raise_failure(answer)
        return bool(answer["existed"])

    async def _look(self) -> None:
        if self._turn.locked():
            return
        async with self._turn:
            files = self._files()
            # Files that are being restored grow: they are opened when a second has changed nothing.
            changed = files == self._listed if self._is_gone() else files != self._seen
            self._listed = files
            if files is not None and changed:
                await self._renew()
            self._looked = time.monotonic()

    async def _renew(self) -> None:
        """Make a snapshot of a store that has changed, if that can be done now."""
        problem = ""
        try:
            if await asyncio.to_thread(migrate, self._store) != self._base:
                raise HttpError(503, _OTHER)
            async with self._process(StoreLock(self._store, exclusive=True)) as process:
                await self._take(process, _SNAPSHOT_DEADLINE)
        except StoreError:
            return  # somebody writes
        except (HttpError, OSError) as error:
            problem = str(error)
        if problem and problem != self._problem:
            _log.warning("queries read the last snapshot of %s: %s", self._store, problem)
        self._problem = problem

    async def _take(self, process: EngineProcess, deadline: float) -> None:
        """Make a snapshot by a process, which ends with it. The store is locked."""
        self._folder.make()
        self._count += 1
        target = self._folder.path / str(self._count)
        try:
            answer, _ = await self._engines.ask(
                process, deadline, "backup", store=self._engine_store, target=str(target)
            )
            raise_failure(answer)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        await process.kill()
        old, self._current, self._seen = self._current, Snapshot(str(target)), self._files()
        self._looked = time.monotonic()
        if old is not None:
            self._remove(old)

    def _remove(self, snapshot: Snapshot) -> None:
        if snapshot.uses == 0 and snapshot is not self._current:
            shutil.rmtree(snapshot.path, ignore_errors=True)

    def _is_gone(self) -> bool:
        # Each request asks this, and Path.is_dir takes three times as long.
        return self._current is None or not os.path.isdir(self._current.path)  # noqa: PTH112

    def _files(self) -> object:
        """The engine's files of data with their sizes and times; None where there is no store.

        Its other files it writes anew whenever it is opened, as each snapshot of a server does.
        """
        try:
            with os.scandir(self._engine_store) as entries:
                stats = [(e.name, e.stat()) for e in entries if not e.name.startswith("LOG")]
        except OSError:
            return None
        if not any(name == "CURRENT" for name, _ in stats):
            return None
        data = [(n, s) for n, s in stats if n.endswith((".sst", ".log")) and s.st_size]
        return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in data)
