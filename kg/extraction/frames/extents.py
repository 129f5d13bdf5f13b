"""Which words an argument has, as spans."""

from collections.abc import Iterable

from kg.extraction.annotations import Span
from kg.extraction.frames.tree import Tree


def extent(tree: Tree, predicate: int, token: int, others: Iterable[int]) -> Span:
    """The span of the words below a token, without the clause that holds the predicate and without
    what follows the token as another argument; without punctuation at the ends."""
    first, last = tree.edges(token)
    for other in others:
        if other > token and tree.heads[other] == token:
            last = min(last, tree.edges(other)[0] - 1)
    if first <= predicate <= last:
        start, end = tree.edges(_below(tree, token, predicate))
        first, last = (first, start - 1) if start > token else (end + 1, last)
    while last > first and tree.is_filling(last):
        last -= 1
    while first < last and tree.is_filling(first):
        first += 1
    return tree.span(min(first, token), max(last, token))


def _below(tree: Tree, token: int, descendant: int) -> int:
    """The dependant of a token whose tree holds a descendant; itself where it is none."""
    while tree.heads[descendant] not in (token, descendant):
        descendant = tree.heads[descendant]
    return descendant
