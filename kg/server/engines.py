"""Processes that work on a store: started, asked, watched for their memory, killed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from kg.server.errors import HttpError

_SCRIPT = Path(__file__).with_name("engine_process.py")
_WATCH_EVERY = 0.1  # seconds


class EngineProcess:
    """One process of `engine_process.py`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._memory = psutil.Process(process.pid)
        self.too_large = False

    @classmethod
    async def start(cls, folder: Path, *, network: bool = False) -> EngineProcess:
        """Start one; it takes about 0.1 s until it answers.

        Args:
            folder: what it removes if the server dies before it.
            network: whether it may open sockets.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_SCRIPT),
            str(folder),
            *(["network"] if network else []),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.returncode is None

    @property
    def memory(self) -> int:
        """Bytes of memory that it has."""
        with suppress(psutil.Error):
            return int(self._memory.memory_info().rss)
        return 0

    async def ask(self, do: str, **arguments: Any) -> tuple[dict[str, Any], bytes]:
        """The answer to a request, and the bytes of its result unless they went to a file.

        Raises:
            HttpError: 503, it took too much memory; 400, the process ended without an answer: the
                nesting was too deep for its stack.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.write(json.dumps({"do": do, "with": arguments}).encode() + b"\n")
            await stdin.drain()
            answer: dict[str, Any] = json.loads(await stdout.readuntil())
            return answer, await stdout.readexactly(answer["length"])
        except (ConnectionError, asyncio.IncompleteReadError):
            if self.too_large:
                reason = "this needs more memory than there is for queries; ask for less"
                raise HttpError(503, reason) from None
            raise HttpError(400, "this is nested too deeply; write it in a flatter way") from None

    async def ask_in_time(
        self, deadline: float, do: str, **arguments: Any
    ) -> tuple[dict[str, Any], bytes]:
        """The answer to a request; the process is left to be killed if there is none.

        Raises:
            HttpError: 504, no answer within the deadline, in seconds; and as `ask` does.
        """
        try:
            async with asyncio.timeout(deadline):
                return await self.ask(do, **arguments)
        except TimeoutError:
            reason = f"this took longer than {deadline:g} s and was ended; ask for less"
            raise HttpError(504, reason) from None

    def end(self) -> None:
        """End it at once."""
        if self.alive:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        self.end()
        await self._process.wait()


class Engines:
    """The processes that work at the moment, and the memory that they have together.

    Args:
        folder: where their snapshots and results lie.
        most_memory: bytes; when all have more, the largest is ended.
    """

    def __init__(self, folder: Path, most_memory: int) -> None:
        self.folder = folder
        self._most_memory = most_memory
        self._working: set[EngineProcess] = set()
        self._watch: asyncio.Task[None] | None = None

    async def start(self, *, network: bool = False) -> EngineProcess:
        """A new process."""
        return await EngineProcess.start(self.folder, network=network)

    @asynccontextmanager
    async def working(self, process: EngineProcess) -> AsyncIterator[None]:
        """A block in which a process works: watched, and killed if the block does not end well."""
        self._working.add(process)
        if self._watch is None:
            self._watch = asyncio.create_task(self._keep_watch())
        try:
            yield
        except BaseException:
            process.end()
            await asyncio.shield(process.kill())
            raise
        finally:
            self._working.discard(process)

    async def close(self) -> None:
        """Kill those that work."""
        for process in list(self._working):
            await process.kill()
        if self._watch is not None:
            self._watch.cancel()

    async def _keep_watch(self) -> None:
        while True:
            await asyncio.sleep(_WATCH_EVERY)
            sizes = {process: process.memory for process in self._working}
            if sum(sizes.values()) > self._most_memory:
                largest = max(sizes, key=lambda process: sizes[process])
                largest.too_large = True
                largest.end()
