"""The store of another server, asked by the SPARQL 1.1 Protocol.

Results come as JSON, XML or triples and go on in the format that the client likes best: so they are
checked, and half a result is none.
"""

import asyncio
import itertools
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import httpx
import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from kg.queries import query_form
from kg.queries.csv_results import write_csv
from kg.server.engine.own_store import Result
from kg.server.engine.snapshots import Update, Written
from kg.server.web.errors import HttpError
from kg.store.remote import Endpoint, EndpointError, LateError
from kg.store.remote.answers import RESULTS, TRIPLES, read_results, read_triples

_IN_MEMORY = 1 << 16  # bytes
_TURN = 1.0  # seconds for which a request waits for its turn, before it is refused
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {} }}"


class FarStore:
    """A SPARQL server. See `Source`.

    Args:
        endpoint: the server; its timeout is the deadline of each query.
    """

    def __init__(self, endpoint: Endpoint, *, queries: int) -> None:
        self._endpoint = endpoint
        limits = httpx.Limits(max_connections=queries)
        timeout = httpx.Timeout(endpoint.timeout, pool=_TURN)
        options = {**endpoint.options(), "timeout": timeout}
        self._client = httpx.AsyncClient(**options, limits=limits)

    async def start(self) -> None:
        """Look whether the server answers."""
        body, _ = await self._fetch("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", RESULTS, _IN_MEMORY)
        body.close()

    async def state(self) -> str | None:
        """None: another server does not tell."""
        return None

    async def ask(
        self, operation: str, limit: int, *, network: bool = False, **arguments: Any
    ) -> Result:
        """The result of a query, or a graph; HttpError 400 where the result is too long, or the
        server refuses the query, 406 where no format fits, 502 where the server failed, 503 for too
        many queries, 504 where it took too long."""
        work = self._query if operation == "query" else self._graph
        try:
            async with asyncio.timeout(self._endpoint.timeout):
                return await work(limit=limit, **arguments)
        except httpx.PoolTimeout:
            reason = "too many queries run at once; try again soon"
            raise HttpError(503, reason, {"Retry-After": "5"}) from None
        except (LateError, TimeoutError):
            reason = f"this took longer than {self._endpoint.timeout:g} s and was ended"
            raise HttpError(504, f"{reason}; ask for less") from None
        except EndpointError as error:
            raise HttpError(502, str(error)) from None

    async def update(self, update: Update) -> Written:
        """Nothing: another server is written to there."""
        raise HttpError(403, f"write to {self._endpoint.url} itself")

    def end_queries(self) -> None:
        """Nothing: they end at their deadline."""

    async def close(self) -> None:
        """Release the connections."""
        await self._client.aclose()

    async def _query(
        self,
        text: str,
        base: str | None,
        default: list[str] | None,
        named: list[str] | None,
        formats: dict[str, str | None],
        limit: int,
    ) -> Result:
        triples = query_form(text) in ("CONSTRUCT", "DESCRIBE")
        media_type = formats["triples" if triples else "results"]
        if media_type is None:
            found = "a graph" if triples else "a table of results"
            raise HttpError(406, f"the query gives {found}; none of its formats is in Accept")
        dataset = {"default-graph-uri": default or [], "named-graph-uri": named or []}
        body, kind = await self._fetch(text, TRIPLES if triples else RESULTS, limit, **dataset)
        write = self._write_triples if triples else self._write_results
        result, _ = await asyncio.to_thread(write, body, kind, media_type)
        return {"media_type": media_type}, result

    async def _graph(self, graph: str | None, media_type: str, limit: int) -> Result:
        pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        body, kind = await self._fetch(_GRAPH.format(pattern), TRIPLES, limit)
        result, exists = await asyncio.to_thread(self._write_triples, body, kind, media_type)
        return {"exists": exists or graph is None}, result

    async def _fetch(
        self, text: str, accept: str, limit: int, **dataset: list[str]
    ) -> tuple[BinaryIO, str]:
        """The body of an answer, and its media type."""
        body, headers = _file(), {"Accept": accept}
        with self._endpoint.named_faults():
            data = {"query": text, **dataset}
            async with self._client.stream(
                "POST", self._endpoint.url, data=data, headers=headers
            ) as response:
                if response.status_code != 200:
                    await response.aread()
                async for part in response.aiter_bytes():
                    body.write(part)
                    if body.tell() > limit:
                        raise HttpError(400, "the result is larger than allowed; add a LIMIT")
        fault = self._endpoint.fault(response)
        if fault:
            body.close()
            raise HttpError(400, fault) if response.status_code == 400 else EndpointError(fault)
        body.seek(0)
        return body, str(response.headers.get("Content-Type", ""))

    def _write_results(self, body: BinaryIO, kind: str, media_type: str) -> tuple[BinaryIO, bool]:
        with body:
            results = read_results(self._endpoint.url, body, kind)
            format = QueryResultsFormat.from_media_type(media_type)
            assert format is not None, "it is one of RESULT_TYPES"
            if format == QueryResultsFormat.CSV and isinstance(results, QuerySolutions):
                return _written(lambda file: write_csv(results, file)), True
            return _written(lambda file: results.serialize(file, format)), True

    def _write_triples(self, body: BinaryIO, kind: str, media_type: str) -> tuple[BinaryIO, bool]:
        with body:
            triples = read_triples(self._endpoint.url, body, kind)
            first = list(itertools.islice(triples, 1))
            format = RdfFormat.from_media_type(media_type)
            found = itertools.chain(first, triples)
            file = _written(lambda file: pyoxigraph.serialize(found, file, format))
            return file, bool(first)


def _file() -> BinaryIO:
    return cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))


def _written(write: Callable[[BinaryIO], object]) -> BinaryIO:
    file = _file()
    write(file)
    file.seek(0)
    return file
