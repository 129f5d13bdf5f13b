"""Collects the quads of a named graph."""

from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping.literals import TRUE
from kg.mapping.terms import RDF

Value = NamedNode | Literal | str | bool | None


class NamedGraph:
    """The quads of one named graph, each once, in the order in which they are added."""

    def __init__(self, name: NamedNode) -> None:
        self.name = name
        self._quads: dict[Quad, None] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, *values: Value) -> None:
        """Add a quad for each value. A text or True is a literal; None and False add nothing."""
        for value in values:
            if value is not None and value is not False:
                value = TRUE if value is True else value
                term = Literal(value) if isinstance(value, str) else value
                self._quads[Quad(subject, predicate, term, self.name)] = None

    def add_type(self, subject: NamedNode, *kinds: NamedNode) -> None:
        """Add the types of a subject."""
        self.add(subject, RDF.type, *kinds)

    @property
    def quads(self) -> list[Quad]:
        """All quads so far."""
        return list(self._quads)
