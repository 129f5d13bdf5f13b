"""Reads a store on another server, as Oxigraph is read that lies on disk."""

import io
from collections.abc import Iterator

import httpx
import pyoxigraph
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from kg.store.remote.answers import RESULTS, TRIPLES, read_results, read_triples
from kg.store.remote.endpoint import Connection, Endpoint, EndpointError


class RemoteReader(Connection):
    """Asks a SPARQL server, whose graphs below the base IRI are the store's; see `Reader`."""

    def __init__(self, endpoint: Endpoint, base: str) -> None:
        super().__init__(endpoint)
        self._base = base

    def query(self, query: str) -> QuerySolutions | QueryTriples | QueryBoolean:
        """The results of a query; SyntaxError where it is none, as Oxigraph words it."""
        # Which media types can be asked for depends on the form of the query. No variable holds the
        # results: with an error it would live on, and they may not be dropped by another thread.
        if isinstance(pyoxigraph.Store().query(query), QueryTriples):
            return _as_results(self._triples(query))
        response = self._answer(query, RESULTS)
        return read_results(self._endpoint.url, io.BytesIO(response.content), _type(response))

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,
        graph_name: NamedNode | BlankNode | None = None,
    ) -> Iterator[Quad]:
        """The quads of named graphs that have the given parts."""
        asked = {"s": subject, "p": predicate, "o": object, "g": graph_name}
        # A node without a name cannot be asked for by one.
        if any(isinstance(term, BlankNode) for term in asked.values()):
            return
        said = {name: f"?{name}" if term is None else str(term) for name, term in asked.items()}
        text = "SELECT * WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }}".format(**said)
        for row in self._rows(text):
            terms = (row[name] if term is None else term for name, term in asked.items())
            yield Quad(*terms)  # type: ignore[arg-type]

    def named_graphs(self) -> Iterator[NamedNode]:
        """The named graphs below the base IRI."""
        # An empty pattern in GRAPH would be quicker, but not all servers take it.
        begin = Literal(self._base)
        found = self._rows(
            "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } "
            f"FILTER(STRSTARTS(STR(?g), {begin})) }}"
        )
        return (row["g"] for row in found)

    def contains_named_graph(self, graph_name: NamedNode) -> bool:
        """Whether a named graph holds anything."""
        text = f"SELECT ?s WHERE {{ GRAPH {graph_name} {{ ?s ?p ?o }} }} LIMIT 1"
        return next(self._rows(text), None) is not None

    def dump(self, output: None, format: RdfFormat, *, from_graph: NamedNode) -> bytes:
        """A named graph in a format for triples."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {from_graph} {{ ?s ?p ?o }} }}"
        written = pyoxigraph.serialize(self._triples(text), format=format)
        assert written is not None, "it was given no file to write to"
        return written

    def _rows(self, text: str) -> Iterator[pyoxigraph.QuerySolution]:
        found = self.query(text)
        if not isinstance(found, QuerySolutions):
            raise EndpointError(f"{self._endpoint.url}: answered a SELECT with no table")
        yield from found

    def _triples(self, text: str) -> Iterator[Triple]:
        response = self._answer(text, TRIPLES)
        return read_triples(self._endpoint.url, io.BytesIO(response.content), _type(response))

    def _answer(self, text: str, accept: str) -> httpx.Response:
        return self._ask("POST", (200,), data={"query": text}, headers={"Accept": accept})


def _type(response: httpx.Response) -> str:
    return str(response.headers.get("Content-Type", ""))


def _as_results(triples: Iterator[Triple]) -> QueryTriples:
    store = pyoxigraph.Store()
    store.bulk_extend(Quad(*triple) for triple in triples)
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(found, QueryTriples)
    return found
