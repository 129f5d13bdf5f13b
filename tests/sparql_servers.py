"""SPARQL servers on loopback: of others, where they are installed, and one that misbehaves."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from http_server import http_server
from waiting import until

TABLE = "application/sparql-results+json"


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of an empty `oxigraph serve`; below it are /query, /update and /store."""
    program = shutil.which("oxigraph", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("no server of Oxigraph: pip install oxigraph")
    home = f"127.0.0.1:{free_port()}"
    with running([program, "serve", "--location", str(folder), "--bind", home], f"http://{home}"):
        yield f"http://{home}"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of an empty Virtuoso, whose user dba has the password dba."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("no Virtuoso: apt-get install virtuoso-opensource")
    folder.mkdir(parents=True)
    home, settings = f"127.0.0.1:{free_port()}", folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, sql=free_port(), home=home))
    command = [program, "+foreground", "+configfile", str(settings)]
    with running(command, f"http://{home}/sparql"):
        yield f"http://{home}"


_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = {home}
ServerThreads = 4
"""


@contextmanager
def running(command: list[str], home: str) -> Iterator[None]:
    """A program that listens at an address, for as long as the block."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            until(lambda: process.poll() is not None or _listens(home))
            assert process.poll() is None, command
            yield
        finally:
            process.terminate()


def _listens(home: str) -> bool:
    try:
        return httpx.get(home).status_code < 600
    except httpx.TransportError:
        return False


@dataclass
class Reply:
    """What the misbehaving server sends; with `late` it sends nothing until the end of the test."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": TABLE})
    late: bool = False


class Misbehaving:
    """A server that sends what it is told to.

    Attributes:
        url: its address.
        replies: what it sends, one after the other, the last one again and again.
        asked: the headers Authorization that it got.
    """

    def __init__(self) -> None:
        self.url = ""
        self.replies = [Reply()]
        self.asked: list[str] = []
        self.end = threading.Event()


@contextmanager
def misbehaving() -> Iterator[Misbehaving]:
    """A server that sends what it is told to."""
    told = Misbehaving()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append(self.headers.get("Authorization", ""))
            reply = told.replies.pop(0) if len(told.replies) > 1 else told.replies[0]
            if reply.late:
                told.end.wait()
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

    with http_server(Handler) as address:
        told.url = f"{address}/sparql"
        try:
            yield told
        finally:
            told.end.set()
