"""Graphs as nodes and edges, for the script that draws them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.server.pages.rendering import href
from kg.server.pages.terms import Result, Row
from kg.store import Prefixes

_MOST_NODES = 400
_LABELS = {
    "https://schema.org/name",
    "https://schema.org/text",
    "http://www.w3.org/2000/01/rdf-schema#label",
}


class Edge(NamedTuple):
    """A line between two nodes, by their IRIs, and what stands at it."""

    source: str
    target: str
    label: str


def drawing_of_graph(result: Result, prefixes: Prefixes) -> str:
    """A graph that a query gave, as JSON. Nodes have the names that the graph has."""
    names: dict[str, str] = {
        row["subject"]: row["value"] for row in result.rows if row["property"] in _LABELS
    }
    edges = (
        Edge(row["subject"], row["value"], prefixes.short(row["property"]).partition(":")[2])
        for row in result.rows
        if row["value"].is_iri
    )
    return _drawing(edges, names, prefixes)


def drawing_of_pairs(rows: Sequence[Row], columns: Sequence[str], prefixes: Prefixes) -> str:
    """Rows that each stand for an edge, as JSON.

    Args:
        columns: the columns of where an edge begins, where it ends, and what stands at it. The
            first two have their names in columns that end in "Name".
    """
    source, target, label = columns
    names: dict[str, str] = {
        row[end]: row[end + "Name"] for row in rows for end in (source, target)
    }
    edges = (Edge(row[source], row[target], str(row[label])) for row in rows)
    return _drawing(edges, names, prefixes)


def _drawing(found: Iterable[Edge], names: Mapping[str, str], prefixes: Prefixes) -> str:
    edges = [edge for edge, _ in zip(found, range(2 * _MOST_NODES), strict=False)]
    nodes = list(dict.fromkeys(end for edge in edges for end in edge[:2]))[:_MOST_NODES]
    kept = set(nodes)
    return json.dumps(
        {
            "nodes": [_node(iri, names, prefixes) for iri in nodes],
            "edges": [edge._asdict() for edge in edges if {edge.source, edge.target} <= kept],
        }
    )


def _node(iri: str, names: Mapping[str, str], prefixes: Prefixes) -> dict[str, str]:
    short = prefixes.short(iri)
    return {
        "id": iri,
        "label": names.get(iri, short)[:60],
        "kind": short.partition(":")[0],
        "href": href(iri, prefixes.base) or "",
    }
