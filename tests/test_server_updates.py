"""Writing over HTTP: who may, updates, whole graphs."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import Graph

from forked import run_kg
from kg.store import GraphStore
from server_process import (
    ENDLESS,
    FIRST,
    JANE,
    QUADS,
    SECOND,
    eventually,
    make_store,
    restore,
    serving,
)

TOKEN = "a-long-secret"
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server, for what is refused and changes nothing."""
    store = make_store(tmp_path_factory.mktemp("updates") / "store")
    with serving(store, "--update", "--no-token") as client:
        yield client


@pytest.fixture
def client(refusing: httpx.Client) -> Iterator[httpx.Client]:
    """The same client, for what changes the store; it is afterwards as before."""
    yield refusing
    restore(refusing)


def ask(client: httpx.Client, pattern: str) -> bool:
    query = {"query": f"ASK {{ {pattern} }}"}
    return bool(client.get("/sparql", params=query).json()["boolean"])


def test_only_who_has_the_token_writes(store: Path) -> None:
    insert = "INSERT DATA { <x:a> <x:b> <x:c> }"
    with serving(store, "--update", token=TOKEN) as client:
        for header, status in (({}, 401), ({"Authorization": "Bearer wrong"}, 401),
                               ({"Authorization": f"Bearer {TOKEN}"}, 204)):  # fmt: skip
            response = client.post("/sparql", content=insert, headers={**UPDATE, **header})
            assert response.status_code == status
            assert ask(client, "<x:a> ?p ?o") == (status == 204)
        assert client.put("/store?default", content="", headers=TURTLE).status_code == 401
        assert client.delete("/store", params={"graph": FIRST.value}).status_code == 401
        assert ask(client, f"{JANE} ?p ?o")


@pytest.mark.parametrize("options", [["--update"], ["--update", "--no-token", "--host", "0.0.0.0"]])
def test_a_server_that_anybody_could_write_to_does_not_start(
    store: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_TOKEN", raising=False)
    assert run_kg("serve", "--store", store, *options).returncode == 2


@pytest.mark.parametrize(
    "header",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "https://{host}"},
        {"Origin": "http://{host}.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "elsewhere.example"},
        {"Host": "127.0.0.1.elsewhere.example"},
        {"Host": "["},
    ],
)
def test_without_a_token_no_other_site_writes(
    refusing: httpx.Client, header: dict[str, str]
) -> None:
    host = refusing.base_url.netloc.decode()
    headers = {name: value.format(host=host) for name, value in header.items()}
    response = refusing.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers)
    foreign = 400 if header == {"Host": "["} else 421
    assert response.status_code == (foreign if "Host" in header else 403)
    assert ask(refusing, f"{JANE} ?p ?o")


def test_without_a_token_own_pages_write(client: httpx.Client) -> None:
    own = {"Origin": str(client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    insert = {"update": "INSERT DATA { <x:a> <x:b> 1 }"}
    assert client.post("/sparql", data=insert, headers=own).status_code == 204


@pytest.mark.parametrize("wrong", ["schlüssel", "two words", "line\n", "\udcff", "\x7f", " "])
def test_a_token_that_no_header_can_carry_is_refused(
    store: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_TOKEN", wrong)
    ended = run_kg("serve", "--store", store, "--update", "--port", "0")
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "KG_TOKEN" in ended.stderr


def test_what_was_acknowledged_is_in_the_store(store: Path) -> None:
    with serving(store, "--update", "--no-token") as client:
        for n in range(5):
            update = f"INSERT DATA {{ GRAPH <x:g> {{ <x:s{n}> <x:p> {n} }} }}"
            assert client.post("/sparql", data={"update": update}).status_code == 204
            assert ask(client, f"<x:s{n}> ?p {n}")
    with GraphStore.open(store, read_only=True) as graphs:
        assert graphs.count() == 36


@pytest.mark.parametrize(
    ("update", "left"),
    [
        ("INSERT { <x:a> <x:n> ?o } WHERE { ?s ?p ?o }", 1),
        ("DELETE { ?s ?p ?o } INSERT { <x:a> <x:n> ?o } WHERE { ?s ?p ?o }", 1),
        (f"INSERT {{ <x:a> <x:n> ?o }} WHERE {{ GRAPH {SECOND} {{ ?s ?p ?o }} }}", 0),
    ],
)
def test_the_dataset_of_an_update(client: httpx.Client, update: str, left: int) -> None:
    fields = {"update": update, "using-graph-uri": FIRST.value}
    assert client.post("/sparql", data=fields).status_code == 204
    query = {"query": "SELECT * WHERE { <x:a> <x:n> ?o }"}
    assert len(client.get("/sparql", params=query).json()["results"]["bindings"]) == left


@pytest.mark.parametrize(
    "update",
    [
        "SELECT * WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/x>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/x> { ?s ?p ?o } }",
        f"INSERT {{ <x:a> <x:n> ?o }} USING {FIRST} WHERE {{ ?s ?p ?o }}",
    ],
)
def test_bad_updates(refusing: httpx.Client, update: str) -> None:
    fields = {"update": update, "using-graph-uri": FIRST.value}
    assert refusing.post("/sparql", data=fields).status_code == 400


def test_parameters_that_the_protocol_does_not_have_are_ignored(client: httpx.Client) -> None:
    more, graph = {"colour": "red"}, {"graph": "https://example.org/g"}
    insert = {"update": "INSERT DATA { <x:a> <x:b> 1 }"}
    assert client.post("/sparql", params=more, data={**insert, **more}).status_code == 204
    put = client.put("/store", params={**graph, **more}, content="<a> <b> 2 .", headers=TURTLE)
    assert put.status_code == 201
    new = client.post("/store", params=more, content="<a> <b> 3 .", headers=TURTLE)
    assert (new.status_code, "location" in new.headers) == (201, True)
    assert ask(client, "?a ?b 1 . ?c ?d 2 . ?e ?f 3")


def test_an_update_that_takes_too_long_changes_nothing(store: Path) -> None:
    where = ENDLESS.partition("WHERE")[2]
    update = f"INSERT {{ <x:a> <x:b> <x:c> }} USING {SECOND} WHERE {where}"
    with serving(store, "--update", "--no-token", "--deadline", "3") as client:
        assert client.post("/sparql", data={"update": update}).status_code == 504
        cleared = {"update": "CLEAR DEFAULT"}
        eventually(lambda: client.post("/sparql", data=cleared).status_code == 204)
    with GraphStore.open(store, read_only=True) as graphs:
        assert sorted(map(str, graphs.quads())) == sorted(map(str, QUADS))


def test_while_another_process_writes_updates_wait_and_then_are_refused(store: Path) -> None:
    with (
        serving(store, "--update", "--no-token", "--deadline", "3") as client,
        GraphStore.open(store),
    ):
        assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 503
        query = {"query": f"ASK {{ {JANE} ?p ?o }}"}
        eventually(lambda: '"boolean":true' in client.get("/sparql", params=query).text)


def test_a_graph_comes_and_goes(client: httpx.Client) -> None:
    graph = {"params": {"graph": "https://example.org/g"}}
    turtle = "<a> <b> <c> ."
    assert client.get("/store", **graph).status_code == 404  # type: ignore[arg-type]
    for status in (201, 204):
        response = client.put("/store", content=turtle, headers=TURTLE, **graph)  # type: ignore[arg-type]
        assert response.status_code == status
    more = client.post("/store", content="<a> <b> _:x .", headers=TURTLE, **graph)  # type: ignore[arg-type]
    assert more.status_code == 204
    read = client.get("/store", **graph)  # type: ignore[arg-type]
    assert len(Graph().parse(data=read.text, format="turtle")) == 2
    assert "<https://example.org/a>" in read.text
    assert client.head("/store", **graph).status_code == 200  # type: ignore[arg-type]
    assert client.delete("/store", **graph).status_code == 204  # type: ignore[arg-type]
    assert client.delete("/store", **graph).status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "params", "kind", "body"),
    [
        (400, {"graph": "x:g"}, "text/turtle", b"<a> <b>"),
        (400, {"graph": "x:g"}, "text/turtle", b"<x:a> <x:b> '\xff' ."),
        (400, {}, "text/turtle", b"<x:a> <x:b>"),
        (400, {"graph": "x:g", "default": ""}, "text/turtle", b""),
        (400, {"graph": "none"}, "text/turtle", b""),
        (415, {"graph": "x:g"}, "application/pdf", b""),
        (415, {"graph": "x:g"}, "application/trig", b""),
        (415, {"graph": "x:g"}, "text/turtle; charset=UTF-16", b""),
    ],
)
def test_bad_graphs(
    refusing: httpx.Client, status: int, params: dict[str, str], kind: str, body: bytes
) -> None:
    response = refusing.post("/store", params=params, content=body, headers={"Content-Type": kind})
    assert response.status_code == status
    assert response.json()["error"]
