"""Checks a document's graph against ontology/shapes.ttl before it is committed.

With the package `shacl`, which takes 2 ms for a document of 800 triples; pyrudof takes 65 ms and
pySHACL seconds, which stands in where `shacl` has no wheel (Linux on ARM), and with which the tests
compare. SHACL is https://www.w3.org/TR/shacl/.

The two SPARQL constraints of the shapes are checked here: SPARQL counts the text's characters anew
for each span, which takes time that grows with the square of the text's length.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.errors import ShapeError
from kg.mapping.iris import Namespaces
from kg.mapping.ontology import ontology_triples
from kg.mapping.terms import NIF, Vocabulary

try:
    from shacl import Result, Shapes
except ImportError:
    from kg.mapping.slow_shapes import Result, Shapes  # type: ignore[assignment]

_SHACL = Vocabulary("http://www.w3.org/ns/shacl#")
_PLACED = (NIF.isString, NIF.referenceContext, NIF.beginIndex, NIF.endIndex, NIF.anchorOf)


class Validator:
    """Checks graphs against the shapes; made once and used for many documents."""

    def __init__(self, namespaces: Namespaces) -> None:
        triples = ontology_triples("shapes.ttl", namespaces)
        without_sparql = (triple for triple in triples if triple.predicate != _SHACL.sparql)
        text = serialize(without_sparql, format=RdfFormat.N_TRIPLES) or b""
        self._shapes = Shapes.from_turtle(text.decode("utf-8"))
        said = {
            str(each.subject): each.object.value
            for each in triples
            if each.predicate == _SHACL.message and isinstance(each.object, Literal)
        }
        self._beyond_text = said[str(namespaces.below("ns/shapes#insideText"))]
        self._other_text = said[str(namespaces.below("ns/shapes#textAtOffsets"))]

    def violations(self, quads: Sequence[Quad]) -> list[str]:
        """A line for each violation in the quads of a document's graph, with the node."""
        triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
        report = self._shapes.validate_text(triples.decode("utf-8"), "ntriples")
        return sorted({*map(_line, report.results), *self._misplaced(quads)})

    def _misplaced(self, quads: Sequence[Quad]) -> Iterator[str]:
        """A line for each span that ends beyond its text, or whose words are not its text there.

        What is missing or no number is left to the shapes.
        """
        found: dict[NamedNode, dict[str, list[str]]] = {each: defaultdict(list) for each in _PLACED}
        for quad in quads:
            if quad.predicate in found:
                value = quad.object.value if isinstance(quad.object, Literal) else str(quad.object)
                found[quad.predicate][str(quad.subject)].append(value)
        texts, contexts, begins, ends, anchors = found.values()
        for node in ends:
            there = [text for context in contexts[node] for text in texts[context]]
            for text, end in product(there, _numbers(ends[node])):
                if end > len(text):
                    yield f"{node}: {self._beyond_text}"
                for begin, anchor in product(_numbers(begins[node]), anchors[node]):
                    if text[begin:end] != anchor:
                        yield f"{node}: {self._other_text}"

    def check(self, quads: Sequence[Quad]) -> None:
        """Refuse a graph that breaks the shapes; the ShapeError names the first violation."""
        lines = self.violations(quads)
        if lines:
            more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
            raise ShapeError(f"the graph breaks the shapes and is not committed: {lines[0]}{more}")


def _numbers(written: list[str]) -> list[int]:
    return [int(each) for each in written if each.removeprefix("-").isdecimal()]


def _line(result: Result) -> str:
    message = result.message or f"{result.component} is broken"
    found = "" if result.value_plain is None else f", not {_short(result.value_plain)!r}"
    path = "" if result.path is None else f" at {result.path}"
    return f"{result.focus_node}{path}: {message}{found}"


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117] + "..."
