"""The clients in use read and write as with any endpoint: rdflib, SPARQLWrapper, curl."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from server_process import JANE, NAME, make_store, serving

TOKEN = "a-long-secret"
BEARER = f"Bearer {TOKEN}"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
CONSTRUCT = f"CONSTRUCT {{ ?s a <x:Person> }} WHERE {{ ?s {NAME} ?o }}"
GRAPH = URIRef("https://x.example/g")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("clients") / "store")
    with serving(store, "--update", token=TOKEN) as client:
        client.headers["Authorization"] = BEARER
        yield client


@pytest.fixture
def endpoint(client: httpx.Client) -> Iterator[str]:
    """The endpoint, over a store that is afterwards as before."""
    yield str(client.base_url.join("/sparql"))
    cleared = {"update": f"CLEAR DEFAULT; DROP SILENT GRAPH <{GRAPH}>"}
    assert client.post("/sparql", data=cleared).status_code == 204


def test_rdflib_reads(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint))
    assert len(list(graph.query(ALL))) == len(graph) == 31
    assert str(graph.value(URIRef(JANE.value), URIRef(NAME.value))) == "Jane Alderman"
    assert (URIRef(JANE.value), None, None) in graph
    assert graph.query(f"ASK {{ {JANE} ?p ?o }}").askAnswer
    assert not graph.query("ASK { <x:nobody> ?p ?o }").askAnswer
    constructed = graph.query(CONSTRUCT).graph
    assert constructed is not None
    assert len(constructed) == 31
    assert len(graph.query(f"DESCRIBE {JANE}").graph or []) == 1
    assert len(list(graph.triples((None, URIRef(NAME.value), None)))) == 31


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_writes(endpoint: str, method: str) -> None:
    headers = {"Authorization": BEARER}
    store = SPARQLUpdateStore(endpoint, endpoint, method=method, headers=headers)
    graph = Graph(store, identifier=GRAPH)
    graph.add((URIRef("x:a"), URIRef("x:b"), Literal('by "rdflib"\n', lang="en")))
    graph.addN([(URIRef(f"x:{n}"), RDF.type, URIRef("x:C"), graph) for n in range(200)])
    graph.update("INSERT { ?s <x:also> 1 } WHERE { ?s a <x:C> }")
    graph.remove((URIRef("x:0"), None, None))
    assert len(graph) == 1 + 2 * 199
    assert graph.value(URIRef("x:a"), URIRef("x:b")) == Literal('by "rdflib"\n', lang="en")
    assert GRAPH in {each.identifier for each in Dataset(store).graphs()}


def test_rdflib_is_told_that_it_may_not_write(endpoint: str) -> None:
    graph = Graph(SPARQLUpdateStore(endpoint, endpoint), identifier=GRAPH)
    with pytest.raises(OSError, match="401"):
        graph.add((URIRef("x:a"), URIRef("x:b"), Literal("c")))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads(endpoint: str, method: str) -> None:
    def ask(query: str, format: str) -> object:
        wrapper = SPARQLWrapper(endpoint, returnFormat=format)
        wrapper.setMethod(method)
        wrapper.setQuery(query)
        return wrapper.queryAndConvert()

    found = ask(ALL, JSON)
    assert isinstance(found, dict)
    assert len(found["results"]["bindings"]) == 31
    rows = ask(ALL, CSV)
    assert isinstance(rows, bytes)
    assert len(list(csv.reader(io.StringIO(rows.decode())))) == 32
    assert "sparql-results" in ask(ALL, XML).toxml()  # type: ignore[attr-defined]
    assert ask("ASK {}", JSON) == {"head": {}, "boolean": True}
    turtle = ask(CONSTRUCT, TURTLE)
    assert isinstance(turtle, bytes)
    assert len(Graph().parse(turtle, format="turtle")) == 31
    with pytest.raises(QueryBadFormed):
        ask("SELECT * WHERE { ?s", JSON)


def test_sparqlwrapper_writes(endpoint: str, client: httpx.Client) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(POST)
    wrapper.setQuery('INSERT DATA { <x:a> <x:b> "by a wrapper" }')
    with pytest.raises(Unauthorized):
        wrapper.query()
    wrapper.addCustomHttpHeader("Authorization", BEARER)
    wrapper.query()
    asked = client.get("/sparql", params={"query": 'ASK { ?s ?p "by a wrapper" }'})
    assert asked.json()["boolean"]


def curl(*arguments: str) -> str:
    """What curl prints; it fails where the answer is an error."""
    command = ["curl", "-sS", "--fail-with-body", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_reads(endpoint: str) -> None:
    counted = curl("-G", endpoint, "--data-urlencode", f"query={ALL}", "-H", "Accept: text/csv")
    assert len(counted.splitlines()) == 32
    assert json.loads(curl(endpoint, "--data-urlencode", "query=ASK {}"))["boolean"]
    direct = curl(endpoint, "-H", "Content-Type: application/sparql-query", "--data-binary", ALL)
    assert len(json.loads(direct)["results"]["bindings"]) == 31
    turtle = curl("--compressed", endpoint, "--data-urlencode", f"query=DESCRIBE {JANE}")
    assert len(Graph().parse(data=turtle, format="turtle")) == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_writes(endpoint: str, tmp_path: Path) -> None:
    token = ("-H", f"Authorization: {BEARER}")
    curl(*token, endpoint, "--data-urlencode", 'update=INSERT DATA { <x:a> <x:b> "by curl" }')
    update = ("-H", "Content-Type: application/sparql-update", "--data-binary")
    curl(*token, endpoint, *update, 'INSERT DATA { <x:a> <x:c> "by curl" }')
    asked = curl(endpoint, "--data-urlencode", "query=ASK { <x:a> <x:b> ?o ; <x:c> ?o }")
    assert json.loads(asked)["boolean"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_keeps_graphs(endpoint: str, tmp_path: Path) -> None:
    token = ("-H", f"Authorization: {BEARER}")
    at = endpoint.removesuffix("/sparql") + f"/store?graph={GRAPH}"
    graph = Graph()
    graph.add((URIRef("x:a"), URIRef("x:b"), BNode()))
    graph.add((URIRef("x:a"), URIRef("x:b"), Literal("ü", lang="de")))
    file = tmp_path / "graph.ttl"
    graph.serialize(file, format="turtle")
    curl(*token, "-T", str(file), "-H", "Content-Type: text/turtle", at)
    read = curl(at, "-H", "Accept: application/rdf+xml")
    assert isomorphic(Graph().parse(data=read, format="xml"), graph)
    curl(*token, "-F", f"a=@{file};type=text/turtle", at)
    assert len(Graph().parse(data=curl(at), format="turtle")) == 3
    curl("-I", at)
    curl(*token, "-X", "DELETE", at)
    with pytest.raises(subprocess.CalledProcessError, match="22"):
        curl(at)


def test_long_results_reach_each_client_whole(endpoint: str) -> None:
    query = f"SELECT ?a ?b ?c {{ ?x {NAME} ?a . ?y {NAME} ?b . ?z {NAME} ?c }}"
    assert len(list(Graph(SPARQLStore(endpoint)).query(query))) == 31**3
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setQuery(query)
    found = wrapper.queryAndConvert()
    assert isinstance(found, dict)
    assert len(found["results"]["bindings"]) == 31**3
