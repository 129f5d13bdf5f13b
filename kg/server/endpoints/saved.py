"""The saved queries as an API: /queries lists them, /queries/NAME runs one."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import QueryError
from kg.queries import Parameter, SavedQuery, bind, query_form
from kg.server.endpoints.openapi import described_responses
from kg.server.engine.answers import Answers
from kg.server.pages.asking import AskingPages
from kg.server.pages.routes import wants_page
from kg.server.web.errors import HttpError
from kg.server.web.negotiation import RDF_TYPES, RESULT_TYPES
from kg.server.web.requests import accept_of, accepted, url_fields

_MOST = 10**18 - 1
_SCHEMAS: Mapping[str, dict[str, str | int]] = {
    "integer": {"type": "integer", "minimum": -_MOST, "maximum": _MOST},
    "number": {"type": "number", "minimum": -_MOST, "maximum": _MOST},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "dateTime": {"type": "string", "format": "date-time"},
    "iri": {"type": "string", "format": "iri-reference"},
}
_FORMATS = {**RESULT_TYPES, **RDF_TYPES}


def query_routes(
    answers: Answers, asking: AskingPages, queries: Mapping[str, SavedQuery], base: str
) -> APIRouter:
    """A route for the list, and one for each query, so that OpenAPI describes each."""
    router = APIRouter(tags=["Saved queries"])

    @router.get(
        "/queries",
        summary="The saved queries with their parameters",
        responses=described_responses("application/json"),
    )
    async def listing(request: Request) -> Response:
        if wants_page(accepted(request), "application/json"):
            return await asking.listing(request)
        return JSONResponse([_described(query) for query in queries.values()])

    for query in queries.values():
        _add(router, answers, asking, query, base)
    return router


def _add(
    router: APIRouter, answers: Answers, asking: AskingPages, query: SavedQuery, base: str
) -> None:
    async def run(request: Request) -> Response:
        fields = url_fields(request)
        names = [name for name, _ in fields]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise HttpError(400, f"give the parameter {twice} once")
        accept = accept_of(request, _FORMATS)
        if wants_page(accept, *_FORMATS.values()):
            return await asking.saved(request, query, dict(fields))
        try:
            given = {name: value for name, value in fields if name != "format"}
            text = bind(query, given, base=base)
        except QueryError as error:
            raise HttpError(400, str(error)) from None
        return await answers.query(request, text, accept=accept)

    formats = RESULT_TYPES if query_form(query.text) in ("SELECT", "ASK") else RDF_TYPES
    router.add_api_route(
        f"/queries/{query.name}",
        run,
        methods=["GET"],
        summary=query.summary,
        description=query.description,
        operation_id=query.name,
        response_class=Response,
        responses=described_responses(*formats.values()),
        openapi_extra={"parameters": [*map(_schema, query.parameters), _format(formats)]},
    )


def _format(formats: Iterable[str]) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "description": "The format of the answer, in the place of the header Accept.",
        "schema": {"type": "string", "enum": list(formats)},
    }


def _schema(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.type,
        "schema": _SCHEMAS.get(parameter.type, {"type": "string"}),
    }


def _described(query: SavedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "required": parameter.required,
                "default": query.defaults.get(parameter.name),
            }
            for parameter in query.parameters
        ],
    }
