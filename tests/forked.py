"""Processes of kg that start at once: each is forked from one that has imported kg already.

Most of what a short test of a server or a command costs would else be Python reading kg and its
libraries. Tests of how kg starts, and of what the environment makes of it, start Python itself.

Run as a program, this is the process that the others are forked from.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import inspect
import json
import os
import runpy
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from kg.build.analysis import Analyser
from kg.cli.app import COMMANDS
from kg.documents import Document
from kg.documents.language import detected_foreign
from kg.resources import resource
from kg.settings import Settings
from waiting import LONGEST
from warm_workers import warm_workers

_MOST = 1 << 20  # bytes of a request
_READING = {"annotate", "build", "shard", "watch"}
"""Commands that read articles."""
_EXECUTE = inspect.signature(subprocess.Popen._execute_child)  # type: ignore[attr-defined]
_ENDS = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
"""The ends of the pipes of input, output and error, as Popen calls them; -1 where there is none."""
_asking = threading.Lock()


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
            socket.send_fds(forker()[0], [request], [*files, tells])
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


def end_forker() -> None:
    """End the process that the others are forked from, where there is one."""
    if forker.cache_info().currsize:
        channel, process = forker()
        channel.close()
        process.wait()


def run_kg(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """What a command of kg prints, and how it ends. The options are those of `Forked`."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Forked(arguments, **pipes, **options) as process:
        try:
            out, err = process.communicate(timeout=LONGEST)
        finally:
            process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@cache
def forker() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The process that the others are forked from, and the way to it."""
    own, its = socket.socketpair()
    with its:
        return own, subprocess.Popen([sys.executable, __file__], stdin=its)


def _fork_on_request() -> None:
    for command in COMMANDS:
        importlib.import_module(f"kg.cli.{command}")
    gc.freeze()
    channel = socket.socket(fileno=0)
    while (request := socket.recv_fds(channel, _MOST, 4))[0]:
        files = request[1]
        arguments, cwd, env = json.loads(request[0])
        if arguments[0] in _READING:
            _load_what_reads()
        if os.fork() == 0:
            process = os.fork()
            if process == 0:
                _run(arguments, cwd, env, files)
                return
            _tell_how_it_ends(process, files)
        for file in files:
            os.close(file)
        _let_go_of_the_ended()
    _let_go_of_the_ended()


@cache
def _load_what_reads() -> None:
    """Load what most tests read articles with; processes with other settings load their own. Much
    is loaded when an article first needs it: so one is read."""
    analyse = Analyser.of(Settings()).load()
    analyse([Document(min(resource("seeds").rglob("*.md")).read_text("utf-8"))])
    detected_foreign("What tells languages apart is loaded once.")
    gc.freeze()


def _let_go_of_the_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _tell_how_it_ends(process: int, files: list[int]) -> None:
    *streams, tells = files
    for file in streams:
        os.close(file)
    with suppress(BrokenPipeError):
        os.write(tells, f"{process}\n".encode())
        os.write(tells, f"{os.waitpid(process, 0)[1]}\n".encode())
    os._exit(0)


def _run(arguments: list[str], cwd: str, env: dict[str, str], files: list[int]) -> None:
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    status: Any = None
    try:
        with warm_workers():
            if arguments[0].endswith(".py"):
                sys.argv, sys.path[0] = arguments, str(Path(arguments[0]).parent)
                runpy.run_path(arguments[0], run_name="__main__")
            else:
                sys.argv = ["kg", *arguments]
                runpy.run_module("kg", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        status = ended.code
    if isinstance(status, str):
        sys.stderr.write(f"{status}\n")
        status = 1
    _end(status or 0)


def _end(status: int) -> NoReturn:
    """End as Python does, but leave what is in memory to the system: taking the models apart
    takes longer than most commands, as the process would first have to copy them."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _fork_on_request()
