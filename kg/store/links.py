"""Upkeep of the links graphs: links last as long as a document mentions their entity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg.mapping import Namespaces


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
        namespaces: which graph is for what.
        replaced: the graphs that are replaced, with all they will hold.
        dropped: the graphs that are dropped.
        leaving: the quads that leave document graphs.
    """
    kept = {node for graph, quads in replaced.items() if _is_document(graph, namespaces)
            for quad in quads for node in _nodes(quad)}  # fmt: skip
    gone = {*replaced, *dropped}
    candidates = {node for quad in leaving if _is_document(quad.graph_name, namespaces)
                  for node in _nodes(quad)}  # fmt: skip
    orphaned: list[Quad] = []
    for node in sorted(candidates - kept, key=str):
        links = _about(engine, namespaces, node)
        if links and not _occurs(engine, namespaces, node, gone):
            orphaned += links
    return orphaned


def _nodes(quad: Quad) -> list[NamedNode]:
    return [node for node in (quad.subject, quad.object) if isinstance(node, NamedNode)]


def _about(engine: pyoxigraph.Store, namespaces: Namespaces, entity: NamedNode) -> list[Quad]:
    about = list(engine.quads_for_pattern(entity, None, None, None))
    for evidence in engine.quads_for_pattern(None, namespaces.own("entity"), entity, None):
        about += engine.quads_for_pattern(evidence.subject, None, None, None)
    return [quad for quad in about if _is_links(quad.graph_name, namespaces)]


def _occurs(
    engine: pyoxigraph.Store, namespaces: Namespaces, entity: NamedNode, gone: Collection[NamedNode]
) -> bool:
    patterns = ((None, entity), (entity, None))
    return any(
        _is_document(quad.graph_name, namespaces) and quad.graph_name not in gone
        for subject, object_ in reversed(patterns)
        for quad in engine.quads_for_pattern(subject, None, object_, None)
    )


def _is_links(graph: object, namespaces: Namespaces) -> bool:
    links = namespaces.links_graph.value
    return isinstance(graph, NamedNode) and (graph.value + "/").startswith(links + "/")


def _is_document(graph: object, namespaces: Namespaces) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(namespaces.base + "doc/")
