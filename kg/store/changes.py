"""A change to the store as one SPARQL update, which Oxigraph carries out wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Quad


def update_text(drop: Iterable[NamedNode], remove: Iterable[Quad], add: Iterable[Quad]) -> str:
    """The update that drops graphs, then removes quads, then adds quads.

    SPARQL 1.1 Update, https://www.w3.org/TR/sparql11-update/, section 3.1. Without blank nodes.
    """
    operations = [f"DROP SILENT GRAPH {graph}" for graph in drop]
    for verb, quads in (("DELETE DATA", remove), ("INSERT DATA", add)):
        data = _data(quads)
        if data:
            operations.append(f"{verb} {{\n{data}\n}}")
    return " ;\n".join(operations)


def _data(quads: Iterable[Quad]) -> str:
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graphs.setdefault(_opening(quad), []).append(str(quad.triple) + " .")
    return "\n".join(f"{opening} {{\n" + "\n".join(t) + "\n}" for opening, t in graphs.items())


def _opening(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else f"GRAPH {quad.graph_name}"
