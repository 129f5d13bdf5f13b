"""Graphs of another store, by the SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import httpx
from pyoxigraph import NamedNode, Triple

from kg.store.remote.answers import TRIPLES, read_triples
from kg.store.remote.endpoint import Endpoint, ask

_MOST_BYTES = 8 << 20  # of a body: servers refuse longer ones


class RemoteGraphs:
    """Reads and writes whole graphs. A context manager: leaving it releases the connection.

    Args:
        endpoint: the address of the graph store.

    Raises:
        EndpointError: the address is none of a server. All methods raise it where the server
            cannot be reached or refuses.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = httpx.Client(**endpoint.options())

    def __enter__(self) -> RemoteGraphs:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def read(self, graph: NamedNode) -> list[Triple]:
        """The triples of a graph; none where there is no such graph."""
        headers = {"Accept": TRIPLES}
        response = self._ask("GET", (200, 204, 404), graph, headers=headers)
        if response.status_code != 200:
            return []
        kind = response.headers.get("Content-Type", "")
        return list(read_triples(self._endpoint.url, io.BytesIO(response.content), kind))

    def write(self, graph: NamedNode, lines: Sequence[bytes]) -> None:
        """Make some triples all that a graph holds. A long graph goes in several requests.

        Args:
            graph: the graph.
            lines: the triples, as lines of N-Triples without their ends.
        """
        method = "PUT"
        for body in _bodies(lines):
            headers = {"Content-Type": "text/turtle"}
            self._ask(method, (200, 201, 202, 204), graph, content=body, headers=headers)
            method = "POST"

    def delete(self, graph: NamedNode) -> None:
        """Remove a graph, there or not."""
        self._ask("DELETE", (200, 202, 204, 404), graph)

    def _ask(
        self, method: str, good: Collection[int], graph: NamedNode, **request: Any
    ) -> httpx.Response:
        url = httpx.URL(self._endpoint.url).copy_merge_params({"graph": graph.value})
        return ask(self._client, self._endpoint, method, url, good, **request)


class RemoteUpdates:
    """Sends SPARQL updates. A context manager, as `RemoteGraphs`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._client = httpx.Client(**endpoint.options())

    def __enter__(self) -> RemoteUpdates:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(self, text: str) -> None:
        """Carry out an update."""
        url, data = httpx.URL(self._endpoint.url), {"update": text}
        ask(self._client, self._endpoint, "POST", url, (200, 201, 202, 204), data=data)


def _bodies(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in bodies of some megabytes; one that is empty for no lines."""
    body = bytearray()
    for line in lines:
        if body and len(body) + len(line) > _MOST_BYTES:
            yield bytes(body)
            body.clear()
        body += line + b"\n"
    yield bytes(body)
