"""A store pushed into that of another server, graph by graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from http_server import http_server
from kg.errors import StoreError
from kg.store import GraphStore
from kg.store.remote import Endpoint, EndpointError
from kg.store.remote import graphs as remote_graphs
from kg.store.remote.graphs import RemoteGraphs, RemoteUpdates
from kg.store.remote.push import Pushed, push
from server_process import BASE, FIRST, JANE, NAME, SECOND, make_store, started
from sparql_servers import free_port, oxigraph
from test_endpoint import kg
from waiting import LONGEST

FOREIGN = "INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> <urn:c> } }"
THIRD = NamedNode(BASE + "doc/third")


class Target:
    """A server that is pushed into.

    Attributes:
        sparql, update, store: the addresses of its protocols.
        merges: whether it keeps the merge of its graphs itself.
    """

    def __init__(self, sparql: str, update: str, store: str, merges: bool) -> None:
        self.sparql, self.update, self.store, self.merges = sparql, update, store, merges

    def push(self, store: GraphStore, graphs: RemoteGraphs | None = None) -> Pushed:
        with closing(graphs or RemoteGraphs(Endpoint(self.store, timeout=LONGEST))) as opened:
            if self.merges:
                return push(store, opened, runs=False)
            with closing(RemoteUpdates(Endpoint(self.update, timeout=LONGEST))) as updates:
                return push(store, opened, updates, runs=False)

    def graphs(self) -> dict[str, set[str]]:
        """What its named graphs hold, but for the digests."""
        with GraphStore.at(Endpoint(self.sparql, timeout=LONGEST)) as store:
            names = [name for name in store.graphs() if "/pushed/" not in name.value]
            return {name.value: {str(q.triple) for q in store.quads(name)} for name in names}

    def default(self) -> set[str]:
        """What its default graph holds, but for the digests and what others put there."""
        headers = {"Accept": "application/n-triples"}
        body = httpx.get(self.store + "?default", headers=headers, timeout=LONGEST).content
        found = {str(quad.triple) for quad in parse(body, RdfFormat.N_TRIPLES)}
        return {each for each in found if "sha256" not in each and "urn:a" not in each}


@contextmanager
def _kg(folder: Path) -> Iterator[Target]:
    with started(make_store(folder / "empty"), "--update", "--no-token") as (_, url):
        httpx.post(url, data={"update": "DROP ALL"}, timeout=LONGEST)
        yield Target(url, url, url.replace("/sparql", "/store"), True)


@contextmanager
def _oxigraph(folder: Path) -> Iterator[Target]:
    with oxigraph(folder) as url:
        yield Target(f"{url}/query", f"{url}/update", f"{url}/store", False)


@pytest.fixture(params=[_kg, _oxigraph])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    with request.param(tmp_path / "target") as found:
        done = httpx.post(found.update, data={"update": FOREIGN}, timeout=LONGEST)
        assert done.status_code == 204
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with GraphStore.open(make_store(tmp_path / "own")) as opened:
        yield opened


def held(store: GraphStore) -> dict[str, set[str]]:
    return {name.value: {str(q.triple) for q in store.quads(name)} for name in store.graphs()}


def same(target: Target, store: GraphStore) -> None:
    """The other store has all graphs of this one, and their merge."""
    assert target.graphs() == held(store)
    assert target.default() == set().union(*held(store).values())


def test_what_changed_is_pushed_and_no_more(target: Target, store: GraphStore) -> None:
    assert target.push(store) == Pushed(written=2)
    same(target, store)
    assert target.push(store) == Pushed(unchanged=2)
    jane = Quad(JANE, NAME, Literal("Jane Alderman"), THIRD)
    store.replace_graphs({THIRD: [jane, Quad(JANE, NAME, Literal("J. A."), THIRD)]})
    store.replace_graphs({FIRST: [Quad(JANE, NAME, Literal("Jane"), FIRST)]})
    assert target.push(store) == Pushed(written=2, unchanged=1)
    same(target, store)
    store.replace_graphs({}, drop=[FIRST, SECOND])
    assert target.push(store) == Pushed(unchanged=1, deleted=2)
    same(target, store)
    store.replace_graphs({}, drop=[THIRD])
    assert target.push(store) == Pushed(deleted=1)
    assert target.graphs() == {}
    asked = "ASK { GRAPH <urn:other> { <urn:a> <urn:b> <urn:c> } }"
    headers = {"Accept": "application/sparql-results+json"}
    answer = httpx.get(target.sparql, params={"query": asked}, headers=headers, timeout=LONGEST)
    assert answer.json()["boolean"], "what others put there stays"


class Failing(RemoteGraphs):
    """Breaks off before it writes a document's graph for the second time."""

    left = 1

    def write(self, graph: NamedNode, lines: list[bytes]) -> None:  # type: ignore[override]
        if "/doc/" in graph.value:
            if not self.left:
                raise EndpointError("the network is gone")
            self.left -= 1
        super().write(graph, lines)


def test_a_push_that_was_interrupted_goes_on(target: Target, store: GraphStore) -> None:
    docs = [NamedNode(f"{BASE}doc/{n}") for n in range(5)]
    store.replace_graphs({doc: [Quad(doc, NAME, Literal("old"), doc)] for doc in docs})
    target.push(store)
    before = held(store)
    store.replace_graphs({doc: [Quad(doc, NAME, Literal("new"), doc)] for doc in docs})
    failing = Failing(Endpoint(target.store, timeout=LONGEST))
    failing.left = 3
    with pytest.raises(EndpointError):
        target.push(store, failing)
    assert target.graphs() not in (before, held(store))
    done = target.push(store)
    assert 2 <= done.written < 5, "what was done is not done again"
    same(target, store)


def test_what_an_interrupted_push_wrote_is_known_to_be_other(
    target: Target, store: GraphStore
) -> None:
    target.push(store)
    old = list(store.quads(SECOND))
    store.replace_graphs({FIRST: [Quad(JANE, NAME, Literal("Jane"), FIRST)]})
    store.replace_graphs({SECOND: [Quad(JANE, NAME, Literal("nobody"), SECOND)]})
    with pytest.raises(EndpointError):
        target.push(store, Failing(Endpoint(target.store, timeout=LONGEST)))
    store.replace_graphs({FIRST: [Quad(JANE, NAME, Literal("Jane Alderman"), FIRST)]})
    store.replace_graphs({SECOND: old})
    target.push(store)
    same(target, store)


def test_a_graph_that_an_interrupted_push_wrote_is_deleted_later(
    target: Target, store: GraphStore
) -> None:
    with pytest.raises(EndpointError):
        target.push(store, Failing(Endpoint(target.store, timeout=LONGEST)))
    store.replace_graphs({}, drop=[FIRST, SECOND])
    target.push(store)
    assert target.graphs() == {}


def test_a_long_graph_goes_in_several_requests(
    target: Target, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_graphs, "_MOST_BYTES", 300)
    target.push(store)
    same(target, store)


def test_pushed_by_the_command_line(tmp_path: Path) -> None:
    make_store(tmp_path / "own")
    make_store(tmp_path / "target")
    pushed = ("push", "--store", str(tmp_path / "own"), "--to")
    with started(tmp_path / "target", "--update", token="t0") as (_, url):
        to = url.replace("/sparql", "/store")
        refused = kg(*pushed, to)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "KG_ENDPOINT_TOKEN" in refused.stderr
        done = kg(*pushed, to, KG_ENDPOINT_TOKEN="t0")
        assert (done.stdout, done.stderr) == ("2 graphs written, 0 unchanged, 0 deleted\n", "")
        exported = kg("export", "--format", "nquads", "--endpoint", url).stdout
    assert exported == kg("export", "--format", "nquads", "--store", str(tmp_path / "own")).stdout
    gone = kg(*pushed, f"http://127.0.0.1:{free_port()}/store")
    assert (gone.returncode, gone.stderr.count("\n")) == (1, 1)


def test_the_store_of_another_server_is_only_asked() -> None:
    with GraphStore.at(Endpoint("http://127.0.0.1/")) as store, pytest.raises(StoreError):
        store.replace_graphs({}, drop=[FIRST])


def test_the_address_of_a_graph_store_keeps_its_own_parameters() -> None:
    asked = []

    class Graphs(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

    with (
        http_server(Graphs) as url,
        closing(RemoteGraphs(Endpoint(f"{url}/rdf?repository=news"))) as graphs,
    ):
        graphs.delete(NamedNode("urn:g"))
    assert asked == ["/rdf?repository=news&graph=urn%3Ag"]
