"""A real `kg serve` in a process of its own, over a small store of invented things."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from pyoxigraph import Literal, NamedNode, Quad

from forked import Forked
from kg.store import GraphStore

BASE = "https://example.org/kg/"
NAME = NamedNode("https://schema.org/name")
JANE = NamedNode(BASE + "person/jane-alderman")
FIRST, SECOND = NamedNode(BASE + "doc/first"), NamedNode(BASE + "doc/second")
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(30)) + " }"
)


QUADS = [
    Quad(JANE, NAME, Literal("Jane Alderman"), FIRST),
    *(Quad(NamedNode(f"{BASE}person/p{n}"), NAME, Literal(f"P{n}"), SECOND) for n in range(30)),
]
"""Two documents' graphs: enough triples for a join that never ends."""


def make_store(folder: Path) -> Path:
    """A store with QUADS."""
    with GraphStore.open(folder) as store:
        for graph in (FIRST, SECOND):
            store.replace_graphs({graph: [quad for quad in QUADS if quad.graph_name == graph]})
    return folder


def restore(client: httpx.Client) -> None:
    """Have only QUADS in the store of a server that anybody may write to."""
    quads = "".join(f"GRAPH {q.graph_name} {{ {q.triple} }}\n" for q in QUADS)
    update = {"update": f"DROP ALL ; INSERT DATA {{ {quads} }}"}
    assert client.post("/sparql", data=update).status_code == 204


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until something holds; how long that takes says nothing of kg."""
    end = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def wait_for_start_page(client: httpx.Client) -> None:
    """Wait until the start page shows all that it has."""
    headers = {"Accept": "text/html"}
    eventually(lambda: 'http-equiv="refresh"' not in client.get("/", headers=headers).text)


@contextmanager
def started(
    store: Path, *options: str, token: str | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server's process, killed at the end of the block at the latest, and its /sparql."""
    with serve("--store", str(store), *options, token=token) as found:
        yield found


@contextmanager
def serve(*options: str, token: str | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same for a store that the options name."""
    with _announced(["serve", "--port", "0", *options], token) as found:
        yield found


@contextmanager
def bounded(
    store: Path, bounds: dict[str, float], limits: dict[str, float] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The same with other bounds of connections and limits of queries."""
    program = str(Path(__file__).with_name("bounded_server.py"))
    with _announced([program, str(store), json.dumps(bounds), json.dumps(limits or {})]) as found:
        yield found


@contextmanager
def _announced(
    arguments: list[str], token: str | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {key: value for key, value in os.environ.items() if key != "KG_TOKEN"}
    environment |= {"KG_TOKEN": token} if token else {}
    with Forked(arguments, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+$", line)
        try:
            assert found is not None, line + process.stderr.read()
            yield process, found[0]
        finally:
            process.kill()


@contextmanager
def serving(store: Path, *options: str, token: str | None = None) -> Iterator[httpx.Client]:
    """A client of a server that runs for as long as the block, and must end well."""
    with started(store, *options, token=token) as (process, url):
        try:
            with httpx.Client(base_url=url.removesuffix("/sparql"), timeout=600) as client:
                yield client
        finally:
            process.terminate()
            _, rest = process.communicate()
    assert "Traceback" not in rest, rest
    assert not list(store.glob("serving-*"))
