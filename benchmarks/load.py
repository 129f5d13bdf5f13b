"""Quads a second into the store: transactions as the build makes them, against a bulk load.

python benchmarks/load.py --count 400
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.build.analysis import Analyser
from kg.documents import Document
from kg.identity import Resolved
from kg.mapping import Namespaces, map_document
from kg.settings import Settings
from kg.store import GraphStore
from stories import arguments, stories

Graphs = dict[NamedNode, list[Quad]]
_BATCH = Settings().batch


def main() -> None:
    """Print the table."""
    options = arguments(__doc__.partition("\n")[0], count=200)
    graphs = mapped(stories(options.corpus, options.count))
    quads = sum(map(len, graphs.values()))
    with tempfile.TemporaryDirectory() as folder:
        bulk = timed(lambda: bulk_load(graphs, Path(folder) / "bulk"))
        built = timed(lambda: replace(graphs, Path(folder) / "built"))
        again = timed(lambda: replace(graphs, Path(folder) / "built"))
    for name, seconds in (
        ("Oxigraph's bulk_load into an empty store", bulk),
        (f"replace_graphs, {_BATCH} new documents at a time", built),
        (f"replace_graphs, {_BATCH} unchanged documents at a time", again),
    ):
        print(f"{name:50} {quads / seconds:10.0f} quads/s {seconds / bulk:6.2f} x bulk_load")


def mapped(texts: list[str]) -> Graphs:
    """The graphs of some documents by their names."""
    analyse = Analyser(Settings()).load()
    namespaces = Namespaces()
    documents = [Document(text) for text in texts]
    return {
        namespaces.document(document.id): map_document(resolved, namespaces)
        for document, resolved in zip(documents, analyse(documents), strict=True)
        if isinstance(resolved, Resolved)
    }


def bulk_load(graphs: Graphs, folder: Path) -> None:
    """All graphs at once, from N-Quads."""
    lines = serialize(
        (quad for graph in graphs.values() for quad in graph), format=RdfFormat.N_QUADS
    )
    pyoxigraph.Store(folder).bulk_load(lines, format=RdfFormat.N_QUADS)


def replace(graphs: Graphs, folder: Path) -> None:
    """Graph by graph, a batch of them in one transaction."""
    with GraphStore.open(folder) as store:
        items = iter(graphs.items())
        while batch := dict(islice(items, _BATCH)):
            store.replace_graphs(batch)


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
