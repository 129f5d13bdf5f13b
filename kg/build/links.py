"""The links of the documents of a run, of which the links graph is the union."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.store.ledger import Ledger


class Links:
    """The links that documents of this run have: they stay where another document lacks them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._given: set[Quad] = set()

    def given(self, links: Iterable[Quad]) -> list[Quad]:
        """The links of a document."""
        found = list(links)
        self._given.update(found)
        return found

    def other(self, document: NamedNode, graph: Iterable[Quad] = ()) -> list[Quad]:
        """The links to take away from the entities of a document, whose own links were given;
        `graph` is what it will have, where that changes."""
        found = self._ledger.links_in([*self._ledger.named_in(document), *graph])
        return sorted(found - self._given, key=str)
