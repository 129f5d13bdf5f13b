"""A change to the store as one SPARQL update, which Oxigraph carries out wholly or not at all."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad


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
    graphs: dict[NamedNode | BlankNode | DefaultGraph, list[str]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(f"{quad.triple} .")
    return "\n".join(_block(graph, "\n".join(lines)) for graph, lines in graphs.items())


def _block(graph: NamedNode | BlankNode | DefaultGraph, triples: str) -> str:
    return triples if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{\n{triples}\n}}"
