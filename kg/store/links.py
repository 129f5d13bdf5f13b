"""Upkeep of the links graphs: links last as long as a document mentions their entity."""

from collections.abc import Collection, Iterable, Mapping

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg.mapping import Namespaces
from kg.store.facts import Facts


def orphaned_links(
    engine: pyoxigraph.Store,
    namespaces: Namespaces,
    replaced: Mapping[NamedNode, Collection[Quad]],
    dropped: Collection[NamedNode],
    leaving: Iterable[Quad],
) -> list[Quad]:
    """Quads of the links graphs about entities that no document holds once `leaving` has left.

    Args:
        engine: the store before the change.
        replaced: the graphs that are replaced, with all they will hold.
        dropped: the graphs that are dropped.
        leaving: the quads that leave document graphs.
    """
    facts = Facts(engine, namespaces)
    kept = {node for graph, quads in replaced.items() if facts.is_document(graph)
            for quad in quads for node in _nodes(quad)}  # fmt: skip
    gone = {*replaced, *dropped}
    affected = {node for quad in leaving if facts.is_document(quad.graph_name)
                for node in _nodes(quad)}  # fmt: skip
    orphaned: list[Quad] = []
    for node in sorted(affected - kept, key=str):
        links = facts.link_quads(node)
        if links and not _occurs(facts, node, gone):
            orphaned += links
    return orphaned


def _nodes(quad: Quad) -> list[NamedNode]:
    return [node for node in (quad.subject, quad.object) if isinstance(node, NamedNode)]


def _occurs(facts: Facts, entity: NamedNode, gone: Collection[NamedNode]) -> bool:
    return any(
        quad.graph_name not in gone
        for subject, value in ((entity, None), (None, entity))
        for quad in facts.in_documents(subject, None, value)
    )
