"""Maps quantities with their hedges."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from kg.extraction import Quantity
from kg.identity import Resolved
from kg.mapping.document_iris import quantity_iris
from kg.mapping.literals import number
from kg.mapping.spans import Spans
from kg.mapping.terms import PROV, SCHEMA


def describe_quantities(resolved: Resolved, statements: Sequence[NamedNode], spans: Spans) -> None:
    """Add every quantity of the document to its graph, with the statement that it is in."""
    graph, namespaces = spans.graph, spans.namespaces
    iris = quantity_iris(resolved, namespaces)
    ending = _by_end(resolved)
    for quantity, iri in zip(resolved.annotations.quantities, iris, strict=True):
        _describe_value(iri, quantity, spans)
        if quantity.statement is not None:
            graph.add(iri, namespaces.own("claimedIn"), statements[quantity.statement])
        counted = _counted(quantity, ending.get(quantity.span.end, ()))
        graph.add(iri, namespaces.own("ofWhat"), counted and namespaces.entity(counted))


def _describe_value(iri: NamedNode, quantity: Quantity, spans: Spans) -> None:
    graph, own = spans.graph, spans.namespaces.own
    graph.add_type(iri, SCHEMA.QuantitativeValue)
    bounds = {SCHEMA.minValue: quantity.minimum, SCHEMA.maxValue: quantity.maximum}
    for predicate, value in {SCHEMA.value: quantity.value, **bounds}.items():
        graph.add(iri, predicate, None if value is None else number(value))
    graph.add(iri, SCHEMA.unitText, quantity.unit)
    graph.add(iri, own("approximation"), quantity.approximation)
    graph.add(iri, own("foundBy"), quantity.found_by)
    graph.add(iri, PROV.wasDerivedFrom, spans.phrase(quantity.span))


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
