"""Descriptions of the service: SPARQL 1.1 Service Description, VoID, saved queries in SHACL."""

import json
from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter
from pyoxigraph import Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from kg.mapping import DEFAULT_BASE
from kg.mapping.terms import RDF, SCHEMA, Vocabulary
from kg.queries import SavedQuery, query_form
from kg.server.endpoints.openapi import described_responses
from kg.server.engine.answers import Answers
from kg.server.web.http import answer_triples
from kg.server.web.negotiation import RDF_TYPES, best_rdf_type
from kg.server.web.requests import accepted, address

_RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
_SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
_VOID = Vocabulary("http://rdfs.org/ns/void#")
_SH = Vocabulary("http://www.w3.org/ns/shacl#")
_FORMATS = Vocabulary("http://www.w3.org/ns/formats/")
_RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV",
                   "SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "N3", "TriG",
                   "N-Quads")  # fmt: skip
_COUNTS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
       (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?distinctObjects)
WHERE { ?s ?p ?o }
"""

Terms = list[tuple[str, NamedNode, "NamedNode | Literal"]]


def service_description(request: Request) -> Response:
    """The service description of /sparql (https://www.w3.org/TR/sparql11-service-description/)."""
    endpoint = str(request.url_for("sparql"))
    service, graph = endpoint + "#service", endpoint + "#dataset"
    terms: Terms = [
        (service, RDF.type, _SD.Service),
        (service, _SD.endpoint, NamedNode(endpoint)),
        (service, _SD.supportedLanguage, _SD.SPARQL11Query),
        (service, _SD.supportedLanguage, _SD.SPARQL11Update),
        (service, _SD.feature, _SD.UnionDefaultGraph),
        *((service, _SD.resultFormat, getattr(_FORMATS, f)) for f in _RESULT_FORMATS),
        (service, _SD.defaultDataset, NamedNode(graph)),
        (graph, RDF.type, _SD.Dataset),
        (graph, _SD.defaultGraph, NamedNode(endpoint + "#union")),
        (endpoint + "#union", RDF.type, _SD.Graph),
    ]
    return _written(request, terms)


def description_routes(answers: Answers, queries: Mapping[str, SavedQuery], base: str) -> APIRouter:
    """The routes below /.well-known/."""
    router = APIRouter(tags=["Descriptions"])
    responses = described_responses(*RDF_TYPES.values())
    route = partial(router.get, response_class=Response, responses=responses)

    @route("/.well-known/void", summary="What the graph holds, in VoID")
    async def void(request: Request) -> Response:
        counted = json.loads(
            await answers.text(request, _COUNTS, "application/sparql-results+json")
        )
        dataset = address(request) + "#dataset"
        terms: Terms = [
            (dataset, RDF.type, _VOID.Dataset),
            (dataset, _VOID.sparqlEndpoint, NamedNode(str(request.url_for("sparql")))),
            (dataset, _VOID.uriSpace, Literal(base)),
        ]
        for name, value in counted["results"]["bindings"][0].items():
            number = Literal(value["value"], datatype=NamedNode(value["datatype"]))
            terms.append((dataset, getattr(_VOID, name), number))
        return _written(request, terms)

    @route("/.well-known/sparql-examples", summary="The saved queries, in SHACL")
    async def examples(request: Request) -> Response:
        home, endpoint = address(request) + "#", str(request.url_for("sparql"))
        terms = [
            term for query in queries.values() for term in _example(query, home, endpoint, base)
        ]
        return _written(request, terms)

    return router


def _example(query: SavedQuery, home: str, endpoint: str, base: str) -> Terms:
    node = home + query.name
    verb = query_form(query.text).lower()
    return [
        (node, RDF.type, _SH.SPARQLExecutable),
        (node, RDF.type, getattr(_SH, f"SPARQL{verb.capitalize()}Executable")),
        (node, _RDFS.label, Literal(query.name)),
        (node, _RDFS.comment, Literal(query.summary)),
        (node, getattr(_SH, verb), Literal(query.text.replace("<" + DEFAULT_BASE, "<" + base))),
        (node, SCHEMA.target, NamedNode(endpoint)),
        *((node, SCHEMA.keywords, Literal(tag)) for tag in query.tags),
    ]


def _written(request: Request, terms: Terms) -> Response:
    triples = [Triple(NamedNode(s), p, o) for s, p, o in terms]
    return answer_triples(triples, best_rdf_type(accepted(request)))
