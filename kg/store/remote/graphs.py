"""Graphs of another store, by the SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import io
from collections.abc import Iterable, Iterator, Sequence

import httpx
from pyoxigraph import NamedNode, Triple

from kg.store.remote.answers import TRIPLES, read_triples
from kg.store.remote.endpoint import Connection

_MOST_BYTES = 8 << 20  # of a body: servers refuse longer ones
_WRITTEN = (200, 201, 202, 204)  # the HTTP statuses of what was done


class RemoteGraphs(Connection):
    """Reads and writes whole graphs."""

    def read(self, graph: NamedNode) -> list[Triple]:
        """The triples of a graph; none where there is no such graph."""
        headers = {"Accept": TRIPLES}
        response = self._ask("GET", (200, 204, 404), self._url(graph), headers=headers)
        if response.status_code != 200:
            return []
        kind = response.headers.get("Content-Type", "")
        return list(read_triples(self._endpoint.url, io.BytesIO(response.content), kind))

    def write(self, graph: NamedNode, lines: Sequence[bytes]) -> None:
        """Make some triples, lines of N-Triples without their ends, all that a graph holds. A long
        graph goes in several requests."""
        method = "PUT"
        for body in _bodies(lines):
            headers = {"Content-Type": "text/turtle"}
            self._ask(method, _WRITTEN, self._url(graph), content=body, headers=headers)
            method = "POST"

    def delete(self, graph: NamedNode) -> None:
        """Remove a graph, there or not."""
        self._ask("DELETE", (200, 202, 204, 404), self._url(graph))

    def _url(self, graph: NamedNode) -> httpx.URL:
        # The address may have parameters of its own, which the argument `params` would replace.
        return httpx.URL(self._endpoint.url).copy_merge_params({"graph": graph.value})


class RemoteUpdates(Connection):
    """Sends SPARQL updates."""

    def send(self, text: str) -> None:
        """Carry out an update."""
        self._ask("POST", _WRITTEN, data={"update": text})


def _bodies(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in bodies of some megabytes; one that is empty for no lines."""
    body = bytearray()
    for line in lines:
        if body and len(body) + len(line) > _MOST_BYTES:
            yield bytes(body)
            body.clear()
        body += line + b"\n"
    yield bytes(body)
