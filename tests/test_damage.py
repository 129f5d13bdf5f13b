"""Damaged files of a store, and missing ones: one sentence that says so, and nothing made worse."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.errors import StoreError
from kg.mapping import Namespaces, terms
from kg.store import GraphStore

NAMES = Namespaces()


def fill(folder: Path, documents: int = 20) -> Path:
    """A store of some documents, each a graph of 50 triples."""
    with GraphStore.open(folder) as store:
        for number in range(documents):
            graph = NAMES.document(str(number))
            nodes = [NamedNode(f"{graph.value}#char={i},{i + 1}") for i in range(50)]
            store.replace_graph(
                graph, [Quad(node, terms.IDENT_REF, graph, graph) for node in nodes]
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
        graph.remove_graph(NAMES.document("1"))
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
