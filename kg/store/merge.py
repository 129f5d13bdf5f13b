"""The default graph: the merge of the named graphs, where each triple stands once.

Oxigraph's own union of graphs gives a triple once for each graph that holds it, against SPARQL
1.1 Query Language, section 13.1. So kg keeps the merge in the store's default graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, Triple


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
    gone, entering = set(remove), {quad.triple for quad in add}
    leaving = {quad.triple for quad in gone} - entering
    last = (triple for triple in leaving if gone.issuperset(_named(engine, triple)))
    return [_in_default(triple) for triple in last], [_in_default(triple) for triple in entering]


def in_default_graph(quads: Iterable[Quad]) -> list[Quad]:
    """Some quads as they stand in the default graph, each once."""
    return [_in_default(triple) for triple in {quad.triple for quad in quads}]


def is_named(quad: Quad) -> bool:
    """Whether a quad stands in a named graph, and not in the merge of them."""
    return not isinstance(quad.graph_name, DefaultGraph)


def _named(engine: pyoxigraph.Store, triple: Triple) -> Iterable[Quad]:
    found = engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return filter(is_named, found)


def _in_default(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)
