"""RDF terms as values of Python and of rdflib, and values of Python as those of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import Literal, NamedNode, QueryTriples

from kg.mapping.terms import XSD

if TYPE_CHECKING:
    import rdflib

Value: TypeAlias = str | int | float | bool | Decimal | date | None
"""A value in a row of results; IRIs are strings, None is what has no value."""
Row: TypeAlias = dict[str, Value]
"""A row of results, by variable."""

_READERS: Mapping[NamedNode, Any] = {
    XSD.integer: int,
    XSD.decimal: Decimal,
    XSD.double: float,
    XSD.boolean: lambda text: text in ("true", "1"),
    XSD.date: date.fromisoformat,
    XSD.dateTime: datetime.fromisoformat,
}


def python_value(term: object) -> Value:
    """A term as a value of Python; a literal that its datatype does not allow as its text."""
    if isinstance(term, Literal):
        try:
            value: Value = _READERS.get(term.datatype, str)(term.value)
        except ValueError:
            value = term.value
        return value
    return term.value if isinstance(term, NamedNode) else None if term is None else str(term)


def parameter_text(value: object) -> str:
    """A value of Python as a parameter of a query takes it: `true`, `2024-10-23`, `3`."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def rdflib_graph(triples: QueryTriples) -> rdflib.Graph:
    """The triples of a CONSTRUCT or DESCRIBE as a graph of rdflib."""
    import rdflib

    graph = rdflib.Graph()
    for triple in triples:
        graph.add(tuple(rdflib_term(term) for term in triple))
    return graph


def rdflib_term(term: object) -> Any:
    """A term as rdflib has it."""
    import rdflib

    if isinstance(term, Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        if datatype == rdflib.XSD.string:
            datatype = None
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    return rdflib.URIRef(term.value) if isinstance(term, NamedNode) else rdflib.BNode(str(term))
