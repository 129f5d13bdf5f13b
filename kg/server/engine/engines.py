"""Processes that work on a store: started, asked, watched for their memory, killed."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import psutil

from kg.server.engine.engine_process import CHUNK, look
from kg.server.web.errors import HttpError

_SCRIPT = Path(__file__).with_name("engine_process.py")
_WATCH_EVERY = 0.1  # seconds
_ATTENTION = 0.0002  # seconds for which an answer is looked for before others have their turn

Answer = tuple[dict[str, Any], bytes]
"""What a process says of a request, and the bytes of its result unless they went to a file."""


class EngineProcess:
    """One process of `engine_process.py`."""

    def __init__(self, process: asyncio.subprocess.Process, connection: socket.socket) -> None:
        self._process = process
        self._connection = connection
        self._unsent = b""
        self._received = b""
        self._memory = psutil.Process(process.pid)
        self.ended_for = ""

    @classmethod
    async def start(cls, folder: Path, *, network: bool = False) -> EngineProcess:
        """Start one; it takes about 0.1 s until it answers.

        Args:
            folder: what it removes if the server dies before it.
            network: whether it may open sockets.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                str(_SCRIPT),
                str(os.getpid()),
                str(folder),
                *(["network"] if network else []),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                start_new_session=True,
            )
        return cls(process, ours)

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

    def ask(self, do: str, **arguments: Any) -> Answer | None:
        """Send a request, and look for its answer for a moment; `wait` has those that take longer.

        Args:
            do: what to do.
            arguments: what to do it with.
        """
        self._unsent = orjson.dumps({"do": do, "with": arguments}) + b"\n"
        with suppress(ConnectionError):
            self._unsent = self._unsent[self._connection.send(self._unsent) :]
            part = look(self._connection, _ATTENTION)
            return None if part is None else self._take(part)
        return None

    async def wait(self) -> Answer:
        """The answer to the request that was sent.

        Raises:
            ConnectionError: the process ended without one.
        """
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._connection, self._unsent)
        while True:
            part = await loop.sock_recv(self._connection, CHUNK)
            if not part:
                raise ConnectionError
            if (answer := self._take(part)) is not None:
                return answer

    def _take(self, part: bytes) -> Answer | None:
        """An answer, a line of JSON and as many bytes as it says, when its last part is there."""
        self._received += part
        head, separator, result = self._received.partition(b"\n")
        if not separator:
            return None
        answer = orjson.loads(head)
        if len(result) < answer["length"]:
            return None
        self._received = b""
        return answer, result

    def end(self, reason: str = "") -> None:
        """End it at once; who waits for its answer is told the reason."""
        self.ended_for = self.ended_for or reason
        with suppress(ProcessLookupError):
            self._process.kill()

    async def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        self.end()
        await asyncio.shield(self._process.wait())
        self._connection.close()


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

    async def wait(self, process: EngineProcess, deadline: float) -> Answer:
        """A process's answer; it is watched, and killed if it does not answer.

        Raises:
            HttpError: 504, no answer within the deadline, in seconds; 503, it took too much
                memory; 400, the process ended without an answer: the nesting was too deep for its
                stack.
        """
        try:
            async with asyncio.timeout(deadline):
                return await self._watched(process)
        except TimeoutError:
            reason = f"this took longer than {deadline:g} s and was ended; ask for less"
            raise HttpError(504, reason) from None
        except ConnectionError:
            if process.ended_for:
                raise HttpError(503, process.ended_for) from None
            raise HttpError(400, "this is nested too deeply; write it in a flatter way") from None

    async def _watched(self, process: EngineProcess) -> Answer:
        self._working.add(process)
        if self._watch is None:
            self._watch = asyncio.create_task(self._keep_watch())
        try:
            return await process.wait()
        except BaseException:
            await asyncio.shield(process.kill())
            raise
        finally:
            self._working.discard(process)

    def close(self) -> None:
        """End those that work."""
        for process in self._working:
            process.end("the server is ending; try again later")
        if self._watch is not None:
            self._watch.cancel()

    async def _keep_watch(self) -> None:
        while True:
            await asyncio.sleep(_WATCH_EVERY)
            sizes = {process: process.memory for process in self._working}
            if sum(sizes.values()) > self._most_memory:
                largest = max(sizes, key=lambda process: sizes[process])
                largest.end("this needs more memory than there is for queries; ask for less")
