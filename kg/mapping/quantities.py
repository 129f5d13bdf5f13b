"""Maps quantities with their hedges."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from kg.extraction import Quantity
from kg.identity import Resolved
from kg.mapping import terms
from kg.mapping.document_iris import quantity_iris
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import number
from kg.mapping.spans import Spans


def describe_quantities(resolved: Resolved, statements: Sequence[NamedNode], spans: Spans) -> None:
    """Add every quantity of the document to its graph, with the statement that it is in."""
    graph, namespaces = spans.graph, spans.namespaces
    iris = quantity_iris(resolved, namespaces)
    ending = _by_end(resolved)
    for quantity, iri in zip(resolved.annotations.quantities, iris, strict=True):
        _describe_value(iri, quantity, graph, namespaces)
        graph.add(iri, terms.DERIVED_FROM, spans.phrase(quantity.span))
        if quantity.statement is not None:
            graph.add(iri, namespaces.own("claimedIn"), statements[quantity.statement])
        counted = _counted(quantity, ending.get(quantity.span.end, ()))
        if counted is not None:
            graph.add(iri, namespaces.own("ofWhat"), namespaces.entity(counted))


def _describe_value(
    iri: NamedNode, quantity: Quantity, graph: NamedGraph, namespaces: Namespaces
) -> None:
    graph.add_type(iri, terms.QUANTITATIVE_VALUE)
    for predicate, value in (
        (terms.VALUE, quantity.value),
        (terms.MIN_VALUE, quantity.minimum),
        (terms.MAX_VALUE, quantity.maximum),
    ):
        if value is not None:
            graph.add(iri, predicate, number(value))
    graph.add_text(iri, terms.UNIT_TEXT, quantity.unit)
    graph.add_text(iri, namespaces.own("approximation"), quantity.approximation)
    graph.add(iri, namespaces.own("foundBy"), Literal(quantity.found_by))


def _by_end(resolved: Resolved) -> dict[int, list[tuple[int, str]]]:
    """Start and entity of the mentions, by where they end."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for each in resolved.mentions:
        if each.entity is not None:
            found[each.mention.span.end].append((each.mention.span.start, each.entity.key))
    return found


def _counted(quantity: Quantity, ending: Iterable[tuple[int, str]]) -> str | None:
    """The key of the entity whose mention ends the quantity; of several, the longest mention's."""
    found = [each for each in ending if each[0] > quantity.span.start]
    return min(found)[1] if found else None
