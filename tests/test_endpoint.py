"""The store of another server, asked by the command line and served with pages of kg's own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from multiprocessing.pool import ThreadPool
from pathlib import Path

import httpx
import pytest

from forked import run_kg
from kg.store import GraphStore
from kg.store.remote import Endpoint, EndpointError, LateError
from server_process import eventually, make_store, serve, started
from sparql_servers import TABLE, Misbehaving, Reply, free_port, misbehaving

AUSTIN = "person/lloyd-austin"
ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x"}}]}}'
BASIC = {"WWW-Authenticate": 'Basic realm="x"'}
DIGEST = {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth", algorithm="MD5"'}


def kg(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    return run_kg(*arguments, env=clean | environment)


@pytest.fixture(scope="module")
def server(seeds_store: Path) -> Iterator[str]:
    """A SPARQL server with the articles of seeds/."""
    with started(seeds_store) as (_, url):
        yield url


@pytest.fixture(scope="module")
def far(server: str) -> Iterator[httpx.Client]:
    """A client of `kg serve` over that server."""
    with (
        serve("--endpoint", server) as (_, url),
        httpx.Client(base_url=url.removesuffix("/sparql"), timeout=600) as client,
    ):
        yield client


@pytest.fixture
def told() -> Iterator[Misbehaving]:
    with misbehaving() as server:
        yield server


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "statements", "-p", f"speaker={AUSTIN}", "--format", "json"),
        ("query", "posts-graph"),
        ("query", "ASK { ?s ?p ?o }"),
        ("query", "ASK { <urn:nothing> ?p ?o }"),
        ("explain", AUSTIN),
        ("export", "--format", "nquads", "--runs"),
        ("export", "--format", "turtle", "--no-text"),
    ],
)
def test_another_servers_store_answers_as_ones_own(
    seeds_store: Path, server: str, arguments: tuple[str, ...]
) -> None:
    own = kg(*arguments, "--store", str(seeds_store))
    other = kg(*arguments, "--endpoint", server)
    assert other.stderr == ""
    # The names of files are told from where the store stands, which nobody knows of another's.
    read_from = [line for line in own.stdout.splitlines() if "read from" in line]
    assert own.stdout
    assert [line for line in other.stdout.splitlines() if "read from" not in line] == [
        line for line in own.stdout.splitlines() if line not in read_from
    ]


def test_one_graph_of_another_server(seeds_store: Path, server: str) -> None:
    with GraphStore.open(seeds_store, read_only=True) as store:
        graph = store.facts.documents()[0].value
    asked = ("export", "--graph", graph)
    assert (kg(*asked, "--endpoint", server).stdout
            == kg(*asked, "--store", str(seeds_store)).stdout != "")  # fmt: skip
    missing = kg("export", "--graph", "urn:none", "--endpoint", server)
    assert "no such graph" in missing.stderr


def test_what_kg_wrote_is_told_from_the_other_graphs_of_a_server(tmp_path: Path) -> None:
    with started(make_store(tmp_path / "s"), "--update", "--no-token") as (_, url):
        update = "INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> <urn:c> } }"
        assert httpx.post(url, data={"update": update}).status_code == 204
        with GraphStore.at(Endpoint(url)) as store:
            assert [graph.value.rpartition("/")[2] for graph in store.graphs()] == [
                "first",
                "second",
            ]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(200, b"<p>Welcome", {"Content-Type": "text/html"}), "address of a SPARQL endpoint?"),
        (Reply(200, b"", {}), "address of a SPARQL endpoint?"),
        (Reply(200, ROW[:-9]), "cannot be read"),
        (Reply(401), "KG_ENDPOINT_PASSWORD"),
        (Reply(403), "HTTP 403"),
        (Reply(404, b"<p>no", {"Content-Type": "text/html"}), "HTTP 404"),
        (Reply(500, b"the disk\nis full"), "HTTP 500 the disk is full"),
        (Reply(308, b"", {"Location": "http://127.0.0.1/new"}), "give http://127.0.0.1/new"),
        (Reply(206, ROW), "HTTP 206"),
        (Reply(late=True), "no answer for 0.2 s"),
    ],
)
def test_a_fault_of_another_server_is_one_line(
    told: Misbehaving, reply: Reply, message: str
) -> None:
    told.replies = [reply]
    store = GraphStore.at(Endpoint(told.url, timeout=0.2))
    with store, pytest.raises(EndpointError) as caught:
        store.query("SELECT ?s WHERE { ?s ?p ?o }")
    assert message in str(caught.value)
    assert str(caught.value).startswith(told.url)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, LateError) == reply.late


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:{port}/", "cannot be reached"),
        ("urn:x", "no address"),
        ("http://", "no address"),
        ("http://127.0.0.1:x/", "no address"),
        ("http://me:secret@127.0.0.1:{port}/", "--user"),
    ],
)
def test_an_address_without_a_server_is_one_line(url: str, message: str) -> None:
    result = kg("query", "statements", "--endpoint", url.format(port=free_port()))
    assert result.returncode == 1
    assert result.stderr.startswith("kg: ")
    assert message in result.stderr
    assert "secret" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_query_that_is_none_is_told_as_over_ones_own_store(told: Misbehaving) -> None:
    result = kg("query", "SELECT ?s { ?s ?p }", "--endpoint", told.url)
    assert "not valid SPARQL at line 1" in result.stderr
    assert told.asked == []


@pytest.mark.parametrize(
    ("challenge", "begin"), [(BASIC, "Basic bWU6c2VjcmV0"), (DIGEST, 'Digest username="me"')]
)
def test_a_user_is_known_in_the_way_that_the_server_asks_for(
    told: Misbehaving, challenge: dict[str, str], begin: str
) -> None:
    refused = [Reply(401, headers=challenge)] * (2 if challenge == DIGEST else 1)
    told.replies = [*refused, Reply(200, ROW)]
    with GraphStore.at(Endpoint(told.url, user="me", password="secret")) as store:
        for _ in range(2):
            store.query("SELECT ?s WHERE { ?s ?p ?o }")
    assert [said.startswith(begin) for said in told.asked] == [
        *(False for _ in refused),
        True,
        True,
    ]


def test_password_and_token_come_from_the_environment(told: Misbehaving) -> None:
    told.replies = [Reply(200, ROW)]
    asked = ("query", "SELECT ?s { ?s ?p ?o }", "--endpoint", told.url)
    assert kg(*asked, KG_ENDPOINT_TOKEN="t0").returncode == 0
    assert told.asked == ["Bearer t0"]
    result = kg(*asked, "--user", "me")
    assert result.returncode == 2
    assert "KG_ENDPOINT_PASSWORD" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "statements", "--store", "s", "--endpoint", "http://127.0.0.1/"),
        ("query", "statements", "--user", "me"),
        ("serve", "--endpoint", "http://127.0.0.1/", "--update", "--no-token"),
    ],
)
def test_options_that_exclude_each_other(arguments: tuple[str, ...]) -> None:
    assert kg(*arguments).returncode == 2


@pytest.mark.parametrize(
    "path",
    [
        "/queries/statements?format=csv",
        "/queries/statements?format=json",
        "/queries/posts-graph?format=ntriples",
        "/queries/documents",
        f"/{AUSTIN}",
        "/store?default",
        "/.well-known/void",
    ],
)
def test_pages_and_queries_over_another_server(server: str, far: httpx.Client, path: str) -> None:
    headers = {"Accept": "text/html, application/n-triples;q=0.9, text/csv;q=0.8"}
    near = httpx.get(server.removesuffix("/sparql") + path, headers=headers, timeout=600)
    there = far.get(path, headers=headers)
    assert there.status_code == near.status_code == 200
    assert there.headers["Content-Type"] == near.headers["Content-Type"]
    own, other = str(far.base_url).rstrip("/"), server.removesuffix("/sparql")
    assert sorted(there.text.replace(own, other).splitlines()) == sorted(near.text.splitlines())


def test_articles_over_another_server(server: str, far: httpx.Client) -> None:
    rows = far.get("/queries/documents?format=json").json()["results"]["bindings"]
    path = rows[0]["document"]["value"].removeprefix("https://example.org/kg")
    headers = {"Accept": "text/html"}
    near = httpx.get(server.removesuffix("/sparql") + path, headers=headers, timeout=600)
    assert far.get(path, headers=headers).text == near.text
    assert near.status_code == 200


def test_what_is_not_there_over_another_server(far: httpx.Client) -> None:
    assert far.get("/person/nobody").status_code == 404
    assert far.get("/store?graph=urn:none").status_code == 404
    assert far.put("/store?default", content="").status_code == 403
    assert far.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
    search = far.get("/search?q=x", headers={"Accept": "text/html"})
    assert search.status_code == 501
    assert "no search in the store of another server" in search.text
    wrong = far.post("/sparql", data={"query": "SELECT"})
    assert (wrong.status_code, "HTTP 400" in wrong.text) == (400, True)
    odd = far.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": "image/png"})
    assert odd.status_code == 406


def test_another_server_that_fails_while_kg_serves(told: Misbehaving) -> None:
    whole = Reply(200, ROW)
    told.replies = [whole, Reply(200, ROW[:-9]), Reply(500, b"full"), whole, Reply(late=True)]
    with serve("--endpoint", told.url, "--deadline", "1") as (_, url):
        answers = [httpx.post(url, data={"query": "SELECT ?s { ?s ?p ?o }"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [502, 502, 200, 504]
    assert all(answer.json()["error"] for answer in answers if answer.status_code > 200)
    assert answers[2].headers["Content-Type"] == TABLE


def test_as_many_queries_at_once_as_are_allowed(told: Misbehaving) -> None:
    told.replies = [Reply(200, ROW), Reply(late=True)]
    asked = {"query": "ASK {}"}
    with serve("--endpoint", told.url, "--queries", "1") as (_, url), ThreadPool(1) as pool:
        first = pool.apply_async(httpx.post, (url,), {"data": asked, "timeout": 600})
        eventually(lambda: len(told.asked) == 2)
        second = httpx.post(url, data=asked, timeout=600)
        assert second.status_code == 503
        assert "too many queries" in second.json()["error"]
        told.end.set()
        assert first.get().status_code == 502


def test_nothing_is_served_where_no_server_answers() -> None:
    result = kg("serve", "--port", "0", "--endpoint", f"http://127.0.0.1:{free_port()}/sparql")
    assert result.returncode == 1
    assert "cannot be reached" in result.stderr
    assert result.stderr.count("\n") == 1
