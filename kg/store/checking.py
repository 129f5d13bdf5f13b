"""Reads a whole store in every order that Oxigraph keeps its quads in, and says what is damaged.

A block of a table has a checksum that is looked at when the block is read. A query reads the blocks
of one order alone, so that damage in another one goes unseen until somebody asks another way.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.store.engine import ENGINE_ERRORS
from kg.store.ledger import Ledger
from kg.store.merge import is_named
from kg.store.store import GraphStore

_AT_ONCE = 2_000_000  # quads whose terms are kept in memory

_Quads: TypeAlias = Iterable[Quad]
_Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
_Tally: TypeAlias = tuple[int, int]  # how many quads, and the sum of their hashes


def damage(store: GraphStore) -> list[str]:
    """A line for each order that cannot be read, or that holds other quads than the first one.

    It takes a minute or two for a million quads.
    """
    orders: dict[str, Callable[[GraphStore], _Quads]] = {
        "by graph": _by_graph,
        "by graph and predicate": _by_graph_and_predicate,
        "by graph and object": _by_graph_and_object,
        "by subject": _by_subject,
        "by predicate": _by_predicate,
        "by object": _by_object,
    }
    found, tallies = [], {}
    for name, read in orders.items():
        try:
            tallies[name] = _tally(read(store))
        except ENGINE_ERRORS as error:
            found.append(f"its quads {name} cannot be read: {error}")
    whole = tallies.get("by graph")
    if whole is not None:
        others = (name for name, tally in tallies.items() if tally != whole)
        found += [f"its quads {name} are others than those by graph" for name in others]
    return found


def missing_documents(store: GraphStore) -> list[str]:
    """The sources whose document is not in the store, as `Ledger.shown` has them, sorted."""
    ledger = Ledger(store)
    sources = filter(None, map(ledger.remembered, ledger.sources()))
    return sorted(ledger.shown(s.source) for s in sources if not store.has_graph(s.document))


def readable_sources(store: GraphStore) -> tuple[list[str], bool]:
    """The sources of a store, sorted, as far as they can be read; and whether they are all."""
    ledger, found = Ledger(store), set()
    try:
        for source in ledger.sources():
            found.add(ledger.path_of(source))
    except ENGINE_ERRORS:
        return sorted(found), False
    return sorted(found), True


def _tally(quads: _Quads) -> _Tally:
    count = total = 0
    for quad in quads:
        if is_named(quad):
            count, total = count + 1, (total + hash(quad)) % (1 << 64)
    return count, total


def _by_graph(store: GraphStore) -> Iterator[Quad]:
    yield from store.engine.quads_for_pattern(None, None, None, DefaultGraph())
    yield from store.quads()


def _by_graph_and_predicate(store: GraphStore) -> Iterator[Quad]:
    for graph in store.graphs():
        for predicate in {quad.predicate for quad in store.quads(graph)}:
            yield from store.engine.quads_for_pattern(None, predicate, None, graph)


def _by_graph_and_object(store: GraphStore) -> Iterator[Quad]:
    for graph in store.graphs():
        for value in {quad.object for quad in store.quads(graph)}:
            yield from _with_object(store, value, graph)


def _by_subject(store: GraphStore) -> Iterator[Quad]:
    parts = _parts(store)
    for part in range(parts):
        for subject in {q.subject for q in store.quads() if hash(q.subject) % parts == part}:
            yield from store.engine.quads_for_pattern(subject, None, None, None)


def _by_predicate(store: GraphStore) -> Iterator[Quad]:
    for predicate in {quad.predicate for quad in store.quads()}:
        yield from store.engine.quads_for_pattern(None, predicate, None, None)


def _by_object(store: GraphStore) -> Iterator[Quad]:
    parts = _parts(store)
    for part in range(parts):
        for value in {q.object for q in store.quads() if hash(q.object) % parts == part}:
            yield from _with_object(store, value, None)


def _with_object(store: GraphStore, value: _Term, graph: NamedNode | None) -> Iterator[Quad]:
    # Asked for a number that ends with the bits 11111111, Oxigraph 0.5.13 gives those after it too.
    found = store.engine.quads_for_pattern(None, None, value, graph)
    return (quad for quad in found if quad.object == value)


def _parts(store: GraphStore) -> int:
    return 1 + len(store.engine) // _AT_ONCE
