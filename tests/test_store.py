"""The store on disk: graphs replaced as a whole, links kept up, one writer at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.errors import StoreError
from kg.extraction import EntityType
from kg.identity import Entity, Link
from kg.mapping import Namespaces, map_links
from kg.mapping.terms import ITS, SCHEMA
from kg.store import GraphStore
from kg.store.changes import update_text
from waiting import until

NAMES = Namespaces()
G1, G2 = NAMES.document("1"), NAMES.document("2")
ADA, BO = NAMES.entity("person/ada"), NAMES.entity("person/bo")


def quads(graph: NamedNode, *texts: str) -> list[Quad]:
    return [Quad(graph, SCHEMA.text, Literal(text), graph) for text in texts]


def mention(entity: NamedNode, graph: NamedNode, at: int = 1) -> Quad:
    return Quad(NamedNode(f"{graph.value}#char={at},{at + 1}"), ITS.taIdentRef, entity, graph)


def links(key: str, external: str = "http://www.wikidata.org/entity/Q1") -> list[Quad]:
    entity = Entity(key, EntityType.PERSON, key, links=(Link(external, "name", 0.5, "test"),))
    return map_links(entity, NAMES)


def content(store: GraphStore) -> set[str]:
    return {str(quad) for quad in store.quads()}


def in_another_process(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_what_is_put_is_there_after_opening_again(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "s") as store:
        store.replace_graphs({G1: quads(G1, "a", "b")})
        store.replace_graphs({G2: quads(G2, "c")})
    for read_only in (False, True):
        with GraphStore.open(tmp_path / "s", read_only=read_only) as store:
            assert store.graphs() == [G1, G2]
            assert (store.count(), len(list(store.quads(G1)))) == (3, 2)


def test_a_graph_is_replaced_as_a_whole() -> None:
    with GraphStore.in_memory() as store:
        store.replace_graphs({G1: quads(G1, "a", "b")}, also=quads(G2, "run 1"))
        store.replace_graphs(
            {G1: quads(G1, "b", "c")}, also=quads(G2, "run 2"), also_remove=quads(G2, "run 1")
        )
        assert set(store.quads()) == {*quads(G1, "b", "c"), *quads(G2, "run 2")}


def test_many_graphs_come_and_go_at_once() -> None:
    with GraphStore.in_memory() as store:
        store.replace_graphs({G1: quads(G1, "a"), G2: quads(G2, "b")})
        new = NAMES.document("3")
        store.replace_graphs({G1: quads(G1, "a2"), new: quads(new, "c")}, drop=[G2])
        assert store.graphs() == [G1, new]
        assert not store.has_graph(G2)
        store.replace_graphs({}, drop=[G1, new, NAMES.document("never-there")])
        assert (store.graphs(), store.count()) == ([], 0)


def test_quads_of_another_graph_are_refused() -> None:
    with GraphStore.in_memory() as store, pytest.raises(ValueError, match="another graph"):
        store.replace_graphs({G1: quads(G2, "a")})


@given(st.lists(st.text(), min_size=1, max_size=5), st.lists(st.text(), min_size=1, max_size=5))
def test_graphs_that_are_new_are_added_as_they_would_replace_others(
    first: list[str], other: list[str]
) -> None:
    graphs = {G1: quads(G1, *first), G2: quads(G2, *other)}
    also = quads(NAMES.links_graph, *other)
    with GraphStore.in_memory() as store, GraphStore.in_memory() as added:
        store.replace_graphs(graphs, also=also)
        lines = [serialize(each, format=RdfFormat.N_QUADS) or b"" for each in graphs.values()]
        added.add_graphs(lines, also)
        assert set(added.engine) == set(store.engine)


def test_many_quads_are_added_at_once(tmp_path: Path) -> None:
    graphs = {graph: quads(graph, *map(str, range(3000))) for graph in (G1, G2)}
    with GraphStore.open(tmp_path / "s") as store:
        lines = (serialize(each, format=RdfFormat.N_QUADS) or b"" for each in graphs.values())
        store.add_graphs(list(lines), [])
        assert set(store.quads()) == {*graphs[G1], *graphs[G2]}
        assert len(store.engine) == 2 * store.count()


@given(st.lists(st.text(), max_size=5), st.lists(st.text(), max_size=5))
def test_any_text_can_be_replaced_by_any_other(before: list[str], after: list[str]) -> None:
    with GraphStore.in_memory() as store:
        store.replace_graphs({G1: quads(G1, *before)})
        store.replace_graphs({G1: quads(G1, *after)})
        assert set(store.quads()) == set(quads(G1, *after))


def test_a_change_is_one_update() -> None:
    text = update_text([G1], quads(G2, "old"), quads(G2, "new"))
    store = pyoxigraph.Store()
    store.extend([*quads(G1, "gone"), *quads(G2, "old")])
    store.update(text)
    assert set(store) == set(quads(G2, "new"))


def test_links_go_with_the_last_document_that_mentions_their_entity() -> None:
    with GraphStore.in_memory() as store:
        store.replace_graphs({G1: [mention(ADA, G1)]}, also=links("person/ada"))
        alone = content(store)
        store.replace_graphs(
            {G2: [mention(ADA, G2), mention(BO, G2)]},
            also=links("person/ada") + links("person/bo"),
        )
        store.replace_graphs({}, drop=[G2])
        assert content(store) == alone
        store.replace_graphs({}, drop=[G1])
        assert store.count() == 0


def test_links_go_when_a_document_no_longer_mentions_their_entity() -> None:
    with GraphStore.in_memory() as store:
        store.replace_graphs({G1: [mention(ADA, G1)]}, also=links("person/ada"))
        store.replace_graphs({G1: [mention(BO, G1)]}, also=links("person/bo"))
        assert content(store) == {str(q) for q in [mention(BO, G1), *links("person/bo")]}


def test_links_stay_when_the_document_moves() -> None:
    with GraphStore.in_memory() as store:
        store.replace_graphs({G1: [mention(ADA, G1)]}, also=links("person/ada"))
        store.replace_graphs({G2: [mention(ADA, G2)]}, drop=[G1], also=links("person/ada"))
        assert content(store) == {str(q) for q in [mention(ADA, G2), *links("person/ada")]}


def test_knowledge_alone_keeps_no_link() -> None:
    knowledge = NAMES.knowledge_graph("people")
    curated = Quad(ADA, SCHEMA.name, Literal("Ada"), knowledge)
    with GraphStore.in_memory() as store:
        store.replace_graphs({knowledge: [curated]})
        store.replace_graphs({G1: [mention(ADA, G1)]}, also=links("person/ada"))
        store.replace_graphs({}, drop=[G1])
        assert list(store.quads()) == [curated]


def test_a_second_writer_and_a_reader_beside_a_writer_are_refused(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "s"):
        for read_only in (False, True):
            with pytest.raises(StoreError, match="another process; wait"):
                GraphStore.open(tmp_path / "s", read_only=read_only)
    GraphStore.open(tmp_path / "s").close()


def test_readers_share_and_keep_writers_out(tmp_path: Path) -> None:
    GraphStore.open(tmp_path / "s").close()
    with (
        GraphStore.open(tmp_path / "s", read_only=True) as one,
        GraphStore.open(tmp_path / "s", read_only=True) as other,
    ):
        assert one.count() == other.count() == 0
        with pytest.raises(StoreError, match="another process"):
            GraphStore.open(tmp_path / "s")


def test_another_process_is_kept_out_and_let_in_when_it_was_killed(tmp_path: Path) -> None:
    GraphStore.open(tmp_path / "s").close()
    holder = in_another_process(
        """
        import sys
        from kg.store import GraphStore
        store = GraphStore.open(sys.argv[1])
        print("open", flush=True)
        sys.stdin.read()
        """,
        tmp_path / "s",
    )
    with holder:
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="another process"):
            GraphStore.open(tmp_path / "s", read_only=True)
        holder.kill()
    GraphStore.open(tmp_path / "s").close()


def can_be_opened(folder: Path) -> bool:
    try:
        GraphStore.open(folder).close()
    except StoreError:
        return False
    return True


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_worker_does_not_keep_the_store_locked(tmp_path: Path) -> None:
    builder = in_another_process(
        """
        import os, sys, time
        from kg.store import GraphStore
        store = GraphStore.open(sys.argv[1])
        worker = os.fork()
        if worker == 0:
            time.sleep(60)
        print(worker, flush=True)
        time.sleep(60)
        """,
        tmp_path / "s",
    )
    assert builder.stdout is not None
    worker = int(builder.stdout.readline())
    builder.kill()
    builder.wait()
    try:
        until(lambda: can_be_opened(tmp_path / "s"))
    finally:
        os.kill(worker, signal.SIGKILL)
        builder.stdout.close()
        assert builder.stdin is not None
        builder.stdin.close()


@pytest.mark.parametrize(("graphs", "size", "rounds"), [(7, 200, 3), (10**6, 25_000, 2)])
def test_a_killed_writer_leaves_whole_graphs(
    tmp_path: Path, graphs: int, size: int, rounds: int
) -> None:
    for round_ in range(rounds):
        writer = in_another_process(
            f"""
            import itertools, sys
            from pyoxigraph import Literal, NamedNode, Quad
            from kg.store import GraphStore
            with GraphStore.open(sys.argv[1]) as store:
                for n in itertools.count({round_}000):
                    g = NamedNode(store.base + f"doc/{{n % {graphs}}}")
                    a = NamedNode("a:n")
                    new = [Quad(g, a, Literal(f"{{n}} {{i}}"), g) for i in range({size})]
                    store.replace_graphs({{g: new}})
                    print(n, flush=True)
            """,
            tmp_path / "s",
        )
        assert writer.stdout is not None
        for _ in range(2 + round_):
            writer.stdout.readline()
        writer.kill()
        with writer:
            writer.communicate()
        with GraphStore.open(tmp_path / "s", read_only=True) as store:
            assert store.graphs()
            for graph in store.graphs():
                values = [str(quad.object).split()[0] for quad in store.quads(graph)]
                assert len(values) == size and len(set(values)) == 1


def test_what_a_killed_writer_was_about_to_add_takes_no_room(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "s") as store:
        store.replace_graphs({G1: quads(G1, "a")})
    remains = tmp_path / "s" / "oxigraph" / "bulk-0123.sst"
    remains.write_bytes(b"cut")
    with GraphStore.open(tmp_path / "s") as store:
        assert set(store.quads()) == set(quads(G1, "a"))
    assert not remains.exists()


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="no kg store; name another with --store"):
        GraphStore.open(tmp_path)
    with pytest.raises(StoreError, match="no store here; make one"):
        GraphStore.open(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_folder_whose_name_is_not_utf_8_is_refused(tmp_path: Path, read_only: bool) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    with pytest.raises(StoreError, match="name is not UTF-8; name another with --store"):
        GraphStore.open(folder, read_only=read_only)
    assert not folder.exists()


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here; make one with `kg build"):
        GraphStore.open(tmp_path / "s", read_only=True)
    assert not (tmp_path / "s").exists()


def test_a_store_that_was_killed_while_it_was_made_is_made(tmp_path: Path) -> None:
    (tmp_path / "kg-store.lock").touch()
    (tmp_path / "kg-store.json.new").write_text("{")
    GraphStore.open(tmp_path).close()


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (json.dumps({"version": 99, "base": NAMES.base}), "has version 99, this kg reads"),
        ("{", "not the version file"),
        ("[]", "not the version file"),
    ],
)
def test_a_store_of_another_version_is_refused(
    tmp_path: Path, text: str, message: str, read_only: bool
) -> None:
    GraphStore.open(tmp_path / "s").close()
    (tmp_path / "s" / "kg-store.json").write_text(text)
    with pytest.raises(StoreError, match=message):
        GraphStore.open(tmp_path / "s", read_only=read_only)


def test_a_damaged_store_is_refused(tmp_path: Path) -> None:
    GraphStore.open(tmp_path / "s").close()
    (tmp_path / "s" / "oxigraph" / "CURRENT").write_text("nonsense\n")
    with pytest.raises(StoreError, match="cannot be opened"):
        GraphStore.open(tmp_path / "s")


def test_the_base_is_remembered_and_held(tmp_path: Path) -> None:
    other = "https://news.example.com/"
    GraphStore.open(tmp_path / "s", base=other).close()
    with GraphStore.open(tmp_path / "s") as store:
        assert store.base == other
    with pytest.raises(StoreError, match=r"has the base IRI https://news\.example\.com/"):
        GraphStore.open(tmp_path / "s", base=NAMES.base)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = GraphStore.open(tmp_path / "s")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


def test_a_store_opened_to_read_is_not_written(tmp_path: Path) -> None:
    GraphStore.open(tmp_path / "s").close()
    with (
        GraphStore.open(tmp_path / "s", read_only=True) as store,
        pytest.raises(StoreError, match="opened to read"),
    ):
        store.replace_graphs({G1: quads(G1, "a")})


@pytest.mark.skipif(sys.platform == "win32", reason="limits file sizes by a signal")
@pytest.mark.parametrize("number", [999, 25_000])
def test_a_full_disk_is_reported_and_nothing_is_half_written(tmp_path: Path, number: int) -> None:
    with GraphStore.open(tmp_path / "s") as store:
        store.replace_graphs({G1: quads(G1, "a")})
    # A limit on the size of files stands in for a disk without room.
    writer = in_another_process(
        f"""
        import resource, signal, sys
        from pyoxigraph import Literal, NamedNode, Quad
        from kg.errors import StoreError
        from kg.store import GraphStore
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        g = NamedNode("https://example.org/kg/doc/2")
        with GraphStore.open(sys.argv[1]) as store:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            try:
                new = [Quad(g, g, Literal("x" * 500 + str(i)), g) for i in range({number})]
                store.replace_graphs({{g: new}})
            except StoreError as error:
                print(error)
        """,
        tmp_path / "s",
    )
    output, _ = writer.communicate()
    assert "nothing was written" in output and "make room" in output
    with GraphStore.open(tmp_path / "s", read_only=True) as store:
        assert set(store.quads()) == set(quads(G1, "a"))
