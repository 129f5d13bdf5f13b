"""Processes that answer queries, as many as are needed at once, killed at the deadline."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from kg.server.errors import HttpError

_SCRIPT = Path(__file__).with_name("engine_process.py")
_KEPT = 4  # idle processes that wait for the next query


class EngineProcess:
    """One process of `engine_process.py`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> EngineProcess:
        """Start one; it takes about 0.1 s until it answers."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_SCRIPT),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.returncode is None

    async def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """The answer to a request.

        Raises:
            HttpError: 400, the process ended without an answer: the nesting was too deep for its
                stack, or the system ended it for its memory.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        line = b""
        try:
            stdin.write(json.dumps({"do": do, "with": arguments}).encode() + b"\n")
            await stdin.drain()
            line = await stdout.readline()
        except ConnectionError:
            pass
        if not line:
            raise HttpError(400, "this is nested too deeply or needs too much memory; ask for less")
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        if self.alive:
            self._process.kill()
        await self._process.wait()


class Readers:
    """A pool of processes that read.

    Args:
        most: how many requests are worked on at once; what is beyond is refused.
        deadline: seconds that a request may take.
    """

    def __init__(self, most: int, deadline: float) -> None:
        self._most = most
        self._deadline = deadline
        self._idle: list[EngineProcess] = []
        self._busy: set[EngineProcess] = set()
        self._working = 0

    async def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """The answer of a process to a request.

        Raises:
            HttpError: 503, too many requests at once; 504, it took longer than the deadline.
        """
        if self._working >= self._most:
            raise HttpError(
                503, "too many queries run at once; try again soon", {"Retry-After": "5"}
            )
        self._working += 1
        try:
            reader = self._waiting() or await EngineProcess.start()
            self._busy.add(reader)
            try:
                answer = await ask_in_time(reader, self._deadline, do, **arguments)
            except BaseException:
                self._busy.discard(reader)
                await asyncio.shield(reader.kill())
                raise
            self._busy.discard(reader)
            await self._keep(reader)
            return answer
        finally:
            self._working -= 1

    def _waiting(self) -> EngineProcess | None:
        while self._idle:
            reader = self._idle.pop()
            if reader.alive:
                return reader
        return None

    async def _keep(self, reader: EngineProcess) -> None:
        if len(self._idle) < _KEPT:
            self._idle.append(reader)
        else:
            await reader.kill()

    async def close(self) -> None:
        """Kill all processes."""
        for reader in [*self._idle, *self._busy]:
            await reader.kill()
        self._idle.clear()


async def ask_in_time(
    process: EngineProcess, deadline: float, do: str, **arguments: Any
) -> dict[str, Any]:
    """The answer of a process, which is left to be killed if there is none.

    Raises:
        HttpError: 504, no answer within the deadline, in seconds.
    """
    try:
        return await asyncio.wait_for(process.ask(do, **arguments), deadline)
    except TimeoutError:
        raise HttpError(
            504, f"this took longer than {deadline:g} s and was ended; ask for less"
        ) from None
