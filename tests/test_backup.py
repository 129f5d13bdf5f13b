"""kg backup: a whole copy or none; docs/backup.md keeps its word."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from forked import run_kg
from kg.errors import StoreError
from kg.store import GraphStore
from kg.store.backup import back_up
from readme import ROOT, as_it_is_now
from server_process import QUADS, make_store, serving

PAGE = ROOT / "docs" / "backup.md"


def kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_kg(*arguments, cwd=folder)


def quads(store: Path) -> set[object]:
    with GraphStore.open(store, read_only=True) as graph:
        return set(graph.quads())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a store, and with all that people can write beside it."""
    home = tmp_path / "home"
    make_store(home / "data" / "graph")
    for name in ("mine/knowledge/people.ttl", "mine/asked.rq/who.rq", "judged.tsv"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"# {name}\n")
    (home / "kg.toml").write_text(
        'store = "data/graph"\nknowledge = "mine/knowledge"\nqueries = "mine/asked.rq"\n'
        'judgements = "judged.tsv"\n'
    )
    return home


def test_the_commands_print_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert as_it_is_now(page) == page


def test_everything_that_people_wrote_is_in_a_backup(project: Path) -> None:
    done = kg(project, "backup", "../saved/new")
    assert (done.returncode, done.stderr) == (0, "")
    saved = project.parent / "saved" / "new"
    names = ["data/graph", "judged.tsv", "kg.toml", "mine/asked.rq", "mine/knowledge"]
    assert done.stdout.splitlines() == [f"../saved/new/{name}" for name in names]
    shutil.rmtree(project)
    assert quads(saved / "data" / "graph") == set(QUADS)
    assert (saved / "mine/knowledge/people.ttl").read_text() == "# mine/knowledge/people.ttl\n"
    assert list(saved.parent.iterdir()) == [saved]
    assert kg(saved, "query", "ASK {GRAPH ?g {?s ?p ?o}}").stdout == "true\n"


def test_what_stands_elsewhere_goes_by_its_name(project: Path) -> None:
    store = make_store(project.parent / "elsewhere" / "news")
    done = kg(project, "backup", str(project.parent / "saved"), "--store", str(store))
    assert done.returncode == 0
    assert quads(project.parent / "saved" / "news") == set(QUADS)


def test_two_things_of_one_name_are_refused(project: Path) -> None:
    store = make_store(project.parent / "elsewhere" / "judged.tsv")
    done = kg(project, "backup", "saved", "--store", str(store))
    assert done.stderr.startswith("kg: two things to copy have the same name")
    assert not (project / "saved").exists()


def test_damage_to_the_store_does_not_reach_the_backup(project: Path) -> None:
    kg(project, "backup", "saved")
    for file in (project / "data" / "graph" / "oxigraph").iterdir():
        with file.open("r+b") as content:
            content.write(b"\xff" * file.stat().st_size)
    assert quads(project / "saved" / "data" / "graph") == set(QUADS)


@pytest.mark.parametrize("name", ["kg.toml", "mine", "data/graph/saved", "mine/knowledge/saved"])
def test_a_folder_that_cannot_take_a_backup_is_refused(project: Path, name: str) -> None:
    before = sorted(project.rglob("*"))
    done = kg(project, "backup", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"kg: {name}: ")
    assert done.stderr.count("\n") == 1
    assert sorted(project.rglob("*")) == before


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with GraphStore.open(store, read_only=True) as graph:
        others = {Path("a/b"): store / "kg-store.json", Path("gone"): tmp_path / "gone"}
        with pytest.raises(StoreError, match="saved: there is no backup, for something failed"):
            back_up(graph, Path("store"), others, tmp_path / "saved")
    assert list(tmp_path.iterdir()) == [store]


def test_a_backup_beside_a_writer_is_refused_and_beside_a_server_made(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with GraphStore.open(store):
        done = kg(tmp_path, "backup", "saved")
        assert "being written by another process" in done.stderr
    assert not (tmp_path / "saved").exists()
    new = "INSERT DATA { GRAPH <https://example.org/kg/doc/first> { <a:s> <a:p> <a:o> } }"
    with serving(store, "--update", "--no-token") as server:
        assert server.post("/sparql", data={"update": new}).status_code == 204
        assert kg(tmp_path, "backup", "saved").returncode == 0
    saved = tmp_path / "saved" / "store"
    assert {quad.subject for quad in quads(saved) - set(QUADS)} == {NamedNode("a:s")}  # type: ignore[attr-defined]
    assert not list(saved.glob("serving-*"))
