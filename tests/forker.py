"""The process that those of `forked` are forked from: it has imported kg.

forker.py SOCKET [LOADS], the number of the open socket that it listens at. It forks a copy of
itself for each process of tests that connects, which asks the copy for processes of its own. With
LOADS it loads what reads articles at once, else each copy does so when that is needed.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import socket
import sys
import threading
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
from warm_workers import warm_workers

_MOST = 1 << 20  # bytes of a request
_READING = {"annotate", "build", "shard", "watch"}
"""Commands that read articles."""


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
    channel.sendall(f"{os.getpid()}\n".encode())
    while (request := socket.recv_fds(channel, _MOST, 4))[0]:
        files = request[1]
        arguments, cwd, env = json.loads(request[0])
        if arguments[0] in _READING:
            _load_what_reads()
        if os.fork() == 0:
            process = os.fork()
            if process == 0:
                channel.close()
                _run(arguments, cwd, env, files)
            _tell_how_it_ends(process, files)
        for file in files:
            os.close(file)
        _let_go_of_the_ended()
    os._exit(0)


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
