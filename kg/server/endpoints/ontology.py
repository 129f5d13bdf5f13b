"""The ontology and the scheme of cues, at their IRIs."""

from collections.abc import Iterable, Mapping, Sequence

from fastapi import APIRouter
from pyoxigraph import Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from kg.mapping import Namespaces, ontology_triples
from kg.server.pages.pages import Pages
from kg.server.pages.routes import wants_page
from kg.server.web.http import answer_triples
from kg.server.web.negotiation import RDF_TYPES, best_rdf_type
from kg.server.web.requests import accept_of, check_names, url_fields

_FILES = {"/ns": "kg.ttl", "/ns/cues": "cues.ttl", "/ns/events": "events.ttl"}


def ontology_routes(pages: Pages, base: str) -> APIRouter:
    """A route for each of the two."""
    router = APIRouter(include_in_schema=False)
    namespaces = Namespaces(base)

    async def answer(request: Request) -> Response:
        check_names(url_fields(request), {"format"})
        accept = accept_of(request, RDF_TYPES)
        triples = ontology_triples(_FILES[request.url.path], namespaces)
        if wants_page(accept, *RDF_TYPES.values()):
            iri = base.rstrip("/") + request.url.path
            return pages.show(request, "ontology.html", iri=iri, terms=_terms(triples))
        return answer_triples(triples, best_rdf_type(accept))

    for path in _FILES:
        router.add_api_route(path, answer, methods=["GET"])
    return router


def _terms(triples: Iterable[Triple]) -> Mapping[str, Sequence[tuple[str, str, bool]]]:
    """The facts of each term, by its IRI: property, value, and whether the value is an IRI."""
    terms: dict[str, list[tuple[str, str, bool]]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            fact = (
                triple.predicate.value,
                triple.object.value,
                isinstance(triple.object, NamedNode),
            )
            terms.setdefault(triple.subject.value, []).append(fact)
    return terms
