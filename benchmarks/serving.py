"""Answers a second of `kg serve`, beside `oxigraph serve-read-only` on the same store.

python benchmarks/serving.py --rows 1000000
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from client import rate
from kg.store import GraphStore
from load import timed

BASE = "https://example.org/kg/"
NAME = NamedNode("https://schema.org/name")
ABOUT = NamedNode("https://schema.org/about")
SMALL = "SELECT ?p ?o WHERE {{ <" + BASE + "person/p{}> ?p ?o }}"
FEW = 10  # different queries, asked again and again
CONNECTIONS = 8
FORMATS = {"CSV": "text/csv", "JSON": "application/sparql-results+json"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(Path(folder) / "store", options.rows)
        with oxigraph(store) as theirs, kg(store) as ours:
            compare_small(ours, theirs, options.rows, options.seconds)
            for name in FORMATS:
                compare_large(ours, theirs, options.rows, name)
        show_memory(store, options.rows)


def make_store(folder: Path, rows: int) -> Path:
    """A store of people with names, and whom they are about, a hundred to a graph."""
    GraphStore.open(folder).close()
    pyoxigraph.Store(folder / "oxigraph").bulk_extend(_quads(rows))
    return folder


def _quads(rows: int) -> Iterator[Quad]:
    for n in range(rows // 2):
        person, graph = NamedNode(f"{BASE}person/p{n}"), NamedNode(f"{BASE}doc/{n // 100}")
        yield Quad(person, NAME, Literal(f"Person number {n}"), graph)
        yield Quad(person, ABOUT, NamedNode(f"{BASE}person/p{n * 7 % rows}"), graph)


@contextmanager
def oxigraph(store: Path) -> Iterator[str]:
    """The engine's own server: the address of its endpoint."""
    program = Path(sys.executable).with_name("oxigraph")
    port = "7871"
    command = [str(program), "serve-read-only", "--location", str(store / "oxigraph"),
               "--union-default-graph", "--bind", f"127.0.0.1:{port}"]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}/query"
            _wait(url)
            yield url
        finally:
            process.terminate()


@contextmanager
def kg(store: Path) -> Iterator[str]:
    """Our server: the address of its endpoint."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            url = process.stderr.readline().split()[-1]
            _wait(url)
            yield url
        finally:
            process.terminate()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            ask(connect(url), url, "ASK {}", "text/csv")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def connect(url: str) -> http.client.HTTPConnection:
    """A connection that stays open."""
    return http.client.HTTPConnection(urlsplit(url).netloc)


def ask(connection: http.client.HTTPConnection, url: str, query: str, accept: str) -> int:
    """The length of the answer to a query."""
    path = f"{urlsplit(url).path}?query={quote(query)}"
    connection.request("GET", path, headers={"Accept": accept})
    response, length = connection.getresponse(), 0
    assert response.status == 200, response.read()
    while chunk := response.read(1 << 16):
        length += len(chunk)
    return length


def compare_small(ours: str, theirs: str, rows: int, seconds: float) -> None:
    """Small queries a second, by one connection and by several; in turns, the better of three."""
    numbers = itertools.count()
    for connections, few in itertools.product((1, CONNECTIONS), (None, FEW)):
        kind = "each another" if few is None else f"{few} different ones"
        queries = (SMALL.format(n % (few or rows // 2)) for n in numbers)
        best = dict.fromkeys((ours, theirs), 0.0)
        for url in (theirs, ours) * 3:
            found = rate(url, queries, FORMATS["JSON"], connections, seconds)
            best[url] = max(best[url], found)
        label = f"small queries, {kind}, {connections} at once"
        show(label, best[ours], best[theirs], "/s")


def compare_large(ours: str, theirs: str, rows: int, name: str) -> None:
    """Rows a second of one long result; in turns, the better of two."""
    query = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {rows}"
    best = dict.fromkeys((ours, theirs), 0.0)
    for url in (theirs, ours) * 2:
        seconds = timed(lambda url=url: ask(connect(url), url, query, FORMATS[name]))  # type: ignore[misc]
        best[url] = max(best[url], rows / seconds)
    show(f"{rows} rows as {name}", best[ours], best[theirs], " rows/s")


def show(label: str, ours: float, theirs: float, unit: str) -> None:
    """A line of the table."""
    print(f"{label:44} kg {ours:9.0f}{unit}  oxigraph {theirs:9.0f}{unit}  {ours / theirs:5.2f}")


def show_memory(store: Path, rows: int) -> None:
    """The most memory that our server takes for a short and for a long result."""
    for some in (rows // 10, rows):
        with kg(store) as url:
            query = f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {some}"
            for name, accept in FORMATS.items():
                most = watched(lambda: ask(connect(url), url, query, accept))  # noqa: B023
                print(f"{some:8} rows as {name:4} most memory {most / 2**20:6.0f} MB")


def watched(work: Callable[[], object]) -> int:
    """The most bytes that kg's processes have of their own while some work goes on."""
    thread, most = threading.Thread(target=work), 0
    thread.start()
    while thread.is_alive():
        most = max(most, sum(map(_own_bytes, psutil.Process().children(recursive=True))))
        time.sleep(0.05)
    return most


def _own_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except psutil.Error:
        return 0


if __name__ == "__main__":
    main()
