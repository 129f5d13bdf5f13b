"""Answers with the results of queries. Nothing is sent before the whole result is there."""

import hashlib
import os
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.queries import calls_out
from kg.server.engine.own_store import Result, Source
from kg.server.web.connection import while_connected
from kg.server.web.negotiation import RDF_TYPES, RESULT_TYPES, best_media_type
from kg.server.web.requests import accepted, address

_CHUNK = 1 << 18
_AT_ONCE = 1 << 20  # bytes of results that are sent from memory, with an ETag


class Answers:
    """Runs queries and makes answers of their results, up to a number of bytes."""

    def __init__(self, source: Source, most_bytes: int) -> None:
        self.source = source
        self._most_bytes = most_bytes

    async def query(
        self,
        request: Request,
        text: str,
        *,
        default: list[str] | None = None,
        named: list[str] | None = None,
        accept: str | None = None,
    ) -> Response:
        """An answer with the results of a query, in the format that the client likes best.

        Args:
            default: the IRIs of the graphs that are its default graph instead of the merge of all.
            named: the IRIs of its named graphs; None for all.
            accept: media types in the place of the header Accept.

        Raises:
            HttpError: 400, it is no query, or its result is too long; 406, none of its formats is
                accepted; 502, another server failed; 503, too many queries, or too much memory;
                504, it took too long.
        """
        answer, body = await self._ask(
            request,
            "query",
            network=calls_out(text),
            text=text,
            base=address(request),
            default=default,
            named=named,
            formats=_accepted_formats(accept or accepted(request)),
        )
        return _response(request, body, answer["media_type"])

    async def graph(self, request: Request, graph: str | None, media_type: str) -> Response | None:
        """An answer with a graph; None if there is no such graph.

        Args:
            graph: the IRI of a named graph; None for the default graph.
            media_type: the format, one of RDF_TYPES.
        """
        answer, body = await self._ask(request, "graph", graph=graph, media_type=media_type)
        return _response(request, body, media_type) if answer["exists"] else None

    async def text(self, request: Request, query: str, media_type: str) -> str:
        """The results of a query as text, for the server itself."""
        formats = {"results": media_type, "triples": media_type}
        _, body = await self._ask(
            request, "query", text=query, base=None, default=None, named=None, formats=formats
        )
        with body:
            return body.read().decode()

    async def _ask(self, request: Request, operation: str, **arguments: Any) -> Result:
        work = self.source.ask(operation, self._most_bytes, **arguments)
        return await while_connected(request, work)


def _response(request: Request, body: BinaryIO, media_type: str) -> Response:
    kind = media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")
    headers = {"Vary": "Accept", "Content-Type": kind}
    start = body.read(_AT_ONCE + 1)
    if len(start) > _AT_ONCE:
        headers["Content-Length"] = str(os.fstat(body.fileno()).st_size)
        return StreamingResponse(_chunks(start, body), headers=headers)
    body.close()
    tag = f'W/"{hashlib.blake2b(kind.encode() + start, digest_size=16).hexdigest()}"'
    headers["ETag"] = tag
    known = request.headers.get("if-none-match", "")
    if request.method in ("GET", "HEAD") and (tag[2:] in known or known.strip() == "*"):
        return Response(status_code=304, headers=headers)
    return Response(start, headers=headers)


def _accepted_formats(accept: str | None) -> dict[str, str | None]:
    """The media type that fits an Accept header best, for each of the two kinds of result."""
    return {
        "results": best_media_type(accept, *RESULT_TYPES.values()),
        "triples": best_media_type(accept, *RDF_TYPES.values()),
    }


async def _chunks(start: bytes, body: BinaryIO) -> AsyncIterator[bytes]:
    # The system still has the file in memory, so that reading it here is quicker than in a thread.
    with body:
        yield start
        while chunk := body.read(_CHUNK):
            yield chunk
