"""Linked data: the path of an IRI below the base answers with what is said of that IRI."""

from fastapi import APIRouter
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.mapping import Namespaces, map_known
from kg.server.engine.answers import Answers
from kg.server.pages.pages import Pages
from kg.server.pages.routes import wants_page
from kg.server.web.errors import HttpError
from kg.server.web.http import answer_triples
from kg.server.web.negotiation import RDF_TYPES, best_rdf_type
from kg.server.web.requests import accept_of, check_names, url_fields

_IS_DESCRIBED = "ASK {{ {iri} ?p ?o }}"
_IS_REFERRED_TO = "ASK {{ ?s ?p {iri} }}"
_ABOUT = "CONSTRUCT {{ {iri} ?p ?o }} WHERE {{ {iri} ?p ?o }}"


def data_routes(answers: Answers, pages: Pages, base: str) -> APIRouter:
    """The route for all paths that no route before it has."""
    router = APIRouter(tags=["Linked data"])
    namespaces = Namespaces(base)

    @router.get("/{path:path}", include_in_schema=False)
    async def about(request: Request, path: str) -> Response:
        check_names(url_fields(request), {"format"})
        try:
            iri = NamedNode(base + path)
        except ValueError:
            raise HttpError(404, "no IRI can have this path") from None
        accept = accept_of(request, RDF_TYPES)
        if wants_page(accept, *RDF_TYPES.values()):
            return await pages.about(request, iri.value)
        response = await described(request, iri, best_rdf_type(accept))
        response.headers["Link"] = f'{iri}; rel="describes"'
        return response

    async def described(request: Request, iri: NamedNode, media_type: str) -> Response:
        # The IRI of a document is also that of the graph with all that was read from it.
        graph = await answers.graph(request, iri.value, media_type)
        if graph is not None:
            return graph
        if await holds(request, _IS_DESCRIBED, iri):
            return await answers.query(request, _ABOUT.format(iri=iri), accept=media_type)
        known = map_known(iri.value, namespaces)
        if known and await holds(request, _IS_REFERRED_TO, iri):
            return answer_triples(known, media_type)
        raise HttpError(404, f"nothing is said of {iri.value}")

    async def holds(request: Request, ask: str, iri: NamedNode) -> bool:
        return (await answers.text(request, ask.format(iri=iri), "text/csv")).strip() == "true"

    return router
