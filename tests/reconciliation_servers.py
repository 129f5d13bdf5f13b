"""Reconciliation services on loopback: a real one of others' making, and one that misbehaves."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs

from http_server import http_server

ROWS = [
    ("Q1", "Jane Alderman", "human", "Norway"),
    ("Q2", "Peter Halvorsen", "human", "Norway"),
    ("Q3", "Peter Halvorsen", "human", "Denmark"),
    ("Q4", "Anna Lindqvists", "human", "Sweden"),
    ("Q5", "Northern Institute", "institute", "Norway"),
]
SPACE = "http://www.wikidata.org/entity/"


@contextmanager
def datasette(folder: Path) -> Iterator[str]:
    """Datasette with its reconciliation plug-in, on ROWS; gives the service's address."""
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "things.db") as database:
        database.execute("CREATE TABLE items (id TEXT PRIMARY KEY, name, kind, country)")
        database.executemany("INSERT INTO items VALUES (?, ?, ?, ?)", ROWS)
    database.close()
    plugin = {"id_field": "id", "name_field": "name", "type_field": "kind", "fts_table": None,
              "identifierSpace": SPACE, "service_name": "things"}  # fmt: skip
    tables = {"items": {"plugins": {"datasette-reconcile": plugin}}}
    metadata = folder / "metadata.json"
    metadata.write_text(json.dumps({"databases": {"things": {"tables": tables}}}))
    command = [sys.executable, "-m", "datasette", "serve", str(folder / "things.db"),
               "--metadata", str(metadata), "--port", "0"]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          text=True) as process:  # fmt: skip
        try:
            assert process.stderr is not None
            running = next(line for line in process.stderr if "Uvicorn running on" in line)
            Thread(target=process.stderr.read, daemon=True).start()
            root = running.split("running on ")[1].split()[0]
            yield f"{root}/things/items/-/reconcile"
        finally:
            process.terminate()


@dataclass
class Reply:
    """What the misbehaving server sends; `drip` and `drip_headers` send the body, or headers that
    never end, byte by byte until it is told to end."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] | None = None
    silent: bool = False
    drip: bool = False
    drip_headers: bool = False


def good(*names: str) -> Reply:
    """A right answer: for each query one match, "id-" and its name, or none for other names."""
    return Reply(names=names)


MANIFEST = Reply(
    body=json.dumps({"versions": ["0.2"], "name": "bad", "identifierSpace": SPACE}).encode()
)


class Misbehaving:
    """A server that sends the replies it was given, one a request, and keeps what was asked."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[dict[str, object]] = []
        self.ended = Event()

    @contextmanager
    def running(self) -> Iterator[str]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send({})

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._send(json.loads(form["queries"][0]))

            def _send(self, queries: dict[str, dict[str, object]]) -> None:
                outer.asked.append(queries)
                reply = outer.replies.pop(0)
                if reply.silent:
                    outer.ended.wait()
                    return
                body = reply.body
                if reply.names is not None:
                    found = {key: matches(query, reply.names) for key, query in queries.items()}
                    body = json.dumps(found).encode()
                if reply.drip_headers:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                    self._drip()
                    return
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if reply.drip:
                    self._drip()
                self.wfile.write(body)

            def _drip(self) -> None:
                with suppress(OSError):
                    while not outer.ended.wait(0.01):
                        self.wfile.write(b" ")

        with http_server(Handler) as address:
            try:
                yield f"{address}/reconcile"
            finally:
                self.ended.set()


def matches(query: dict[str, object], names: tuple[str, ...]) -> dict[str, object]:
    name = str(query["query"])
    found = {"id": f"id-{name}", "name": name, "score": 100, "match": True, "type": []}
    return {"result": [found] if name in names else []}
