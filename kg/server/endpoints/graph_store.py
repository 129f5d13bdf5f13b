"""SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

import asyncio
import uuid
from email import message_from_bytes

import pyoxigraph
from pyoxigraph import RdfFormat, Triple
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.server.engine.answers import Answers
from kg.server.engine.snapshots import Update
from kg.server.web.errors import HttpError
from kg.server.web.guard import Writers
from kg.server.web.http import answer_written
from kg.server.web.negotiation import GRAPH_TYPES, best_rdf_type
from kg.server.web.requests import (
    Fields,
    accepted,
    address,
    check_iri,
    media_type,
    read_body,
    url_fields,
    values,
)
from kg.server.web.routes import raw_route


def store_routes(answers: Answers, writers: Writers) -> list[Route]:
    """The routes at /store and below it."""

    async def read(request: Request) -> Response:
        graph = _graph(request)
        response = await answers.graph(request, graph, best_rdf_type(accepted(request)))
        if response is None:
            raise _missing(graph)
        return response

    async def put(request: Request) -> Response:
        writers.check(request)
        graph = _graph(request)
        data = await _payload(request, graph or str(request.url))
        drop = f"DROP SILENT {_target(graph)} ; "
        written = await answers.source.update(Update(drop + _insert(graph, data), probe=graph))
        return answer_written(204 if written.existed else 201, written.unseen)

    async def post(request: Request) -> Response:
        writers.check(request)
        new = request.url.path == "/store" and not _named(request)
        graph = f"{address(request)}/{uuid.uuid4()}" if new else _graph(request)
        data = await _payload(request, graph or str(request.url))
        written = await answers.source.update(Update(_insert(graph, data), probe=graph))
        headers = {"Location": graph} if new and graph else {}
        return answer_written(204 if written.existed else 201, written.unseen, headers)

    async def delete(request: Request) -> Response:
        writers.check(request)
        graph = _graph(request)
        drop = Update(f"DROP SILENT {_target(graph)}", probe=graph)
        written = await answers.source.update(drop)
        if not written.existed:
            raise _missing(graph)
        return answer_written(204, written.unseen)

    endpoints = {"GET": read, "PUT": put, "POST": post, "DELETE": delete}
    return [raw_route(path, "store", endpoints) for path in ("/store", "/store/{rest:path}")]


def _graph(request: Request) -> str | None:
    """The IRI of the graph that a request is about; None for the default graph."""
    fields = _named(request)
    graphs, default = values(fields, "graph"), values(fields, "default")
    if request.url.path != "/store" and not fields:
        return check_iri(address(request), "the graph")
    if len(graphs) + len(default) != 1 or any(default):
        raise HttpError(400, "say which graph: ?graph=IRI or ?default")
    return check_iri(graphs[0], "graph") if graphs else None


def _named(request: Request) -> Fields:
    """The parameters that name a graph; the protocol ignores others."""
    return [field for field in url_fields(request) if field[0] in ("graph", "default")]


def _target(graph: str | None) -> str:
    return "DEFAULT" if graph is None else f"GRAPH <{graph}>"


def _insert(graph: str | None, triples: list[Triple]) -> str:
    data = "".join(f"{triple} .\n" for triple in triples)
    if graph is None:
        return f"INSERT DATA {{\n{data}}}"
    return f"CREATE SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{\n{data}}} }}"


def _missing(graph: str | None) -> HttpError:
    return HttpError(404, f"there is no graph {graph}")


async def _payload(request: Request, base: str) -> list[Triple]:
    kind, body = media_type(request), await read_body(request)
    if kind != "multipart/form-data":
        return await asyncio.to_thread(_parse, body, kind, base)
    head = b"Content-Type: " + request.headers["content-type"].encode("latin-1") + b"\r\n\r\n"
    triples: list[Triple] = []
    for part in message_from_bytes(head + body).walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            triples += _parse(content, part.get_content_type(), base)
    return triples


def _parse(body: bytes, kind: str, base: str) -> list[Triple]:
    format = RdfFormat.from_media_type(kind) if kind else RdfFormat.TURTLE
    if format is None or (format.supports_datasets and format != RdfFormat.JSON_LD):
        raise HttpError(415, f"{kind} is not read; send {', '.join(GRAPH_TYPES.values())}")
    try:
        quads = pyoxigraph.parse(
            body, format, base_iri=base, without_named_graphs=True, rename_blank_nodes=True
        )
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise HttpError(400, f"the graph is not valid {kind or 'text/turtle'}: {reason}") from None
