"""Answers made of what an engine process gave: whole before the first byte is sent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.queries import calls_out
from kg.server.engine.pool import Pool
from kg.server.engine.snapshots import Snapshots, raise_failure
from kg.server.web.connection import while_connected
from kg.server.web.negotiation import RDF_TYPES, RESULT_TYPES, best_media_type
from kg.server.web.requests import accepted, address

_CHUNK = 1 << 18
_AT_ONCE = 1 << 20  # bytes of results that are sent from memory, with an ETag


class Answers:
    """Runs queries in engine processes and sends what they give.

    Args:
        pool: the processes.
        snapshots: what they read.
        most_bytes: the longest result.
    """

    def __init__(self, pool: Pool, snapshots: Snapshots, most_bytes: int) -> None:
        self._pool = pool
        self.snapshots = snapshots
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
        """The results of a query in the format that the client takes.

        Args:
            request: the request that is answered.
            text: the query.
            default: the graphs of its default graph, by IRI, instead of all.
            named: the only named graphs.
            accept: in the place of the header Accept.

        Raises:
            HttpError: 400, 406, 503, 504.
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
        """A named graph, or the default graph for None; None where there is no such graph."""
        answer, body = await self._ask(request, "graph", graph=graph, media_type=media_type)
        return _response(request, body, media_type) if answer["exists"] else None

    async def text(self, request: Request, query: str, media_type: str) -> str:
        """What a query gives, as text, for an answer that the server makes of it."""
        formats = {"results": media_type, "triples": media_type}
        _, body = await self._ask(
            request,
            "query",
            text=query,
            base=None,
            default=None,
            named=None,
            formats=formats,
        )
        with body:
            return body.read().decode()

    async def _ask(
        self, request: Request, operation: str, **arguments: Any
    ) -> tuple[dict[str, Any], BinaryIO]:
        spool, in_file = self.snapshots.spool(), True
        snapshot = await self.snapshots.newest()
        try:
            work = self._pool.ask(
                operation,
                snapshot=snapshot.path,
                spool=spool,
                limit=self._most_bytes,
                **arguments,
            )
            answer, result = await while_connected(request, work)
            in_file = answer.get("in_file", not answer["ok"])
            raise_failure(answer)
            return answer, Path(spool).open("rb") if in_file else BytesIO(result)
        finally:
            self.snapshots.release(snapshot)
            if in_file:
                Path(spool).unlink(missing_ok=True)


def _response(request: Request, body: BinaryIO, media_type: str) -> Response:
    kind = _content_type(media_type)
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
    """The media types that fit an Accept header best, for each kind of result."""
    return {
        "results": best_media_type(accept, *RESULT_TYPES.values()),
        "triples": best_media_type(accept, *RDF_TYPES.values()),
    }


def _content_type(media_type: str) -> str:
    """The header Content-Type; `charset` is a parameter of the text types alone."""
    return media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")


async def _chunks(start: bytes, body: BinaryIO) -> AsyncIterator[bytes]:
    # The file was written just now and lies in memory; a thread for each chunk would take longer.
    with body:
        yield start
        while chunk := body.read(_CHUNK):
            yield chunk
