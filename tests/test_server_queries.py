"""Queries over HTTP: all request forms, formats, what is refused, and that they end."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad
from rdflib import Graph

from kg.store import GraphStore
from server_process import BASE, FIRST, JANE, NAME, SECOND, make_store, serving

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("server") / "store")


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    with serving(store) as client:
        yield client


def count(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_the_three_request_forms(client: httpx.Client) -> None:
    body = {"content": COUNT, "headers": {"Content-Type": "application/sparql-query"}}
    assert count(client.get("/sparql", params={"query": COUNT})) == 31
    assert count(client.post("/sparql", data={"query": COUNT})) == 31
    assert count(client.post("/sparql", **body)) == 31


@given(st.text())
@settings(max_examples=50)
def test_queries_are_read_to_the_character(client: httpx.Client, text: str) -> None:
    query = f"SELECT ({Literal(text)} AS ?text) {{}}"
    body = {"content": query.encode(), "headers": {"Content-Type": "application/sparql-query"}}
    for response in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", **body),  # type: ignore[arg-type]
    ):
        assert response.json()["results"]["bindings"][0]["text"]["value"] == text


@pytest.mark.parametrize(
    ("dataset", "from_clause", "expected"),
    [
        ({}, "", 31),
        ({}, f"FROM {FIRST}", 1),
        ({"default-graph-uri": FIRST.value}, "", 1),
        ({"default-graph-uri": [FIRST.value, SECOND.value]}, "", 31),
        ({"default-graph-uri": FIRST.value}, f"FROM {SECOND}", 1),
        ({"named-graph-uri": FIRST.value}, "", 0),
    ],
)
def test_the_dataset(
    client: httpx.Client, dataset: dict[str, str], from_clause: str, expected: int
) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {from_clause} WHERE {{ ?s ?p ?o }}"
    assert count(client.get("/sparql", params={"query": query, **dataset})) == expected


def test_named_graphs_are_those_that_the_request_names(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    fields = {"query": query, "named-graph-uri": SECOND.value}
    assert count(client.post("/sparql", data=fields)) == 30


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (COUNT, "text/csv", "text/csv"),
        (COUNT, "application/json", "application/sparql-results+json"),
        (COUNT, "text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml"),
        ("ASK {}", "text/tab-separated-values", "text/tab-separated-values"),
        ("DESCRIBE <x:y>", "*/*", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_formats(client: httpx.Client, query: str, accept: str, expected: str) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == expected


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": COUNT})
    again = client.get(
        "/sparql", params={"query": COUNT}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"params": {"query": "SELECT * WHERE { ?s ?p"}}),
        (400, {"params": {"query": 'ASK { ?s ?p "unclosed }'}}),
        (400, {"params": {"query": "INSERT DATA { <x:a> <x:b> <x:c> }"}}),
        (400, {"params": [("query", "ASK {}"), ("query", "ASK {}")]}),
        (400, {"params": {"default-graph-uri": "x:y"}}),
        (400, {"params": {"query": "SELECT (<x:function>(1) AS ?x) {}"}}),
        (400, {"params": {"query": "ASK " + "{" * 5000 + "}" * 5000}}),
        (400, {"params": {"colour": "red"}}),
        (400, {"params": {"query": "ASK {}", "update": "CLEAR ALL"}}),
        (400, {"params": {"query": "ASK {}", "using-graph-uri": "x:y"}}),
        (400, {"params": {"query": "ASK {}", "default-graph-uri": "not an IRI"}}),
        (406, {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}),
        (406, {"params": {"query": "ASK {}"}, "headers": {"Accept": "text/turtle"}}),
    ],
)
def test_bad_queries(client: httpx.Client, status: int, request_: dict[str, object]) -> None:
    response = client.get("/sparql", **request_)  # type: ignore[arg-type]
    assert response.status_code == status
    assert response.json()["error"]


def test_parameters_that_the_protocol_does_not_have_are_ignored(client: httpx.Client) -> None:
    more = {"colour": "red", "timeout": "0", "format": "x", "output": "json", "results": "y"}
    kind = {"Content-Type": "application/sparql-query"}
    assert count(client.get("/sparql", params={"query": COUNT, **more})) == 31
    assert count(client.post("/sparql", data={"query": COUNT, **more})) == 31
    assert count(client.post("/sparql", params=more, content=COUNT, headers=kind)) == 31
    graph = {"graph": SECOND.value}
    read = client.get("/store", params={**graph, **more})
    assert (read.status_code, read.text) == (200, client.get("/store", params=graph).text)


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (415, "text/plain", b"ASK {}"),
        (415, "application/sparql-query; charset=UTF-16", "ASK {}".encode("utf-16")),
        (400, "application/sparql-query", b"ASK {} # \xff"),
        (400, "application/x-www-form-urlencoded", b"query=ASK%20%7B%7D%FF"),
        (400, "application/x-www-form-urlencoded", b"query=\xff"),
        (413, "application/sparql-query", b"#" * 40_000_000),
        (403, "application/sparql-update", b"CLEAR ALL"),
        (403, "application/x-www-form-urlencoded", b"update=CLEAR%20ALL"),
    ],
)
def test_bad_bodies(client: httpx.Client, status: int, kind: str, body: bytes) -> None:
    response = client.post("/sparql", content=body, headers={"Content-Type": kind})
    assert response.status_code == status
    assert response.json()["error"]


def test_a_write_from_outside_is_seen_while_the_server_goes_on(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    with serving(folder) as client:
        with GraphStore.open(folder) as store:
            # While the store is locked, the last snapshot answers.
            store.replace_graphs(
                {FIRST: [Quad(JANE, NAME, Literal(f"J{n}"), FIRST) for n in range(9)]}
            )
            assert count(client.get("/sparql", params={"query": COUNT})) == 31
        found = 31
        while found == 31:
            found = count(client.get("/sparql", params={"query": COUNT}))
        assert found == 39


def test_saved_queries(client: httpx.Client) -> None:
    listed = {query["name"]: query for query in client.get("/queries").json()}
    assert {"statements", "entities"} <= listed.keys()
    paths = client.get("/openapi.json").json()["paths"]
    for name in listed:
        response = client.get(f"/queries/{name}")
        assert response.status_code in (200, 400), response.text
        assert f"/queries/{name}" in paths
    assert client.get("/queries/entities", params={"format": "csv"}).text.startswith("entity,type")
    assert client.get("/queries/denials", params={"since": "soon"}).status_code == 400
    assert client.get("/queries/denials", params={"colour": "red"}).status_code == 400
    assert client.get("/queries/nothing").status_code == 404


def test_iris_of_the_graph_answer(client: httpx.Client) -> None:
    response = client.get("/person/jane-alderman", headers={"Accept": "application/n-triples"})
    assert response.text == f'{JANE} {NAME} "Jane Alderman" .\n'
    assert response.headers["link"] == f'{JANE}; rel="describes"'
    assert len(Graph().parse(data=client.get("/doc/second").text, format="turtle")) == 30
    assert client.get("/person/nobody").status_code == 404
    assert client.get("/person/a b>").status_code == 404


def test_descriptions(client: httpx.Client) -> None:
    described = client.get("/sparql").text
    assert re.search(r"#endpoint> <http://127\.0\.0\.1:\d+/sparql>", described)
    void = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    assert '<http://rdfs.org/ns/void#triples> "31"' in void
    examples = client.get("/.well-known/sparql-examples").text
    assert "SPARQLSelectExecutable" in examples
    assert BASE in json.dumps(examples)
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_long_results_arrive_whole_and_compressed(client: httpx.Client) -> None:
    joined = " ".join(f"?s{n} <{NAME.value}> ?o{n} ." for n in range(3))
    query = {"query": f"SELECT * {{ {joined} }}", "format": "ignored"}
    response = client.get("/sparql", params=query, headers={"Accept": "text/csv"})
    assert response.headers["content-encoding"] == "gzip"
    assert len(response.content) > 2_000_000
    assert response.text.count("\r\n") == 31**3 + 1
