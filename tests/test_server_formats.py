"""Content negotiation, compression, tags and what pages of other sites get; descriptions."""

import csv
import gzip
import io
import json
from collections.abc import Iterator

import httpx
import pyshacl
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from rdflib import RDF, Graph, Namespace, URIRef

from server_process import make_store, serving

SELECT = "SELECT ?o WHERE { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
RESULTS = ["application/sparql-results+json", "application/sparql-results+xml",
           "text/csv", "text/tab-separated-values"]  # fmt: skip
GRAPHS = ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml",
          "text/n3", "application/trig", "application/n-quads"]  # fmt: skip
SH = Namespace("http://www.w3.org/ns/shacl#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("formats") / "store")
    with serving(store, "--update", "--no-token") as client:
        yield client


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers=headers)


def kind(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("accept", RESULTS)
def test_results_in_every_format(client: httpx.Client, accept: str) -> None:
    response = ask(client, SELECT, Accept=accept)
    assert (response.status_code, kind(response)) == (200, accept)
    if accept != "text/csv":
        format = QueryResultsFormat.from_media_type(accept)
        assert format is not None
        found = parse_query_results(response.content, format)
        assert len(list(found)) == 31  # type: ignore[arg-type]
    assert ask(client, "ASK {}", Accept=accept).status_code == 200
    assert ask(client, CONSTRUCT, Accept=accept).status_code == 406


@pytest.mark.parametrize("accept", GRAPHS)
def test_graphs_in_every_format(client: httpx.Client, accept: str) -> None:
    format = RdfFormat.from_media_type(accept)
    for response in (
        ask(client, CONSTRUCT, Accept=accept),
        client.get("/doc/second", headers={"Accept": accept}),
        client.get("/store?graph=https://example.org/kg/doc/second", headers={"Accept": accept}),
        client.get("/.well-known/void", headers={"Accept": accept}),
        client.get("/sparql", headers={"Accept": accept}),
    ):
        assert (response.status_code, kind(response)) == (200, accept)
        assert len(list(parse(response.content, format=format))) >= 7
    assert ask(client, SELECT, Accept=accept).status_code == 406


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", RESULTS[0]),
        ("application/json", RESULTS[0]),
        ("text/*", "text/csv"),
        ("text/html, */*;q=0.1", RESULTS[0]),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", RESULTS[1]),
        ("text/csv;q=0, text/*", "text/tab-separated-values"),
        ("text/csv; charset=utf-8; q=0.9, application/json;q=0.8", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
    ],
)
def test_what_fits_best(client: httpx.Client, accept: str, expected: str | None) -> None:
    response = ask(client, SELECT, Accept=accept)
    assert response.status_code == (406 if expected is None else 200)
    assert expected is None or kind(response) == expected
    assert expected is None or "Accept" in response.headers["vary"]


def test_headers_accept_count_together(client: httpx.Client) -> None:
    headers = [("Accept", "image/png"), ("Accept", "text/csv")]
    response = client.get("/sparql", params={"query": SELECT}, headers=headers)
    assert kind(response) == "text/csv"


def test_compression(client: httpx.Client) -> None:
    with client.stream("GET", "/sparql", params={"query": SELECT}) as response:
        assert response.headers["content-encoding"] == "gzip"
        packed = b"".join(response.iter_raw())
    assert len(json.loads(gzip.decompress(packed))["results"]["bindings"]) == 31
    plain = ask(client, SELECT, **{"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert plain.json() == ask(client, SELECT).json()


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/doc/second", "/queries/entities"])
def test_tags(client: httpx.Client, path: str) -> None:
    tag = client.get(path).headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_no_answer_is_older_than_the_last_update(client: httpx.Client) -> None:
    query = "SELECT ?n { <x:a> <x:n> ?n }"
    tags = set()
    for n in range(3):
        update = f"DELETE WHERE {{ <x:a> <x:n> ?n }}; INSERT DATA {{ <x:a> <x:n> {n} }}"
        assert client.post("/sparql", data={"update": update}).status_code == 204
        for _ in range(3):
            response = ask(client, query, Accept="text/csv")
            assert response.text == f"n\r\n{n}\r\n"
            tags.add(response.headers["etag"])
    assert len(tags) == 3
    assert client.post("/sparql", data={"update": "CLEAR DEFAULT"}).status_code == 204


@pytest.mark.parametrize(
    "function", ["RAND()", "STRUUID()", "rand\n()", "IRI(CONCAT('x:', STRUUID()))"]
)
def test_chance_is_new_each_time(client: httpx.Client, function: str) -> None:
    query = f"SELECT ({function} AS ?x) {{}}"
    assert len({ask(client, query).text for _ in range(5)}) == 5


def test_the_service_describes_itself(client: httpx.Client) -> None:
    described = Graph().parse(data=client.get("/sparql").text, format="turtle")
    service = described.value(predicate=RDF.type, object=SD.Service)
    assert described.value(service, SD.endpoint) == URIRef(str(client.base_url.join("/sparql")))
    assert (service, SD.feature, SD.UnionDefaultGraph) in described
    assert len(list(described.objects(service, SD.resultFormat))) == len(RESULTS + GRAPHS)
    assert described.value(described.value(service, SD.defaultDataset), SD.defaultGraph)


def test_void_counts_what_is_there(client: httpx.Client) -> None:
    described = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    dataset = described.value(predicate=RDF.type, object=VOID.Dataset)
    expected = {"triples": 31, "distinctSubjects": 31, "properties": 1, "distinctObjects": 31}
    counted = {name: int(str(described.value(dataset, VOID[name]))) for name in expected}
    assert counted == expected


def test_the_examples_are_queries_that_run(client: httpx.Client) -> None:
    described = Graph().parse(data=client.get("/.well-known/sparql-examples").text, format="turtle")
    examples = set(described.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) == len(client.get("/queries").json())
    for example in examples:
        texts = [*described.objects(example, SH.select), *described.objects(example, SH.construct),
                 *described.objects(example, SH.ask)]  # fmt: skip
        assert len(texts) == 1
        prefixes = "".join(
            f"PREFIX {described.value(each, SH.prefix)}: <{described.value(each, SH.namespace)}>\n"
            for declared in described.objects(example, SH.prefixes)
            for each in described.objects(declared, SH.declare)
        )
        assert ask(client, prefixes + str(texts[0])).status_code == 200
    conforms, _, report = pyshacl.validate(described, shacl_graph=EXAMPLES, meta_shacl=False)
    assert conforms, report


# What the shapes for collections of examples ask (https://github.com/sib-swiss/sparql-examples).
EXAMPLES = Graph().parse(
    data="""
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<x:shape> a sh:NodeShape ; sh:targetClass sh:SPARQLExecutable ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path rdfs:comment ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path [ sh:alternativePath ( sh:select sh:ask sh:construct sh:describe ) ] ;
      sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] .
""",
    format="turtle",
)


def test_csv_quotes_an_iri_with_a_comma(client: httpx.Client) -> None:
    span = "https://example.org/kg/doc/first#char=1,5"
    query = f"SELECT ?span ?n {{ VALUES (?span ?n) {{ (<{span}> 1) (<{span}> 2) }} }} ORDER BY ?n"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    rows = list(csv.reader(io.StringIO(response.text)))
    assert rows == [["span", "n"], [span, "1"], [span, "2"]]
