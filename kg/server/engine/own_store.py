"""The store that a server serves from its own disk, by snapshots and processes that read them."""

from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from kg.server.engine.failures import raise_failure
from kg.server.engine.pool import Pool
from kg.server.engine.processes import Engines
from kg.server.engine.serving_folder import ServingFolder
from kg.server.engine.snapshots import Snapshots, Update, Written

Result = tuple[dict[str, Any], BinaryIO]
"""What is said of a result, as the operations of `engine_process.py` do, and its bytes."""


class Source(Protocol):
    """Where a server's answers come from."""

    async def start(self) -> None:
        """Make ready to be asked; a StoreError says why that cannot be."""

    async def state(self) -> str | None:
        """A name of the state that is asked now, which no other state has; None if it has none."""

    async def ask(
        self, operation: str, limit: int, *, network: bool = False, **arguments: Any
    ) -> Result:
        """The result of an operation of `engine_process.py`, of at most `limit` bytes; an HttpError
        where there is none. With `network`, it may call other servers."""

    async def update(self, update: Update) -> Written:
        """Carry out an update, as `Snapshots.update` does."""

    def end_queries(self) -> None:
        """End what is being asked."""

    async def close(self) -> None:
        """Release all."""


class OwnStore:
    """A store on disk. See `Source`.

    Args:
        deadline: seconds for each query and update.
        memory: bytes that all queries may have together.
    """

    def __init__(
        self, store: Path, base: str, *, queries: int, deadline: float, memory: int
    ) -> None:
        folder = ServingFolder(store)
        self._engines = Engines(folder.path, memory)
        self._pool = Pool(self._engines, queries, deadline)
        self.snapshots = Snapshots(store, base, folder, self._engines, deadline)
        self.update = self.snapshots.update
        self.end_queries = self._engines.close

    async def start(self) -> None:
        """Make the first snapshot."""
        await self.snapshots.start()

    async def state(self) -> str | None:
        """The newest snapshot."""
        snapshot = await self.snapshots.newest()
        self.snapshots.release(snapshot)
        return snapshot.path

    async def ask(
        self, operation: str, limit: int, *, network: bool = False, **arguments: Any
    ) -> Result:
        """The result of an operation over the newest snapshot."""
        spool, in_file = self.snapshots.spool(), True
        snapshot = await self.snapshots.newest()
        try:
            answer, result = await self._pool.ask(
                operation,
                network=network,
                snapshot=snapshot.path,
                spool=spool,
                limit=limit,
                **arguments,
            )
            in_file = answer.get("in_file", not answer["ok"])
            raise_failure(answer)
            return answer, Path(spool).open("rb") if in_file else BytesIO(result)
        finally:
            self.snapshots.release(snapshot)
            if in_file:
                Path(spool).unlink(missing_ok=True)

    async def close(self) -> None:
        """End all processes and remove all snapshots."""
        await self._pool.close()
        self._engines.close()
        self.snapshots.close()
