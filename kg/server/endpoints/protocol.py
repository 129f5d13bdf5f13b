"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/) at /sparql."""

from collections.abc import Collection, Mapping

from starlette.requests import Request
from starlette.responses import Response

from kg.queries import calls_out
from kg.server.endpoints.description import service_description
from kg.server.engine.answers import Answers
from kg.server.engine.snapshots import Update
from kg.server.web.errors import HttpError
from kg.server.web.guard import Calls, Writers
from kg.server.web.http import answer_written
from kg.server.web.requests import (
    Fields,
    address,
    decode,
    iris,
    media_type,
    parse_fields,
    read_body,
    url_fields,
    values,
)
from kg.server.web.routes import Endpoint

SPARQL = "/sparql"
"""The path of the endpoint."""

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_QUERY_FIELDS = frozenset({"query", "default-graph-uri", "named-graph-uri"})
_UPDATE_FIELDS = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})


def sparql_endpoints(answers: Answers, writers: Writers, calls: Calls) -> Mapping[str, Endpoint]:
    """What answers each method at /sparql."""
    endpoint = _Endpoint(answers, writers, calls)
    return {"GET": endpoint.get, "POST": endpoint.post}


class _Endpoint:
    def __init__(self, answers: Answers, writers: Writers, calls: Calls) -> None:
        self._answers = answers
        self._writers = writers
        self._calls = calls

    async def get(self, request: Request) -> Response:
        fields = url_fields(request)
        if not fields:
            return service_description(request)
        return await self._query(request, fields, _only(fields, "query"))

    async def post(self, request: Request) -> Response:
        kind, fields = media_type(request), url_fields(request)
        if kind == _FORM:
            fields += parse_fields(await read_body(request))
            if values(fields, "update"):
                return await self._update(request, fields, _only(fields, "update"))
            return await self._query(request, fields, _only(fields, "query"))
        if kind == _QUERY:
            _refuse(fields, {"query"})
            return await self._query(request, fields, decode(await read_body(request)))
        if kind == _UPDATE:
            self._writers.check(request)
            _refuse(fields, {"update"})
            return await self._update(request, fields, decode(await read_body(request)))
        raise HttpError(415, f"send {_FORM}, {_QUERY} or {_UPDATE}")

    async def _query(self, request: Request, fields: Fields, text: str) -> Response:
        _refuse(fields, _UPDATE_FIELDS)
        text = self._calls.query(text)
        default, named = iris(fields, "default-graph-uri"), iris(fields, "named-graph-uri")
        if default or named:
            return await self._answers.query(request, text, default=default, named=named)
        return await self._answers.query(request, text)

    async def _update(self, request: Request, fields: Fields, text: str) -> Response:
        self._writers.check(request)
        _refuse(fields, _QUERY_FIELDS)
        using, named = iris(fields, "using-graph-uri"), iris(fields, "using-named-graph-uri")
        text = self._calls.update(text)
        update = Update(text, using, named, address(request), network=calls_out(text))
        written = await self._answers.source.update(update)
        return answer_written(204, written.unseen)


def _refuse(fields: Fields, misplaced: Collection[str]) -> None:
    """Refuse parameters that are for another kind of request. The protocol ignores unknown ones."""
    found = sorted({name for name, _ in fields} & set(misplaced))
    if found:
        raise HttpError(400, f"the parameter {found[0]} does not belong to this request")


def _only(fields: Fields, name: str) -> str:
    found = values(fields, name)
    if len(found) != 1:
        raise HttpError(400, f"give the parameter {name} once, not {len(found)} times")
    return found[0]
