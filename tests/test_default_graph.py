"""The default graph is the merge of the named graphs: each triple once, wherever one asks."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.api import Graph
from kg.errors import StoreError
from kg.mapping import Namespaces
from kg.queries import run
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.folder import STORE_VERSION, VERSION_FILE
from server_process import serving

NAMES = Namespaces()
GRAPHS = [NAMES.document("1"), NAMES.document("2"), NamedNode("urn:g")]

nodes = st.sampled_from([NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c")])
values = nodes | st.sampled_from([Literal("x"), Literal("x", language="en"), Literal(1)])
quads = st.lists(st.builds(Quad, nodes, nodes, values, st.sampled_from(GRAPHS)), max_size=15)
places = st.sampled_from(["?s", "?p", "?o", "<urn:a>", "<urn:b>"])
patterns = st.builds("{} {} {}".format, places, places, places | st.just('"x"'))
queries = st.lists(patterns, min_size=1, max_size=2).map(
    lambda each: f"SELECT * WHERE {{ {' . '.join(each)} }}"
)


def filled(content: Sequence[Quad]) -> GraphStore:
    store = GraphStore.in_memory()
    store.replace_graphs(by_graph(content))
    return store


def by_graph(content: Sequence[Quad]) -> dict[NamedNode, list[Quad]]:
    return {graph: [quad for quad in content if quad.graph_name == graph] for graph in GRAPHS}


def expected(content: Sequence[Quad], query: str) -> Counter[frozenset[tuple[str, str]]]:
    """What rdflib's dataset gives whose default graph is the union, each row with its number."""
    dataset = rdflib.Dataset(default_union=True)
    data = "".join(f"{quad} .\n" for quad in content)
    dataset.parse(data=data, format="nquads")
    rows = dataset.query(query).bindings
    return Counter(frozenset((f"?{name}", term.n3()) for name, term in row.items()) for row in rows)


def rows_of(results: object) -> Counter[frozenset[tuple[str, str]]]:
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return Counter(
        frozenset((str(name), n3(row[name])) for name in results.variables) for row in results
    )


def n3(term: object) -> str:
    if isinstance(term, Literal) and term.datatype.value.endswith("integer"):
        return rdflib.Literal(int(term.value)).n3()
    return str(term)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@given(quads, queries)
def test_a_query_gives_each_row_once(content: list[Quad], query: str) -> None:
    with filled(content) as store:
        assert rows_of(run(store, query)) == expected(content, query)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@given(quads, queries)
def test_a_copy_in_rdflib_gives_each_row_once(content: list[Quad], query: str) -> None:
    with filled(content) as store:
        rows = Graph(store, Settings()).rdflib().query(query).bindings
    found = Counter(
        frozenset((f"?{name}", term.n3()) for name, term in row.items()) for row in rows
    )
    assert found == expected(content, query)


@given(st.lists(st.tuples(st.sampled_from(GRAPHS), quads), max_size=6))
def test_the_merge_holds_after_any_changes(changes: list[tuple[NamedNode, list[Quad]]]) -> None:
    with GraphStore.in_memory() as store:
        for graph, content in changes:
            if content:
                own = {Quad(*quad.triple, graph) for quad in content}
                store.replace_graphs({graph: own})
            else:
                store.replace_graphs({}, drop=[graph])
            assert default_graph(store.engine) == {quad.triple for quad in store.quads()}


def default_graph(engine: pyoxigraph.Store) -> set[pyoxigraph.Triple]:
    found = engine.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
    return {quad.triple for quad in found}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = tmp_path_factory.mktemp("merge") / "store"
    GraphStore.open(store).close()
    with serving(store, "--update", "--no-token") as client:
        yield client


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@settings(max_examples=6)
@given(quads, quads, queries)
def test_updates_over_http_keep_the_merge(
    server: httpx.Client, content: list[Quad], more: list[Quad], query: str
) -> None:
    update = "DROP ALL"
    for graph, own in by_graph(content).items():
        update += f" ; INSERT DATA {{ GRAPH {graph} {{ {triples(own)} }} }}"
    assert server.post("/sparql", data={"update": update}).status_code == 204
    assert answer(server, query) == expected(content, query)
    for graph, own in by_graph(more).items():
        put = {"params": {"graph": graph.value}, "headers": {"Content-Type": "text/turtle"}}
        assert server.put("/store", content=triples(own), **put).is_success  # type: ignore
    assert answer(server, query) == expected(more, query)
    server.delete("/store", params={"graph": GRAPHS[0].value})
    left = [quad for quad in more if quad.graph_name != GRAPHS[0]]
    assert answer(server, query) == expected(left, query)


def triples(content: Sequence[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in content)


def answer(server: httpx.Client, query: str) -> Counter[frozenset[tuple[str, str]]]:
    headers = {"Accept": "application/sparql-results+json"}
    response = server.get("/sparql", params={"query": query}, headers=headers)
    return rows_of(pyoxigraph.parse_query_results(
        response.content, pyoxigraph.QueryResultsFormat.JSON
    ))  # fmt: skip


def test_documents_come_and_go_in_any_order_and_leave_no_trace(tmp_path: Path) -> None:
    texts = {f"{n}.txt": f"Ana Ruiz, the mayor of Toledo {n % 2}, said it rains. She left Peru."
             for n in range(6)}  # fmt: skip
    folder = tmp_path / "articles"
    folder.mkdir()
    settings = Settings(tagger=False)
    for name, text in texts.items():
        (folder / name).write_text(text * (int(name[0]) + 1))
    kept, gone = sorted(texts)[:3], sorted(texts)[3:]

    def exported(store: str, *steps: tuple[str, list[str]]) -> bytes:
        path, out = tmp_path / store, tmp_path / f"{store}.nq"
        for do, names in steps:
            with Graph(GraphStore.open(path), settings) as graph:
                paths = [folder / name for name in names]
                if do == "build":
                    graph.build(*paths)
                else:
                    for each in paths:
                        graph.remove(str(each))
        with (
            Graph(GraphStore.open(path, read_only=True), settings) as graph,
            out.open("wb") as file,
        ):
            graph.export(file, "nquads")
            assert default_graph(graph.store.engine) == {q.triple for q in graph.store.quads()}
        return out.read_bytes()

    alone = exported("alone", ("build", kept))
    shuffled = random.Random(1).sample(sorted(texts), len(texts))
    assert exported("one", ("build", shuffled), ("remove", gone)) == alone
    steps = [("build", [name]) for name in gone + kept] + [("remove", [name]) for name in gone]
    assert exported("other", *steps) == alone


def test_an_old_store_is_brought_to_this_version(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    GraphStore.open(folder).close()
    engine = pyoxigraph.Store(folder / "oxigraph")
    triple = [NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c")]
    engine.extend([Quad(*triple, GRAPHS[0]), Quad(*triple, GRAPHS[1]), Quad(*triple[::-1])])
    del engine
    version = json.loads((folder / VERSION_FILE).read_text())
    for _ in range(2):
        # The second time as if the first had been ended before its last step.
        (folder / VERSION_FILE).write_text(json.dumps(version | {"version": 1}))
        with GraphStore.open(folder, read_only=True) as store:
            assert len(default_graph(store.engine)) == 2
            assert set(store.quads()) == {
                Quad(*triple, GRAPHS[0]),
                Quad(*triple, GRAPHS[1]),
                Quad(*triple[::-1], NAMES.default_graph),
            }
    assert json.loads((folder / VERSION_FILE).read_text())["version"] == STORE_VERSION


def test_an_old_store_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with GraphStore.open(folder):
        version = json.loads((folder / VERSION_FILE).read_text())
        (folder / VERSION_FILE).write_text(json.dumps(version | {"version": 1}))
        with pytest.raises(StoreError, match="in use by another process"):
            GraphStore.open(folder, read_only=True)
