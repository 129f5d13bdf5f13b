"""Linked data: an IRI below the base answers, at the same path here, with what is said of it."""

from __future__ import annotations

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.server.engine.answers import Answers
from kg.server.pages import Pages, wants_page
from kg.server.web.errors import HttpError
from kg.server.web.negotiation import RDF_TYPES, best_media_type
from kg.server.web.requests import accepted, check_names, url_fields, values

_IS_THERE = "ASK {{ {{ {iri} ?p ?o }} UNION {{ ?s ?q {iri} }} }}"
_ABOUT = "CONSTRUCT {{ {iri} ?p ?o }} WHERE {{ {iri} ?p ?o }}"


def data_routes(answers: Answers, pages: Pages, base: str) -> APIRouter:
    """The route of every path that no other route has; it comes last."""
    router = APIRouter(tags=["Linked data"])

    @router.get("/{path:path}", include_in_schema=False)
    async def about(request: Request, path: str) -> Response:
        check_names(url_fields(request), set())
        try:
            iri = NamedNode(base + path)
        except ValueError:
            raise HttpError(404, "the path is none that an IRI can have") from None
        accept = _accept(request)
        if wants_page(accept, *RDF_TYPES.values()):
            return await pages.about(request, iri.value)
        media_type = best_media_type(accept, *RDF_TYPES.values())
        if media_type is None:
            raise HttpError(406, f"an IRI is described in {', '.join(RDF_TYPES.values())}")
        # A document's IRI names the graph with all that was read from it, its spans among it.
        response = await answers.graph(request, iri.value, media_type)
        if response is None:
            found = await answers.text(request, _IS_THERE.format(iri=iri), "text/csv")
            if found.strip() != "true":
                raise HttpError(404, f"nothing is said of {iri.value}")
            response = await answers.query(request, _ABOUT.format(iri=iri), accept=media_type)
        response.headers["Link"] = f'{iri}; rel="describes"'
        return response

    return router


def _accept(request: Request) -> str | None:
    """The header Accept, or the media type that the parameter `format` names."""
    named = values(url_fields(request), "format")
    if named and named[0] not in RDF_TYPES:
        raise HttpError(400, f"no format {named[0]!r}; there are: {', '.join(RDF_TYPES)}")
    return RDF_TYPES[named[0]] if named else accepted(request)
