"""Export of the store: sorted, the same to the byte for the same graph."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kg.errors import StoreError
from kg.mapping.terms import NIF
from kg.store.prefixes import Prefixes
from kg.store.rdfxml import write_rdfxml
from kg.store.reifiers import reifying
from kg.store.store import GraphStore
from kg.store.turtle import write_trig, write_turtle

Writer: TypeAlias = Callable[["_Selection", BinaryIO], None]


def export(
    store: GraphStore,
    out: BinaryIO,
    format: str,
    *,
    graphs: Sequence[NamedNode] | None = None,
    text: bool = True,
    runs: bool = False,
    merge: bool = True,
    rdf12: bool = False,
) -> None:
    """Write the store, or some of its named graphs, sorted.

    Turtle, N-Triples and RDF/XML hold the merge of the graphs. N-Quads, TriG and JSON-LD keep the
    graphs apart; of the whole store they have the merge too, as the default graph, so that other
    stores answer as this one does. The other options are those of `kg.api.Graph.export`; `runs`
    and `merge` count only where `graphs` is None.

    Args:
        format: one of `FORMATS`.
        graphs: the named graphs to write; None for all but that of the runs.

    Raises:
        StoreError: no such format or graph, or the format cannot express the graph.
    """
    writer = _WRITERS.get(format)
    if writer is None:
        raise StoreError(f"{format}: no such format; choose from {', '.join(FORMATS)}")
    if rdf12 and format not in RDF12_FORMATS:
        raise StoreError(f"{format} has no RDF 1.2; choose from {', '.join(RDF12_FORMATS)}")
    chosen = _chosen(store, graphs, runs)
    writer(_Selection(store, chosen, text, merge and graphs is None, rdf12), out)


def lines_of(store: GraphStore, graph: NamedNode) -> list[bytes]:
    """N-Triples lines of a graph, sorted by code point, without the final newline."""
    dump = store.reader.dump(None, RdfFormat.N_TRIPLES, from_graph=graph)
    return sorted(dump.split(b"\n")[:-1]) if dump else []


def own_graphs(store: GraphStore, *, runs: bool) -> list[NamedNode]:
    """The graphs of a store, that of the runs only if wanted, sorted by IRI, without what another
    store that is pushed here keeps."""
    names = store.namespaces
    left_out = {*names.pushed_graphs.values(), *(() if runs else (names.runs_graph,))}
    return [name for name in store.graphs() if name not in left_out]


def _chosen(
    store: GraphStore, graphs: Sequence[NamedNode] | None, runs: bool
) -> Sequence[NamedNode]:
    if graphs is None:
        return own_graphs(store, runs=runs)
    for graph in graphs:
        if not store.has_graph(graph):
            reason = "no such graph; `kg query documents` lists those of articles"
            raise StoreError(f"{graph.value}: {reason}")
    return sorted(set(graphs), key=lambda name: name.value)


@dataclass(frozen=True, slots=True)
class _Selection:
    """What of a store is written; `whole` with the default graph."""

    store: GraphStore
    graphs: Sequence[NamedNode]
    text: bool
    whole: bool
    rdf12: bool

    @property
    def prefixes(self) -> Prefixes:
        return Prefixes(self.store.base)

    def quads(self, graph: NamedNode) -> Iterator[Quad]:
        for quad in self.store.quads(graph):
            if self.text or quad.predicate != NIF.isString:
                yield quad
        if self.rdf12:
            yield from reifying(self.store, graph)

    def lines(self, graph: NamedNode) -> list[bytes]:
        """As `lines_of`, of what `quads` gives."""
        lines = lines_of(self.store, graph)
        if not self.text:
            is_string = str(NIF.isString).encode()
            lines = [line for line in lines if line.split(b" ", 2)[1] != is_string]
        if self.rdf12:
            found = (f"{quad.triple} .".encode() for quad in reifying(self.store, graph))
            lines = sorted({*lines, *found})
        return lines

    def merged_lines(self) -> list[bytes]:
        """As `lines`, of the merge of the graphs."""
        return sorted({line for graph in self.graphs for line in self.lines(graph)})

    def merge(self) -> list[Triple]:
        triples = {quad.triple for graph in self.graphs for quad in self.quads(graph)}
        return sorted(triples, key=str)


def _write_nquads(selection: _Selection, out: BinaryIO) -> None:
    if selection.whole:
        _write_ntriples(selection, out)
    for graph in selection.graphs:
        ending = f" {graph} .\n".encode()
        out.writelines(line[:-2] + ending for line in selection.lines(graph))


def _write_ntriples(selection: _Selection, out: BinaryIO) -> None:
    out.writelines(line + b"\n" for line in selection.merged_lines())


def _write_turtle(selection: _Selection, out: BinaryIO) -> None:
    _write_lines(write_turtle(selection.merge(), selection.prefixes), out)


def _write_trig(selection: _Selection, out: BinaryIO) -> None:
    graphs: dict[NamedNode | None, list[Triple]] = {
        graph: [q.triple for q in selection.quads(graph)] for graph in selection.graphs
    }
    if selection.whole:
        graphs = {None: selection.merge(), **graphs}
    _write_lines(write_trig(graphs, selection.prefixes), out)


def _write_lines(lines: Iterable[str], out: BinaryIO) -> None:
    out.writelines(line.encode() + b"\n" for line in lines)


def _write_jsonld(selection: _Selection, out: BinaryIO) -> None:
    merge = selection.merge() if selection.whole else []
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in merge]
    for graph in selection.graphs:
        quads += sorted(selection.quads(graph), key=str)
    pyoxigraph.serialize(quads, out, RdfFormat.JSON_LD)
    out.write(b"\n")


def _write_rdfxml(selection: _Selection, out: BinaryIO) -> None:
    _write_lines(write_rdfxml(selection.merge(), selection.prefixes), out)


_WRITERS: dict[str, Writer] = {
    "turtle": _write_turtle,
    "trig": _write_trig,
    "nquads": _write_nquads,
    "ntriples": _write_ntriples,
    "jsonld": _write_jsonld,
    "rdfxml": _write_rdfxml,
}
FORMATS = tuple(_WRITERS)
"""The formats of an export."""
RDF12_FORMATS = ("turtle", "trig", "nquads", "ntriples")
"""Those that can have RDF 1.2."""
