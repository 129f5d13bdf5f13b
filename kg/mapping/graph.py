"""Collects the quads of a named graph."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping import terms

Node = NamedNode | Literal


class NamedGraph:
    """The quads of one named graph, each once, in the order in which they are added."""

    def __init__(self, name: NamedNode) -> None:
        self.name = name
        self._quads: dict[Quad, None] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, value: Node) -> None:
        """Add a quad."""
        self._quads[Quad(subject, predicate, value, self.name)] = None

    def add_type(self, subject: NamedNode, kind: NamedNode) -> None:
        """Add the type of a subject."""
        self.add(subject, terms.TYPE, kind)

    def add_text(self, subject: NamedNode, predicate: NamedNode, text: str | None) -> None:
        """Add a string; nothing where it is None."""
        if text is not None:
            self.add(subject, predicate, Literal(text))

    def add_each(self, subject: NamedNode, predicate: NamedNode, values: Iterable[Node]) -> None:
        """Add a quad for each value."""
        for value in values:
            self.add(subject, predicate, value)

    @property
    def quads(self) -> list[Quad]:
        """All quads so far."""
        return list(self._quads)
