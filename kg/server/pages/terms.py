"""Terms and results of queries, for templates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

_NUMBERS = {"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"}
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Term(str):
    """The text of a term: an IRI, or the lexical form of a literal."""

    is_iri: bool
    datatype: str

    @classmethod
    def iri(cls, value: str) -> Term:
        """An IRI."""
        return cls._made(value, True, "")

    @classmethod
    def literal(cls, value: str, datatype: str = "") -> Term:
        """A literal, with the IRI of its datatype where it has one."""
        return cls._made(value, False, datatype)

    @classmethod
    def _made(cls, value: str, is_iri: bool, datatype: str) -> Term:
        term = cls(value)
        term.is_iri, term.datatype = is_iri, datatype
        return term

    @property
    def amount(self) -> float | None:
        """Its value as a number; None if it is no number."""
        if not (self.datatype.startswith(_XSD) and self.datatype[len(_XSD) :] in _NUMBERS):
            return None
        try:
            return float(self)
        except ValueError:
            return None


Row = Mapping[str, Term]
"""The terms of a row by column, without the columns that are unbound."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a query.

    Attributes:
        rows: the rows of a table; for a graph, its triples, as subject, property and value.
        truth: the answer to ASK; None for other queries.
        is_graph: whether it is a graph.
    """

    columns: Sequence[str] = ()
    rows: Sequence[Row] = field(default_factory=list)
    truth: bool | None = None
    is_graph: bool = False


def read_result(body: bytes, is_graph: bool) -> Result:
    """The result in an answer: a graph in N-Triples, or SPARQL results JSON."""
    if is_graph:
        return _graph(body)
    answer = json.loads(body)
    if "boolean" in answer:
        return Result(truth=answer["boolean"])
    rows = [
        {name: _term(value) for name, value in row.items()} for row in answer["results"]["bindings"]
    ]
    return Result(answer["head"]["vars"], rows)


def _term(value: Mapping[str, str]) -> Term:
    if value["type"] == "uri":
        return Term.iri(value["value"])
    return Term.literal(str(value["value"]), value.get("datatype", ""))


def _graph(body: bytes) -> Result:
    columns = ("subject", "property", "value")
    triples = parse(body, RdfFormat.N_TRIPLES)
    rows = [
        dict(zip(columns, map(term_of, (t.subject, t.predicate, t.object)), strict=True))
        for t in triples
    ]
    rows.sort(key=lambda row: tuple(row.values()))
    return Result(columns, rows, is_graph=True)


def term_of(node: object) -> Term:
    """A node of the engine as a term."""
    if isinstance(node, Literal):
        return Term.literal(node.value, node.datatype.value)
    return Term.iri(node.value) if isinstance(node, NamedNode) else Term.literal(str(node))
