"""Damaged files of a store, and missing ones: one sentence that says so, and nothing made worse."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from forked import run_kg
from kg.errors import DamageError, StoreError
from kg.mapping import Namespaces
from kg.mapping.terms import ITS, SCHEMA
from kg.resources import resource
from kg.store import GraphStore, checking
from kg.store.checking import damage, readable_sources
from newsroom import open_store

NAMES = Namespaces()


def fill(folder: Path, documents: int = 20) -> Path:
    """A store of some documents, each a graph of 50 triples."""
    with GraphStore.open(folder) as store:
        for number in range(documents):
            graph = NAMES.document(str(number))
            nodes = [NamedNode(f"{graph.value}#char={i},{i + 1}") for i in range(50)]
            store.replace_graphs(
                {graph: [Quad(node, ITS.taIdentRef, graph, graph) for node in nodes]}
            )
    return folder


def tables(store: Path) -> list[Path]:
    return sorted((store / "oxigraph").glob("*.sst"))


def spoil(store: Path) -> None:
    """Change many bytes of the tables, but none of those without which a store cannot be opened."""
    for table in tables(store):
        if table.stat().st_size > 10_000:
            content = bytearray(table.read_bytes())
            for at in range(50, len(content) * 6 // 10, 500):
                content[at] ^= 0x40
            table.write_bytes(content)


def test_what_was_written_stands_in_tables_that_are_checked(tmp_path: Path) -> None:
    store = fill(tmp_path / "store")
    with GraphStore.open(store) as graph:
        graph.replace_graphs({}, drop=[NAMES.document("1")])
    for journal in (store / "oxigraph").glob("*.log"):
        journal.write_bytes(b"")
    with GraphStore.open(store, read_only=True) as graph:
        assert len(graph.graphs()) == 19


def test_a_store_that_lost_the_list_of_its_tables_is_not_emptied(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole")
    (manifest,) = (whole / "oxigraph").glob("MANIFEST-*")
    content, refused = manifest.read_bytes(), 0
    for end in range(0, len(content), 100):
        store = shutil.copytree(whole, tmp_path / f"store-{end}")
        (store / "oxigraph" / manifest.name).write_bytes(content[:end])
        if not is_opened_whole(store):
            refused += 1
            assert {each.name for each in tables(whole)} <= {each.name for each in tables(store)}
    assert refused


def is_opened_whole(store: Path) -> bool:
    """Whether a store can be opened to write; it then has all documents."""
    try:
        with GraphStore.open(store) as graph:
            assert len(graph.graphs()) == 20
    except StoreError as error:
        assert "cannot be opened: " in str(error) and "`kg validate --store" in str(error)
        return False
    return True


@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_without_its_first_file_is_not_made_anew(tmp_path: Path, read_only: bool) -> None:
    store = fill(tmp_path / "store")
    (store / "oxigraph" / "CURRENT").unlink()
    for journal in (store / "oxigraph").glob("*.log"):
        journal.unlink()
    before = tables(store)
    with pytest.raises(StoreError, match=r"cannot be opened: .*`kg validate --store"):
        GraphStore.open(store, read_only=read_only)
    assert tables(store) == before


def test_a_damaged_table_is_said_by_whatever_reads_it(tmp_path: Path) -> None:
    store = fill(tmp_path / "store")
    spoil(store)
    with (
        pytest.raises(StoreError, match=r"cannot be read: Corruption: .*`kg validate --store"),
        GraphStore.open(store, read_only=True) as graph,
    ):
        list(graph.quads())


@pytest.mark.parametrize("read_only", [True, False])
def test_a_missing_lock_file_is_made_again(tmp_path: Path, read_only: bool) -> None:
    store = fill(tmp_path / "store")
    (store / "kg-store.lock").unlink()
    with GraphStore.open(store, read_only=read_only) as graph:
        assert len(graph.graphs()) == 20
        with pytest.raises(StoreError, match="another process"):
            GraphStore.open(store)


def test_a_store_without_lock_file_on_a_read_only_disk_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = fill(tmp_path / "store")
    (store / "kg-store.lock").unlink()

    def refuse(path: os.PathLike[str], flags: int, mode: int) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        with GraphStore.open(store, read_only=True) as graph:
            assert len(graph.graphs()) == 20
        with pytest.raises(StoreError, match="cannot be locked: Read-only file system"):
            GraphStore.open(store)


def test_a_store_that_was_copied_without_what_is_made_anew_is_whole(tmp_path: Path) -> None:
    store = fill(tmp_path / "store")
    skipped = shutil.ignore_patterns("*.lock", "LOCK", "LOG*")
    copied = shutil.copytree(store, tmp_path / "copy", ignore=skipped)
    for read_only in (True, False):
        with GraphStore.open(copied, read_only=read_only) as graph:
            assert len(graph.graphs()) == 20


@pytest.mark.parametrize(
    ("query", "deadline"),
    [
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "60"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s", "60"),
        # Oxigraph never ends it: no time that it is given is too short.
        ("ASK { GRAPH ?g { ?s <http://www.w3.org/2005/11/its/rdf#taIdentRef> ?o } }", "2"),
    ],
)
def test_a_query_over_damaged_tables_ends_with_a_sentence(
    tmp_path: Path, query: str, deadline: str
) -> None:
    store = fill(tmp_path / "store")
    spoil(store)
    done = run_kg("query", query, "--store", store, "--memory", "500", "--deadline", deadline)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kg: ")
    assert "`kg validate" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("stats",), ("export",)])
def test_other_commands_end_with_a_sentence_too(tmp_path: Path, command: tuple[str, ...]) -> None:
    store = fill(tmp_path / "store")
    spoil(store)
    done = run_kg(*command, "--store", store)
    assert done.returncode == 1
    assert "the store cannot be read: Corruption: " in done.stderr
    assert done.stderr.count("\n") == 1


def test_damage_in_any_table_is_found(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole")
    with GraphStore.open(whole, read_only=True) as store:
        assert damage(store) == []
    for table in tables(whole):
        copy = shutil.copytree(whole, tmp_path / table.stem)
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 0x40
        (copy / "oxigraph" / table.name).write_bytes(content)
        assert finds_damage(copy), table


def finds_damage(folder: Path) -> bool:
    try:
        with GraphStore.open(folder, read_only=True) as store:
            return bool(damage(store))
    except DamageError:
        return True


def test_an_order_that_lacks_quads_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with GraphStore.open(fill(tmp_path / "store"), read_only=True) as store:
        quads = list(checking._by_subject(store))
        monkeypatch.setattr(checking, "_by_subject", lambda _: quads[:-1])
        assert damage(store) == ["its quads by subject are others than those by graph"]


def test_numbers_that_look_alike_to_the_engine_are_no_damage(tmp_path: Path) -> None:
    graph = NAMES.document("1")
    with GraphStore.open(tmp_path / "store") as store:
        numbers = [Literal(number) for number in (*range(250, 260), *range(1020, 1030))]
        store.replace_graphs({graph: [Quad(graph, SCHEMA.name, each, graph) for each in numbers]})
        assert damage(store) == []


def test_what_can_be_built_again_is_listed(seeds_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(seeds_store, tmp_path / "store")
    done = run_kg("validate", "--store", store)
    assert (done.returncode, done.stdout) == (0, "9 of 9 documents conform\n")
    # A table that a compaction has replaced may still lie there, and nobody reads it.
    for table in sorted(tables(store), key=lambda table: -table.stat().st_size):
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 0x40
        table.write_bytes(content)
        done = run_kg("validate", "--store", store)
        if done.returncode:
            break
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{store}: damaged: its quads ")
    assert "restore a backup" in done.stdout
    assert "build these into a new store with `kg build`" in done.stdout
    listed = {Path(line).name for line in lines if line.startswith("  ")}
    assert listed == {path.name for path in resource("seeds/articles").iterdir()}


def test_sources_are_listed_as_the_paths_to_build(tmp_path: Path) -> None:
    (tmp_path / "news#2.txt").write_text("Mayor Ana Roe said it was late.", encoding="utf-8")
    (tmp_path / "many.jsonl").write_text('{"text": "It rained."}\n{"text": "It fell."}\n')
    with open_store(tmp_path / "store", tagger=False) as graph:
        graph.build(tmp_path / "news#2.txt")
        graph.build(tmp_path / "many.jsonl")
        paths, whole = readable_sources(graph.store)
    assert whole
    assert {Path(path).resolve() for path in paths} == {
        tmp_path / "news#2.txt",
        tmp_path / "many.jsonl",
    }


def test_a_document_that_is_gone_is_named(seeds_store: Path, tmp_path: Path) -> None:
    store = shutil.copytree(seeds_store, tmp_path / "store")
    with GraphStore.open(store) as graph:
        graph.engine.remove_graph(graph.facts.documents()[0])
    done = run_kg("validate", "--store", store)
    assert done.returncode == 1
    assert done.stdout.startswith("the documents of these are missing; build them with `kg build")
    assert done.stdout.count("\n") == 2


def test_validate_of_a_store_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    store = fill(tmp_path / "store")
    (store / "oxigraph" / "CURRENT").unlink()
    done = run_kg("validate", "--store", store)
    assert done.returncode == 1
    assert "cannot be opened" in done.stdout and "restore a backup" in done.stdout
    assert done.stderr == ""


def test_a_server_does_not_empty_a_store_that_lost_the_list_of_its_tables(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole")
    (manifest,) = (whole / "oxigraph").glob("MANIFEST-*")
    store = shutil.copytree(whole, tmp_path / "store")
    cut = manifest.read_bytes()[:200]  # of some 3,000 bytes
    (store / "oxigraph" / manifest.name).write_bytes(cut)
    done = run_kg("serve", "--store", store, "--port", "0")
    assert done.returncode == 1
    assert {each.name for each in tables(whole)} <= {each.name for each in tables(store)}
