"""Processes that work on a store: started, asked, watched for their memory, killed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import psutil

from kg.server.errors import HttpError

_SCRIPT = Path(__file__).with_name("engine_process.py")
_WATCH_EVERY = 0.1  # seconds

Answer = asyncio.Future[tuple[dict[str, Any], bytes]]


class _Answers(asyncio.SubprocessProtocol):
    """Puts answers together: a line of JSON, and as many bytes as it says."""

    def __init__(self) -> None:
        self.ended = asyncio.get_running_loop().create_future()
        self.answer: Answer | None = None
        self._received = bytearray()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self._received += data
        head, separator, rest = self._received.partition(b"\n")
        if not separator:
            return
        answer = json.loads(head)
        if len(rest) == answer["length"]:
            self._received.clear()
            if self.answer is not None and not self.answer.done():
                self.answer.set_result((answer, bytes(rest)))

    def process_exited(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)
        self.fail(ConnectionError)

    def fail(self, error: type[Exception]) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error())


class EngineProcess:
    """One process of `engine_process.py`."""

    def __init__(self, transport: asyncio.SubprocessTransport, answers: _Answers) -> None:
        self._transport = transport
        self._answers = answers
        self._memory = psutil.Process(transport.get_pid())
        self._requests = cast(asyncio.WriteTransport, transport.get_pipe_transport(0))
        self.ended_for = ""

    @classmethod
    async def start(cls, folder: Path, *, network: bool = False) -> EngineProcess:
        """Start one; it takes about 0.1 s until it answers.

        Args:
            folder: what it removes if the server dies before it.
            network: whether it may open sockets.
        """
        transport, answers = await asyncio.get_running_loop().subprocess_exec(
            _Answers,
            sys.executable,
            "-I",
            str(_SCRIPT),
            str(os.getpid()),
            str(folder),
            *(["network"] if network else []),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=None,
            start_new_session=True,
        )
        return cls(transport, answers)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return not self._answers.ended.done()

    @property
    def memory(self) -> int:
        """Bytes of memory that it has."""
        with suppress(psutil.Error):
            return int(self._memory.memory_info().rss)
        return 0

    async def ask(self, deadline: float, do: str, **arguments: Any) -> tuple[dict[str, Any], bytes]:
        """The answer to a request, and the bytes of its result unless they went to a file.

        The process is left to be killed if there is no answer.

        Raises:
            HttpError: 504, no answer within the deadline, in seconds; 503, it took too much
                memory; 400, the process ended without an answer: the nesting was too deep for its
                stack.
        """
        loop = asyncio.get_running_loop()
        answer: Answer = loop.create_future()
        self._answers.answer = answer
        if not self.alive:
            self._answers.process_exited()
        self._requests.write(json.dumps({"do": do, "with": arguments}).encode() + b"\n")
        timer = loop.call_later(deadline, self._answers.fail, TimeoutError)
        try:
            return await answer
        except TimeoutError:
            reason = f"this took longer than {deadline:g} s and was ended; ask for less"
            raise HttpError(504, reason) from None
        except ConnectionError:
            if self.ended_for:
                raise HttpError(503, self.ended_for) from None
            raise HttpError(400, "this is nested too deeply; write it in a flatter way") from None
        finally:
            timer.cancel()

    def end(self, reason: str = "") -> None:
        """End it at once; who waits for its answer is told the reason."""
        self.ended_for = reason
        with suppress(ProcessLookupError):
            self._transport.kill()

    async def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        self.end()
        await asyncio.shield(self._answers.ended)
        self._transport.close()


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

    async def ask(
        self, process: EngineProcess, deadline: float, do: str, **arguments: Any
    ) -> tuple[dict[str, Any], bytes]:
        """As the process's `ask`; it is watched, and killed if it does not answer."""
        self._working.add(process)
        if self._watch is None:
            self._watch = asyncio.create_task(self._keep_watch())
        try:
            return await process.ask(deadline, do, **arguments)
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
