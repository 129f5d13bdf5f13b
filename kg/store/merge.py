"""The default graph: the merge of the named graphs, where each triple stands once.

Oxigraph's own union of graphs gives a triple once for each graph that holds it, against SPARQL
1.1 Query Language, section 13.1. So kg keeps the merge in the store's default graph.
"""

from collections.abc import Collection, Iterable

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad


def merge_change(
    engine: pyoxigraph.Store, remove: Collection[Quad], add: Collection[Quad]
) -> tuple[list[Quad], list[Quad]]:
    """What leaves and what enters the default graph by a change of named graphs.

    Args:
        engine: the store before the change.
        remove: all quads of named graphs that go, those of dropped graphs among them.
        add: quads of named graphs that come, after the others have gone.

    Returns:
        The quads of the default graph to remove, and those to add.
    """
    gone, entering = set(remove), in_default_graph(add)
    leaving = in_default_graph(gone) - entering
    last = [quad for quad in leaving if gone.issuperset(_named(engine, quad))]
    return last, [*entering]


def in_default_graph(quads: Iterable[Quad]) -> set[Quad]:
    """Some quads as they stand in the default graph."""
    return {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


def triples_of(lines: bytes) -> bytes:
    """Lines of N-Quads, sorted by their graphs, without these."""
    triples, begin = list[bytes](), 0
    while begin < len(lines):
        first = lines.index(b"\n", begin) + 1
        graph = lines[lines.rindex(b" <", begin, first) : first]
        end = lines.rindex(graph) + len(graph)
        triples.append(lines[begin:end].replace(graph, b" .\n"))
        begin = end
    return b"".join(triples)


def is_named(quad: Quad) -> bool:
    """Whether a quad stands in a named graph, and not in the merge of them."""
    return not isinstance(quad.graph_name, DefaultGraph)


def _named(engine: pyoxigraph.Store, quad: Quad) -> Iterable[Quad]:
    found = engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return filter(is_named, found)
