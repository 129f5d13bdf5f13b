"""A named graph in the making."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from kg.mapping import terms

Node = NamedNode | Literal


class Graph:
    """Collects the quads of one named graph, each once, in the order they were added."""

    def __init__(self, name: NamedNode) -> None:
        self.name = name
        self._quads: dict[Quad, None] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, value: Node) -> None:
        """Adds one quad."""
        self._quads[Quad(subject, predicate, value, self.name)] = None

    def add_type(self, subject: NamedNode, kind: NamedNode) -> None:
        """Says what `subject` is."""
        self.add(subject, terms.TYPE, kind)

    def add_text(self, subject: NamedNode, predicate: NamedNode, text: str | None) -> None:
        """Adds a string, nothing where there is none."""
        if text is not None:
            self.add(subject, predicate, Literal(text))

    def add_each(self, subject: NamedNode, predicate: NamedNode, values: Iterable[Node]) -> None:
        """Adds one quad a value."""
        for value in values:
            self.add(subject, predicate, value)

    @property
    def quads(self) -> list[Quad]:
        """All quads so far."""
        return list(self._quads)
