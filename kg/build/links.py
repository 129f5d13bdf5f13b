"""The links of the documents of a run, of which the links graph is the union."""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from kg.mapping import terms
from kg.store.ledger import Ledger


class Links:
    """The links that documents of this run have: they stay where another document lacks them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._given: set[str] = set()

    def given(self, links: Iterable[Quad]) -> list[Quad]:
        """The links of a document."""
        found = list(links)
        self._given.update(map(_link, found))
        return found

    def other(
        self, links: Sequence[Quad], document: NamedNode, graph: Iterable[Quad] = ()
    ) -> list[Quad]:
        """The links to take away from the entities of a document.

        Args:
            links: that the document has now.
            document: as the store has it.
            graph: what it will have, where that changes.
        """
        named = self._ledger.named_in(document)
        others = self._ledger.other_links(links, [*named, *graph])
        return [quad for quad in others if _link(quad) not in self._given]


def _link(quad: Quad) -> str:
    """What a quad of a link is known by: the node of its evidence, or what it says is the same."""
    same = quad.predicate == terms.SAME_AS
    return f"{quad.subject} {quad.object}" if same else str(quad.subject)
