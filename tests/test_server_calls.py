"""SERVICE and LOAD in any spelling call no host that is not listed, and those that are."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from kg.errors import QueryError
from kg.queries import check_query, check_update
from server_process import FIRST, make_store, serving

RESULTS = b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"far"}}]}}'
ASKING = "{ ?s ?p ?o }"
QUERIES = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%s>{ ?s ?p ?o } }",
    "SELECT * { SERVICE#<\n<%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE # <http://listed.example/>\n SILENT #\n <%s> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?a<?b) SERVICE <%s> { ?s ?p ?o } #>\n }",
    "SELECT * { ?s ?p ?o FILTER(?a<?b#>\n) SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { BIND(<%s> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <%s> } SERVICE?x{ ?s ?p ?o } }",
    "PREFIX a: <%s> SELECT * { SERVICE a: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE:{ ?s ?p ?o } }",
    "PREFIX a: <%s> SELECT * { SERVICEa:{ ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { ?s ?p true.SERVICE:{ ?s ?p ?o } }",
    "BASE <%s> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "ASK { { } UNION { SERVICE <%s> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://listed.example@127.0.0.1:1/%s> { ?s ?p ?o } }",
    "SELECT ?x { <a\\u0027'> ?p ?o. SERVICE <%s> { ?s ?p ?o } #'\n }",
]
UPDATES = [
    "LOAD <%s>",
    "load silent <%s> into graph <x:g>",
    "LOADSILENT<%s>",
    "LOAD#<\n<%s>",
    "CREATE GRAPH <x:g> ; LOAD <%s>",
    "PREFIX : <%s> LOAD:",
    "PREFIX a: <%s> LOADa:",
    "PREFIX a: <%s> CREATE GRAPH <x:g> ; LOADa: INTO GRAPH <x:h>",
    "BASE <%s> LOAD <>",
    "\\u004COAD <%s>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } WHERE { { SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } } } }",
]


class Listener(ThreadingHTTPServer):
    """A server on a loopback address that counts who calls."""

    def __init__(self, location: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls = 0
        self.location = location
        self.url = f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self._answer("text/turtle", b"<x:far> <x:far> <x:far> .")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer("application/sparql-results+json", RESULTS)

    def _answer(self, media_type: str, body: bytes) -> None:
        self.server.calls += 1
        self.send_response(302 if self.server.location else 200)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def listening(location: str = "") -> Iterator[Listener]:
    with Listener(location) as listener:
        threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield listener
        finally:
            # Closed alone, its thread would spin on the dead socket to the end of the session.
            listener.shutdown()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture(scope="module", params=[[], ["--allow-host", "listed.example"]])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    store = make_store(tmp_path_factory.mktemp("calls") / "store")
    with serving(store, "--update", "--no-token", *request.param) as client:
        yield client


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_reaches_a_listener(client: httpx.Client, listener: Listener, query: str) -> None:
    response = client.get("/sparql", params={"query": query.replace("%s", listener.url)})
    assert (response.status_code, listener.calls) == (400, 0)


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize("more", [{}, {"using-graph-uri": FIRST.value}])
def test_no_update_reaches_a_listener(
    client: httpx.Client, listener: Listener, update: str, more: dict[str, str]
) -> None:
    fields = {"update": update.replace("%s", listener.url), **more}
    assert client.post("/sparql", data=fields).status_code == 400
    assert listener.calls == 0


@pytest.mark.parametrize("text", [text for text in QUERIES + UPDATES if "\\u00" not in text])
def test_the_text_alone_is_refused_already(text: str) -> None:
    check = check_update if text in UPDATES else check_query
    with pytest.raises(QueryError):
        check(text.replace("%s", "http://127.0.0.1:1/"), {"listed.example"})


@pytest.mark.parametrize("with_port", [True, False])
def test_listed_hosts_are_called(tmp_path: Path, with_port: bool) -> None:
    with listening() as there:
        host = f"127.0.0.1:{there.server_port}" if with_port else "127.0.0.1"
        store = make_store(tmp_path / "store")
        with serving(store, "--update", "--no-token", "--allow-host", host) as client:
            query = f"SELECT ?o {{ SERVICE SILENT <{there.url}> {ASKING} }}"
            response = client.get(
                "/sparql", params={"query": query}, headers={"Accept": "text/csv"}
            )
            assert response.text == "o\r\nfar\r\n"
            assert client.post("/sparql", data={"update": f"LOAD <{there.url}>"}).status_code == 204
            query = "ASK { GRAPH ?g { ?s ?p ?o } FILTER(?s = <x:far>) }"
            assert client.get("/sparql", params={"query": "ASK { <x:far> ?p ?o }"}).json()[
                "boolean"
            ]
            assert there.calls == 2
            # What is listed is listed for nobody else.
            other = f"SELECT ?o {{ SERVICE <http://localhost:{there.server_port}/> {ASKING} }}"
            assert client.get("/sparql", params={"query": other}).status_code == 400
            assert there.calls == 2


def test_a_listed_host_leads_to_no_other(tmp_path: Path, listener: Listener) -> None:
    with listening(location=listener.url) as there:
        host = f"127.0.0.1:{there.server_port}"
        with serving(make_store(tmp_path / "store"), "--allow-host", host) as client:
            query = f"SELECT ?o {{ SERVICE <{there.url}> {ASKING} }}"
            response = client.get("/sparql", params={"query": query})
            assert (response.status_code, there.calls, listener.calls) == (502, 1, 0)


def test_a_listed_host_that_does_not_answer(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        options = ["--allow-host", host, "--deadline", "1"]
        with serving(make_store(tmp_path / "store"), *options) as client:
            query = f"SELECT ?o {{ SERVICE <http://{host}/> {ASKING} }}"
            assert client.get("/sparql", params={"query": query}).status_code == 504
