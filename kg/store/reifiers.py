"""RDF 1.2 (https://www.w3.org/TR/rdf12-concepts/): the triples that statements, claims,
memberships and links are about.

The store has them as nodes with properties, which every tool reads. In an export each of them may
be a reifier too: its properties are then the annotations of a triple, asserted or not.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QuerySolutions, Triple

from kg.mapping.terms import RDF
from kg.store.store import GraphStore

_QUERY = Path(__file__).with_suffix(".rq")


def reifying(store: GraphStore, graph: NamedNode) -> Iterator[Quad]:
    """What the nodes of a named graph reify, as quads of `rdf:reifies`, in no order."""
    text = store.namespaces.rebased(_QUERY.read_text(encoding="utf-8"))
    rows = store.query(text.replace("?graph", str(graph)))
    for reifier, *parts in cast(QuerySolutions, rows):
        yield Quad(reifier, RDF.reifies, Triple(*parts), graph)
