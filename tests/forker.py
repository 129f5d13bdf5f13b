"""A process that those of `forked` are forked from: it has imported kg.

forker.py SOCKET [LOADS], the number of the open socket that it listens at. It forks a copy of
itself for each process of tests that connects, which asks the copy for processes of its own. With
LOADS it has loaded what reads articles: one that has not is forked in a fraction of the time.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from kg.build.analysis import Analyser
from kg.cli.app import COMMANDS
from kg.documents import Document
from kg.documents.language import detected_foreign
from kg.resources import resource
from kg.settings import Settings
from warm_workers import warm_workers

_MOST = 1 << 20  # bytes of a request


def main(listens: str, *loads: str) -> None:
    """Give each process of tests that connects a copy of this one, until standard input ends."""
    for command in COMMANDS:
        importlib.import_module(f"kg.cli.{command}")
    if loads:
        _load_what_reads()
    gc.freeze()
    listener = socket.socket(fileno=int(listens))
    while sys.stdin.fileno() not in select.select([sys.stdin.fileno(), listener], [], [])[0]:
        channel = listener.accept()[0]
        if os.fork() == 0:
            listener.close()
            _fork_on_request(channel)
        channel.close()
        _let_go_of_the_ended()
    os._exit(0)


def _fork_on_request(channel: socket.socket) -> NoReturn:
    """Start what is asked for, and tell how each process ends, until nobody can ask any more."""
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    tells: dict[int, int] = {}
    channel.sendall(f"{os.getpid()}\n".encode())
    while True:
        if channel in select.select([channel, woken], [], [])[0]:
            request, files, *_ = socket.recv_fds(channel, _MOST, 4)
            if not request:
                os._exit(0)
            if (process := os.fork()) == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for file in (woken, wakes, channel.detach(), *tells.values()):
                    os.close(file)
                _run(*json.loads(request), files)
            *streams, tells[process] = files
            for file in streams:
                os.close(file)
            _tell(tells[process], process)
        else:
            os.read(woken, _MOST)
        _tell_how_they_end(tells)


def _tell(file: int, number: int) -> None:
    with suppress(BrokenPipeError):
        os.write(file, f"{number}\n".encode())


def _tell_how_they_end(tells: dict[int, int]) -> None:
    """Tell of each process that has ended what waitpid has of it, and of no process twice."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            _tell(tells[ended[0]], ended[1])
            os.close(tells.pop(ended[0]))


def _load_what_reads() -> None:
    """Load what most tests read articles with; processes with other settings load their own. Much
    is loaded when an article first needs it: so one is read."""
    analyse = Analyser(Settings()).load()
    list(analyse([Document(min(resource("seeds").rglob("*.md")).read_text("utf-8"))]))
    detected_foreign("What tells languages apart is loaded once.")


def _let_go_of_the_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _run(arguments: list[str], cwd: str, env: dict[str, str], files: list[int]) -> NoReturn:
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
    main(*sys.argv[1:])
