"""What `kg serve` answers, beside other servers over the same triples.

python benchmarks/serving.py --rows 1000000

Beside `oxigraph serve-read-only`, the server of the engine that kg uses, and beside rdflib-endpoint
(`pip install kg[bench]`) with fewer triples, since it holds them in memory.
"""

from __future__ import annotations

import argparse
import http.client
import importlib.util
import itertools
import socket
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
from kg.store.merge import in_default_graph
from load import timed

BASE = "https://example.org/kg/"
NAME = NamedNode("https://schema.org/name")
ABOUT = NamedNode("https://schema.org/about")
SMALL = "SELECT ?p ?o WHERE {{ <" + BASE + "person/p{}> ?p ?o }}"
LONGER = f"""SELECT (COUNT(*) AS ?n) WHERE {{{{
  {{{{ SELECT ?o WHERE {{{{ ?s {ABOUT} ?o }}}} LIMIT {{size}} }}}} FILTER(STRLEN(STR(?o)) > {{n}})
}}}}"""
MOMENT = 0.02  # seconds that the engine takes for a longer query, at least
LARGE = "SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} LIMIT {}"
CONNECTIONS = 8
FORMATS = {"CSV": "text/csv", "JSON": "application/sparql-results+json"}
FEWER = 20  # times fewer triples beside rdflib-endpoint


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rdflib-endpoint", type=Path, metavar="STORE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rdflib_endpoint:
        serve_rdflib(options.rdflib_endpoint)
        return
    with tempfile.TemporaryDirectory() as folder:
        store = make_store(Path(folder) / "store", options.rows)
        with oxigraph(store) as theirs, kg(store) as ours:
            Comparison(ours, theirs, "oxigraph", options.rows, options.seconds).show()
        show_memory(store, options.rows)
        if importlib.util.find_spec("rdflib_endpoint") is None:
            print("rdflib-endpoint is not installed, so it is not compared: pip install kg[bench]")
            return
        rows = options.rows // FEWER
        store = make_store(Path(folder) / "fewer", rows)
        with rdflib_endpoint(store) as theirs, kg(store) as ours:
            Comparison(ours, theirs, "rdflib-endpoint", rows, options.seconds).show()


def make_store(folder: Path, rows: int) -> Path:
    """A store of people with names, and whom they are about, a hundred to a graph."""
    GraphStore.open(folder).close()
    quads = (each for quad in _quads(rows) for each in (quad, *in_default_graph([quad])))
    pyoxigraph.Store(folder / "oxigraph").bulk_extend(quads)
    return folder


def _quads(rows: int) -> Iterator[Quad]:
    for n in range(rows // 2):
        person, graph = NamedNode(f"{BASE}person/p{n}"), NamedNode(f"{BASE}doc/{n // 100}")
        yield Quad(person, NAME, Literal(f"Person number {n}"), graph)
        yield Quad(person, ABOUT, NamedNode(f"{BASE}person/p{n * 7 % rows}"), graph)


@contextmanager
def oxigraph(store: Path) -> Iterator[str]:
    """The engine's own server: the address of its endpoint."""
    program = str(Path(sys.executable).with_name("oxigraph"))
    options = ["serve-read-only", "--location", str(store / "oxigraph")]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running([program, *options, "--bind", f"127.0.0.1:{port}"]):
        yield answering(f"http://127.0.0.1:{port}/query")


@contextmanager
def rdflib_endpoint(store: Path) -> Iterator[str]:
    """rdflib-endpoint with the triples of a store: the address of its endpoint."""
    command = [sys.executable, __file__, "--rdflib-endpoint", str(store)]
    with running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield answering(process.stdout.readline().strip())


def serve_rdflib(store: Path) -> None:
    """Serve the triples of a store from memory, and print the address."""
    import rdflib
    import uvicorn
    from rdflib_endpoint import SparqlEndpoint

    dataset = rdflib.Dataset(default_union=True)
    engine = pyoxigraph.Store.read_only(str(store / "oxigraph"))
    dataset.parse(data=engine.dump(format=pyoxigraph.RdfFormat.N_QUADS), format="nquads")
    app = SparqlEndpoint(path="/sparql", graph=dataset)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", flush=True)
        config = uvicorn.Config(app, log_level="error", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def kg(store: Path) -> Iterator[str]:
    """Our server: the address of its endpoint."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    with running([*command, "--deadline", "600"], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        yield answering(process.stderr.readline().split()[-1])


@contextmanager
def running(command: list[str], **pipes: int) -> Iterator[subprocess.Popen[str]]:
    """A process that is told to end afterwards."""
    with subprocess.Popen(
        command,
        text=True,
        **{"stderr": subprocess.DEVNULL, **pipes},  # type: ignore[call-overload]
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def answering(url: str) -> str:
    """An address, as soon as it answers."""
    for _ in range(100):
        try:
            ask(url, "ASK {}")
            return url
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def ask(url: str, query: str, accept: str = FORMATS["JSON"]) -> int:
    """The length of the answer to a query."""
    connection, length = http.client.HTTPConnection(urlsplit(url).netloc), 0
    path = f"{urlsplit(url).path}?query={quote(query)}"
    connection.request("GET", path, headers={"Accept": accept})
    response = connection.getresponse()
    assert response.status == 200, response.read()
    while chunk := response.read(1 << 16):
        length += len(chunk)
    connection.close()
    return length


class Comparison:
    """Our server beside another, over the same triples.

    Args:
        ours: the address of our endpoint.
        theirs: the address of the other one.
        name: what it is called.
        rows: how many triples there are.
        seconds: for how long each is asked at a time.
    """

    def __init__(self, ours: str, theirs: str, name: str, rows: int, seconds: float) -> None:
        self._urls = (theirs, ours)
        self._name = name
        self._rows = rows
        self._seconds = seconds
        self._numbers = itertools.count()

    def show(self) -> None:
        """Print the rates of small, longer and large answers."""
        small = (SMALL.format(n * 7919 % (self._rows // 2)) for n in self._numbers)
        size = self._size()
        longer = (LONGER.format(size=size, n=n % 40) for n in self._numbers)
        for kind, queries in (("small queries", small), (f"queries of {size} rows", longer)):
            for connections in (1, CONNECTIONS):
                self._show(f"{kind}, {connections} at once", "/s", self._rate(queries, connections))
        for name in FORMATS:
            self._show(f"{self._rows} rows as {name}", " rows/s", self._rows_a_second(name))

    def _size(self) -> int:
        """How many rows a query counts for which the other server takes longer than a moment."""
        size = 125
        while size < self._rows // 2 and self._moment(size) < MOMENT:
            size *= 2
        return size

    def _moment(self, size: int) -> float:
        query = LONGER.format(size=size, n=0)
        return min(timed(lambda: ask(self._urls[0], query)) for _ in range(25))

    def _rate(self, queries: Iterator[str], connections: int) -> dict[str, float]:
        return self._best(
            3, lambda url: rate(url, queries, FORMATS["JSON"], connections, self._seconds)
        )

    def _rows_a_second(self, name: str) -> dict[str, float]:
        query = LARGE.format(self._rows)
        return self._best(2, lambda url: self._rows / timed(lambda: ask(url, query, FORMATS[name])))

    def _best(self, rounds: int, measure: Callable[[str], float]) -> dict[str, float]:
        """The best of some rounds, in which each server has its turn."""
        best = dict.fromkeys(self._urls, 0.0)
        for url in self._urls * rounds:
            best[url] = max(best[url], measure(url))
        return best

    def _show(self, label: str, unit: str, best: dict[str, float]) -> None:
        theirs, ours = best.values()
        figures = f"kg {ours:9.1f}{unit}  {self._name} {theirs:9.1f}{unit}  {ours / theirs:6.2f}"
        print(f"{label:34} {figures}", flush=True)


def show_memory(store: Path, rows: int) -> None:
    """The most memory that our server takes for a short and for a long result."""
    for some in (rows // 10, rows):
        with kg(store) as url:
            for name, accept in FORMATS.items():
                most = watched(lambda: ask(url, LARGE.format(some), accept))  # noqa: B023
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
