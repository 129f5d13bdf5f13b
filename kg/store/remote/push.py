"""Pushes a store into another one, graph by graph, and leaves alone what is there already.

The other store keeps a digest of each graph that was pushed, in sixteen small graphs: graphs are
divided by the first digit of a hash of their names. Before graphs are written their digests are
taken back, so that a push that is interrupted does these again, and no others.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.mapping.iris import digest
from kg.store.changes import update_text
from kg.store.export import lines_of, own_graphs
from kg.store.remote.graphs import RemoteGraphs, RemoteUpdates
from kg.store.store import GraphStore

_DIGEST = NamedNode("https://schema.org/sha256")
_BATCH = 256  # graphs: so many are written again after an interruption, at most
_MOST_TRIPLES = 5000  # of an update
_Each = TypeVar("_Each")
_UNKNOWN = ""  # the digest of a graph that is being written


@dataclass
class Pushed:
    """How many graphs were written, left alone and deleted."""

    written: int = 0
    unchanged: int = 0
    deleted: int = 0


def push(
    store: GraphStore, graphs: RemoteGraphs, updates: RemoteUpdates | None = None, *, runs: bool
) -> Pushed:
    """Make another store hold the graphs of this one; graphs that kg did not push stay as they are.

    Args:
        updates: where the other store keeps no merge of its graphs as default graph, its SPARQL
            updates: the merge is then kept in its default graph by them.
        runs: whether to push the record of the runs, the only graph with clock times.

    Raises:
        StoreError: one of the stores cannot be read or written; the same push goes on from there.
    """
    done = Pushed()
    own = set(own_graphs(store, runs=runs))
    for digit, name in store.namespaces.pushed_graphs.items():
        chosen = sorted((graph for graph in own if digest(graph.value)[0] == digit), key=str)
        _Part(store, graphs, updates, own, _Record(graphs, name), done).push(chosen)
    return done


@dataclass
class _Record:
    """The digests that the other store has of some graphs."""

    graphs: RemoteGraphs
    name: NamedNode
    digests: dict[NamedNode, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for s, _, o in self.graphs.read(self.name):
            if isinstance(s, NamedNode) and isinstance(o, Literal):
                self.digests[s] = o.value

    def write(self) -> None:
        if not self.digests:
            self.graphs.delete(self.name)
            return
        found = sorted(self.digests.items(), key=str)
        lines = [f"{Triple(graph, _DIGEST, Literal(said))} ." for graph, said in found]
        self.graphs.write(self.name, [line.encode() for line in lines])


@dataclass
class _Part:
    """The graphs whose digests stand in one record."""

    store: GraphStore
    graphs: RemoteGraphs
    updates: RemoteUpdates | None
    own: set[NamedNode]
    record: _Record
    done: Pushed

    def push(self, chosen: Sequence[NamedNode]) -> None:
        known = self.record.digests
        new = {graph: self._digest(graph) for graph in chosen}
        changed = [graph for graph in chosen if known.get(graph) != new[graph]]
        gone = sorted(known.keys() - new.keys(), key=str)
        self.done.unchanged += len(chosen) - len(changed)
        for batch in _batches([*gone, *changed]):
            known |= dict.fromkeys(batch, _UNKNOWN)
            self.record.write()
            for graph in batch:
                self._bring(graph, exists=graph in new)
            for graph in batch:
                known[graph] = new.get(graph, _UNKNOWN)
                if graph not in new:
                    del known[graph]
        if gone or changed:
            self.record.write()

    def _digest(self, graph: NamedNode) -> str:
        # A store that begins to need the merge gets all graphs once more.
        content = hashlib.sha256(b"" if self.updates is None else b"with the merge\n")
        for line in lines_of(self.store, graph):
            content.update(line + b"\n")
        return content.hexdigest()

    def _bring(self, graph: NamedNode, *, exists: bool) -> None:
        # In this order the merge never holds what no graph holds, wherever a push is interrupted.
        self._leave_merge(graph)
        if exists:
            self.graphs.write(graph, lines_of(self.store, graph))
            self._enter_merge(graph)
            self.done.written += 1
        else:
            self.graphs.delete(graph)
            self.done.deleted += 1

    def _leave_merge(self, graph: NamedNode) -> None:
        if self.updates is not None:
            old = [Quad(*triple) for triple in self.graphs.read(graph) if not self._holds(triple)]
            for some in _batches(old, _MOST_TRIPLES):
                self.updates.send(update_text([], some, []))

    def _enter_merge(self, graph: NamedNode) -> None:
        if self.updates is not None:
            new = [Quad(*quad.triple) for quad in self.store.quads(graph)]
            for some in _batches(new, _MOST_TRIPLES):
                self.updates.send(update_text([], [], some))

    def _holds(self, triple: Triple) -> bool:
        found = self.store.reader.quads_for_pattern(*triple)
        return any(quad.graph_name in self.own for quad in found)


def _batches(each: Sequence[_Each], size: int = _BATCH) -> Iterator[Sequence[_Each]]:
    return (each[begin : begin + size] for begin in range(0, len(each), size))
