"""The routes at /reconcile and below it."""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.search import PROPERTIES
from kg.server.pages.pages import Pages
from kg.server.pages.searching import Indexes
from kg.server.reconciliation.answers import Answering
from kg.server.reconciliation.manifest import TYPES, manifest, named_property, named_type
from kg.server.reconciliation.reading import read_queries, read_wanted, type_iris
from kg.server.web.connection import while_connected
from kg.server.web.errors import HttpError
from kg.server.web.requests import (
    Fields,
    address,
    media_type,
    parse_fields,
    read_body,
    url_fields,
    values,
)
from kg.server.web.routes import raw_route

PREVIEW = "/reconcile/preview"
"""The path of the pages that other sites may show in a frame, where their pages are allowed."""

_AT_ONCE = 50  # queries of a batch before other requests have their turn
_SUGGESTED = 20  # entities of a page of suggestions
_MOST_SUGGESTED = 200  # entities of all pages
_LONGEST = 200  # characters of a prefix
_FORM = "application/x-www-form-urlencoded"
_Result = TypeVar("_Result")


def reconciliation_routes(indexes: Indexes, pages: Pages, base: str) -> list[Route]:
    """The routes of the service."""
    service = _Service(indexes, pages, base)
    return [
        raw_route("/reconcile", "reconcile", {"GET": service.get, "POST": service.post}),
        raw_route(PREVIEW, "preview", {"GET": service.preview}),
        raw_route("/reconcile/suggest/entity", "suggestEntity", {"GET": service.suggest_entity}),
        raw_route("/reconcile/suggest/type", "suggestType", {"GET": service.suggest_type}),
        raw_route(
            "/reconcile/suggest/property", "suggestProperty", {"GET": service.suggest_property}
        ),
        raw_route("/reconcile/flyout", "flyout", {"GET": service.flyout}),
        raw_route("/reconcile/properties", "proposeProperties", {"GET": service.properties}),
    ]


class _Service:
    def __init__(self, indexes: Indexes, pages: Pages, base: str) -> None:
        self._indexes = indexes
        self._pages = pages
        self._base = base

    async def get(self, request: Request) -> Response:
        fields = url_fields(request)
        if not values(fields, "queries") and not values(fields, "extend"):
            described = manifest(address(request), self._base)
            return JSONResponse(described, background=BackgroundTask(self._prepare))
        return await self._answer(request, fields)

    async def _prepare(self) -> None:
        """Have the index made: who asks for the manifest will send queries."""
        with suppress(HttpError):
            await self._indexes.ask(lambda index: None)

    async def post(self, request: Request) -> Response:
        if media_type(request) != _FORM:
            raise HttpError(415, f"send queries and extend as {_FORM}")
        return await self._answer(request, parse_fields(await read_body(request)))

    async def _answer(self, request: Request, fields: Fields) -> Response:
        queries, extend = values(fields, "queries"), values(fields, "extend")
        if queries:
            return JSONResponse(await while_connected(request, self._batch(queries[0])))
        if extend:
            wanted = read_wanted(extend[0])
            return JSONResponse(await self._ask(lambda answering: answering.extension(wanted)))
        raise HttpError(400, "there is neither a parameter queries nor extend")

    async def _batch(self, text: str) -> Mapping[str, Any]:
        queries = read_queries(text)
        sought = list(queries.values())
        answers: list[Any] = []
        for begin in range(0, len(sought), _AT_ONCE):
            part = sought[begin : begin + _AT_ONCE]
            answers += await self._ask(partial(Answering.candidates, sought=part))
        return dict(zip(queries, answers, strict=True))

    async def suggest_entity(self, request: Request) -> Response:
        fields = url_fields(request)
        prefix, types = _prefix(fields), type_iris(values(fields, "type"))
        hits = await self._indexes.search(prefix, _MOST_SUGGESTED)
        fitting = [hit for hit in hits.entities if not types or hit.type in types]
        found = await self._ask(lambda answering: answering.suggestions(fitting))
        return JSONResponse({"result": found[_cursor(fields) :][:_SUGGESTED]})

    async def suggest_type(self, request: Request) -> Response:
        return _suggested(request, map(named_type, TYPES))

    async def suggest_property(self, request: Request) -> Response:
        return _suggested(request, map(named_property, PROPERTIES))

    async def properties(self, request: Request) -> Response:
        """The properties that a data extension query can ask for, which all types have."""
        fields = url_fields(request)
        found = [named_property(id) for id in PROPERTIES]
        most = _number(fields, "limit", len(found))
        type = "".join(values(fields, "type")[:1])
        return JSONResponse({"type": type, "limit": most, "properties": found[:most]})

    async def flyout(self, request: Request) -> Response:
        id = _id(request)
        found = await self._ask(lambda answering: answering.flyout(id))
        if found is None:
            raise HttpError(404, f"there is nothing with the id {id!r}")
        return JSONResponse(found)

    async def preview(self, request: Request) -> Response:
        id = _id(request)
        iri = id if id.startswith(self._base) else self._base + id
        entity, facts = await self._indexes.ask(
            lambda index: (index.entity(iri), index.facts([iri], PROPERTIES).get(iri, {}))
        )
        if entity is None:
            raise HttpError(404, f"there is no entity with the id {id!r}")
        return self._pages.show(request, "preview.html", entity=entity, facts=facts)

    async def _ask(self, work: Callable[[Answering], _Result]) -> _Result:
        return await self._indexes.ask(lambda index: work(Answering(index, self._base)))


def _suggested(request: Request, known: Iterable[Mapping[str, Any]]) -> Response:
    """Those whose name or id has a word that begins as the client's text does."""
    fields = url_fields(request)
    prefix = _prefix(fields).casefold()
    found = [
        each
        for each in known
        if any(word.casefold().startswith(prefix) for word in (each["id"], *each["name"].split()))
    ]
    return JSONResponse({"result": found[_cursor(fields) :]})


def _id(request: Request) -> str:
    return "".join(values(url_fields(request), "id")[:1])


def _prefix(fields: Fields) -> str:
    return "".join(values(fields, "prefix")[:1])[:_LONGEST]


def _cursor(fields: Fields) -> int:
    return _number(fields, "cursor", 0)


def _number(fields: Fields, name: str, default: int) -> int:
    given = values(fields, name)
    if not given:
        return default
    if len(given) > 1 or not re.fullmatch(r"\d{1,9}", given[0], re.ASCII):
        raise HttpError(400, f"give {name} once, as a whole number")
    return int(given[0])
