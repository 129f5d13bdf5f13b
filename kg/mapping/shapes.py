"""Checks a document's graph against ontology/shapes.ttl before it is committed.

With the package `shacl`, which takes 2 ms for a document of 800 triples; pyrudof takes 65 ms and
pySHACL seconds, which stands in where `shacl` has no wheel (Linux on ARM), and with which the tests
compare. SHACL is https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Quad, RdfFormat, serialize

from kg.errors import ShapeError
from kg.mapping.iris import Namespaces
from kg.mapping.ontology import ontology_text

try:
    from shacl import Result, Shapes
except ImportError:
    from kg.mapping.slow_shapes import Result, Shapes  # type: ignore[assignment]


class Validator:
    """Checks graphs against the shapes; made once and used for many documents."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._shapes = Shapes.from_turtle(ontology_text("shapes.ttl", namespaces))

    def violations(self, quads: Sequence[Quad]) -> list[str]:
        """A line for each violation, with the node; empty where the graph conforms.

        Args:
            quads: all quads of one document's graph.
        """
        triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
        report = self._shapes.validate_text(triples.decode("utf-8"), "ntriples")
        if report.conforms:
            return []
        return sorted({_line(result) for result in report.results})

    def check(self, quads: Sequence[Quad]) -> None:
        """Refuse a graph that breaks the shapes.

        Raises:
            ShapeError: names the first violation, and the number of the others.
        """
        lines = self.violations(quads)
        if lines:
            more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
            raise ShapeError(f"the graph breaks the shapes and is not committed: {lines[0]}{more}")


def _line(result: Result) -> str:
    message = result.message or f"{result.component} is broken"
    found = "" if result.value_plain is None else f", not {_short(result.value_plain)!r}"
    path = "" if result.path is None else f" at {result.path}"
    return f"{result.focus_node}{path}: {message}{found}"


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "..."
