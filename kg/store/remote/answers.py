"""What SPARQL servers answer, read: results of queries, and triples."""

import itertools
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from kg.store.remote.endpoint import EndpointError

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
"""The header Accept for a SELECT or an ASK."""
TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
"""The header Accept for triples."""

_ASKED = "__ASK_RETVAL"


def read_results(url: str, body: BinaryIO, media_type: str) -> QuerySolutions | QueryBoolean:
    """The results of a SELECT or an ASK.

    Args:
        body: the body of the answer, of which all can be read again.

    Raises:
        EndpointError: it is no result, or not a whole one.
    """
    kind = QueryResultsFormat.from_media_type(media_type)
    if kind is None:
        raise _no_answer(url, f"is {media_type or 'of no type'}")
    try:
        # A server may send half a result and then an error: the whole is looked at first.
        _read_through(pyoxigraph.parse_query_results(body, kind))
        body.seek(0)
        results = pyoxigraph.parse_query_results(body, kind)
    except (SyntaxError, ValueError) as error:
        raise _no_answer(url, f"cannot be read: {error}") from None
    return _truth(results) if _is_truth(results) else results


def _read_through(whole: QuerySolutions | QueryBoolean) -> None:
    try:
        if isinstance(whole, QuerySolutions):
            whole.serialize(_Nowhere(), QueryResultsFormat.TSV)  # type: ignore[arg-type]
    finally:
        del whole  # an error keeps variables, and no other thread may drop results


def read_triples(url: str, body: BinaryIO, media_type: str) -> Iterator[Triple]:
    """The triples of an answer, as they are read; EndpointError at once where it is no RDF, and
    while it is read where it is not valid."""
    kind = RdfFormat.from_media_type(media_type)
    if kind is None:
        raise _no_answer(url, f"is {media_type or 'of no type'}")
    return _parsed(url, body, kind)


def _parsed(url: str, body: BinaryIO, kind: RdfFormat) -> Iterator[Triple]:
    try:
        for quad in pyoxigraph.parse(body, kind, base_iri=url):
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise _no_answer(url, f"cannot be read: {error}") from None


def _no_answer(url: str, reason: str) -> EndpointError:
    return EndpointError(
        f"{url}: what it answered {' '.join(reason.split())}; is this the address of a SPARQL "
        "endpoint?"
    )


class _Nowhere:
    def write(self, data: Any) -> int:
        return len(data)

    def flush(self) -> None:
        pass


def _is_truth(results: QuerySolutions | QueryBoolean) -> bool:
    return isinstance(results, QuerySolutions) and [v.value for v in results.variables] == [_ASKED]


def _truth(results: Any) -> QueryBoolean:
    # Virtuoso answers ASK with a table.
    said = any(row[_ASKED].value not in ("0", "false") for row in itertools.islice(results, 1))
    answer = b'{"head": {}, "boolean": %s}' % (b"true" if said else b"false")
    found = pyoxigraph.parse_query_results(answer, QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found
