"""Processes of kg that start at once: each is forked from one that has imported kg already.

Most of what a short test of a server or a command costs would else be Python reading kg and its
libraries. Tests of how kg starts, and of what the environment makes of it, start Python itself.
"""

from __future__ import annotations

import inspect
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from waiting import LONGEST

_EXECUTE = inspect.signature(subprocess.Popen._execute_child)  # type: ignore[attr-defined]
_ENDS = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
"""The ends of the pipes of input, output and error, as Popen calls them; -1 where there is none."""
_READING = {"annotate", "build", "shard", "watch"}
"""Commands that read articles; programs may as well."""
_SHARED = {False: "KG_TESTS_FORKER", True: "KG_TESTS_READING_FORKER"}
"""The variables with the addresses of the forkers that several processes of tests have together."""
_asking = threading.Lock()
_at_end = ExitStack()
_forkers: list[int] = []


class Forked(subprocess.Popen[str]):
    """A process that runs `kg` with arguments, or the Python program that the first one names.

    Args:
        arguments: of `kg`, or the path of a program and its arguments.
        options: those of Popen for the standard streams, `cwd` and `env`. What is said is text.
    """

    def __init__(self, arguments: Sequence[str | Path], **options: Any) -> None:
        super().__init__([*map(str, arguments)], text=True, **options)

    def _execute_child(self, *given: Any) -> None:
        """Start the process, in the place of what Popen does; its parameters are told by name."""
        named = _EXECUTE.bind(self, *given).arguments
        cwd, environment = str(named["cwd"] or Path.cwd()), named["env"] or dict(os.environ)
        request = json.dumps([named["args"], cwd, environment]).encode()
        ended, tells = os.pipe()
        files = [named[stream] for stream in ("p2cread", "c2pwrite", "errwrite")]
        files = [number if given == -1 else given for number, given in enumerate(files)]
        with _asking:
            socket.send_fds(forker(_reads(named["args"][0]))[0], [request], [*files, tells])
            os.close(tells)
            self._ended = os.fdopen(ended)
            self.pid = int(self._ended.readline())
        self._child_created = True
        self._close_pipe_fds(*(named[end] for end in _ENDS))  # type: ignore[attr-defined]

    def poll(self) -> int | None:
        """The exit status; None while the process runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once the process has ended.

        Raises:
            TimeoutExpired: it still runs after so many seconds.
        """
        if self.returncode is None:
            left = None if timeout is None else max(0, timeout)
            if not select.select([self._ended], [], [], left)[0]:
                raise subprocess.TimeoutExpired(self.args, left or 0)
            with self._ended:
                self.returncode = os.waitstatus_to_exitcode(int(self._ended.readline()))
        return self.returncode


def run_kg(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """What a command of kg prints, and how it ends. The options are those of `Forked`."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Forked(arguments, **pipes, **options) as process:
        try:
            out, err = process.communicate(timeout=LONGEST)
        finally:
            process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _reads(command: str) -> bool:
    return command in _READING or command.endswith(".py")


def descendants() -> list[psutil.Process]:
    """What has been forked for the tests of this process and runs, with what that has started."""
    return [
        child for number in _forkers for child in psutil.Process(number).children(recursive=True)
    ]


@cache
def forker(reads: bool) -> tuple[socket.socket, int]:
    """The way to a process that those of this one are forked from, and its number.

    Args:
        reads: whether it has loaded what reads articles.
    """
    channel = _at_end.enter_context(socket.socket(socket.AF_UNIX))
    channel.connect(os.environ.get(_SHARED[reads]) or _start(reads))
    with channel.makefile() as said:
        _forkers.append(int(said.readline()))
    return channel, _forkers[-1]


def share_forkers() -> None:
    """Start the forkers for the processes that this one will start: each gets a copy of them."""
    for reads, variable in _SHARED.items():
        os.environ[variable] = _start(reads)


def end_forkers() -> None:
    """End what this process has started, or been given, to fork others from."""
    _at_end.close()


def _start(reads: bool) -> str:
    """The address of a new forker, which ends when this process has it end, or ends itself."""
    address = f"{_at_end.enter_context(tempfile.TemporaryDirectory())}/forker"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        number = listener.fileno()
        command = [sys.executable, str(Path(__file__).with_name("forker.py")), str(number)]
        command += ["what reads"] if reads else []
        process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[number])
    _at_end.enter_context(process)
    return address
