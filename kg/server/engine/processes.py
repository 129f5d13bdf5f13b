"""Starts engine processes, asks them, watches their memory and kills them."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import orjson
import psutil

from kg.server.engine.failures import error_of_end
from kg.server.web.errors import HttpError

_SCRIPT = Path(__file__).with_name("engine_process.py")
_WATCH_EVERY = 0.1  # seconds
_MOST_SAID = 4096  # bytes of a message
# A query takes many small pieces of memory and gives them back. glibc keeps seven of each size at
# hand; with 500 a small query costs the engine a third less. Other C libraries ignore the setting.
_ENVIRONMENT = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=500"}

_log = logging.getLogger("kg.server")

Answer = tuple[dict[str, Any], bytes]
"""The answer of a process, and the bytes of the result if they did not go to a file."""


class _Pipe(asyncio.Protocol):
    """What joins the server with a process, for one request at a time.

    The streams of asyncio would take a tenth of the time of a small query.
    """

    _transport: asyncio.WriteTransport
    _answer: asyncio.Future[Answer] | None = None
    _received = b""

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        """What will be the answer; EOFError if there is none."""
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport.is_closing():
            self.connection_lost(None)
        else:
            self._transport.write(request)
        return self._answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, ended, result = self._received.partition(b"\n")
        answer = orjson.loads(head) if ended else None
        if answer is None or len(result) < answer["length"]:
            return
        self._received = b""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((answer, result))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(EOFError())


class EngineProcess:
    """A process that runs `engine_process.py`; `ended_for` tells why it was killed, if it was."""

    def __init__(self, process: asyncio.subprocess.Process, pipe: _Pipe) -> None:
        self._process = process
        self._pipe = pipe
        self._said = asyncio.create_task(_pass_on(process))
        self._measured: psutil.Process | None = None
        self.ended_for: HttpError | None = None

    @classmethod
    async def start(cls, folder: Path, *, network: bool = False) -> EngineProcess:
        """Start one; it takes about 0.1 s until it answers.

        Args:
            folder: the server's folder, which it removes if the server dies.
            network: whether it may open sockets.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            _, pipe = await asyncio.get_running_loop().create_unix_connection(_Pipe, sock=ours)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", str(_SCRIPT), str(os.getpid()), str(folder)),
                *(["network"] if network else []),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
                env=_ENVIRONMENT | os.environ,
            )
        return cls(process, pipe)

    @property
    def alive(self) -> bool:
        """Whether it still runs, and was not told to end."""
        return self._process.returncode is None and self.ended_for is None

    @property
    def memory(self) -> int:
        """Bytes of memory that it has."""
        with suppress(psutil.Error):
            self._measured = self._measured or psutil.Process(self._process.pid)
            return int(self._measured.memory_info().rss)
        return 0

    async def ask(self, operation: str, arguments: dict[str, Any]) -> Answer:
        """The answer to a request.

        Args:
            operation: what to do, by its name in `engine_process.py`.
            arguments: those of the operation.

        Raises:
            EOFError: the process ended before it answered.
        """
        return await self._pipe.ask(orjson.dumps([operation, arguments]) + b"\n")

    @property
    def failure(self) -> HttpError:
        """The error that tells whoever waits for its answer how it ended."""
        return self.ended_for or error_of_end(self._process.returncode)

    def end(self, status: int, reason: str) -> None:
        """Kill it, and give an error to whoever waits for its answer."""
        self.ended_for = self.ended_for or HttpError(status, reason)
        self._kill()

    async def kill(self) -> None:
        """Kill it, and wait until it is gone."""
        self._kill()
        await asyncio.shield(self._process.wait())

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()


async def _pass_on(process: asyncio.subprocess.Process) -> None:
    """Log what a process says on standard error, which a query may have a part in."""
    assert process.stderr is not None
    while said := await process.stderr.read(_MOST_SAID):
        _log.warning("an engine process: %s", said.decode(errors="backslashreplace").rstrip())


class Engines:
    """Runs engine processes within limits of time and memory.

    Args:
        most_memory: bytes that the processes at work may have together; when they have more, the
            largest is killed.
    """

    def __init__(self, folder: Path, most_memory: int) -> None:
        self.folder = folder
        self._most_memory = most_memory
        self._working: set[EngineProcess] = set()
        self._watch: asyncio.Task[None] | None = None

    async def start(self, *, network: bool = False) -> EngineProcess:
        """A new process; HttpError 503 where the system gives none."""
        try:
            return await EngineProcess.start(self.folder, network=network)
        except OSError as error:
            reason = f"no process could be started for this: {error.strerror}; try again later"
            raise HttpError(503, reason) from error

    async def ask(
        self, process: EngineProcess, deadline: float, operation: str, **arguments: Any
    ) -> Answer:
        """The answer of a process to a request. A process that gives none is killed.

        Args:
            process: an idle process.
            deadline: seconds until it is killed.

        Raises:
            HttpError: 504, it did not answer within the deadline; 503, it needed too much memory,
                somebody killed it, or the server ends; 400, the query was nested too deeply; 500,
                it ended for another reason.
        """
        self._working.add(process)
        if self._watch is None:
            self._watch = asyncio.create_task(self._keep_watch())
        # A context of asyncio.timeout takes three times as long as this.
        late = f"this took longer than {deadline:g} s and was ended; ask for less"
        timer = asyncio.get_running_loop().call_later(deadline, process.end, 504, late)
        try:
            return await process.ask(operation, arguments)
        except EOFError:
            await process.kill()
            raise process.failure from None
        except BaseException:
            await process.kill()
            raise
        finally:
            timer.cancel()
            self._working.discard(process)

    def close(self) -> None:
        """Kill the processes that are at work."""
        for process in self._working:
            process.end(503, "the server is ending; try again later")
        if self._watch is not None:
            self._watch.cancel()

    async def _keep_watch(self) -> None:
        while True:
            await asyncio.sleep(_WATCH_EVERY)
            sizes = {process: process.memory for process in self._working}
            if sum(sizes.values()) > self._most_memory:
                largest = max(sizes, key=lambda process: sizes[process])
                largest.end(503, "this needs more memory than there is for queries; ask for less")
