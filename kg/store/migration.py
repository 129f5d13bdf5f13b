"""Stores of earlier versions, brought to the version that this kg reads."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import StoreError
from kg.mapping import Namespaces
from kg.store.engine import open_engine
from kg.store.folder import STORE_VERSION, read_version, write_version
from kg.store.lock import StoreLock
from kg.store.merge import in_default_graph, is_named

_WAIT = 2.0  # seconds
_BATCH = 50_000  # quads


def migrate(folder: Path) -> str:
    """Bring the store in a folder to this version, in place; one that is of it is left alone.

    Version 1 had no merge in its default graph. What somebody wrote there goes into a named graph
    (`Namespaces.default_graph`), and the merge of all named graphs takes its place. It can be
    ended at any time, and is then done again from the start. StoreError where the store is in use,
    of another version, or cannot be written.

    Returns:
        The base IRI of the store.
    """
    version, base = read_version(folder)
    if version == STORE_VERSION:
        return base
    lock = StoreLock(folder, exclusive=True, wait=_WAIT)
    try:
        engine = open_engine(folder / "oxigraph", read_only=False)
        _merge(engine, Namespaces(base).default_graph)
        engine.flush()
        write_version(folder, base)
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"{folder}: the store is of an earlier version and could not be brought to this one: "
            f"{error}; make room or mend the disk, then run the same command again"
        ) from error
    finally:
        lock.release()
    return base


def _merge(engine: pyoxigraph.Store, written: NamedNode) -> None:
    for quad in list(engine.quads_for_pattern(None, None, None, DefaultGraph())):
        found = engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if not any(map(is_named, found)):
            engine.add(Quad(quad.subject, quad.predicate, quad.object, written))
    for graph in list(engine.named_graphs()):
        for quads in _batches(engine.quads_for_pattern(None, None, None, graph)):
            engine.extend(in_default_graph(quads))


def _batches(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    iterator = iter(quads)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
