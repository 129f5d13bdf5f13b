"""Names of files and of records: never confused, each record kept, removed as they were named."""

import io
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.api import Graph
from kg.build.run import Outcome, Status
from kg.documents import Document, Source, read_documents
from kg.errors import InputError, StoreError
from kg.mapping import SourceRecord, map_source
from kg.store import GraphStore
from kg.store.ledger import Ledger
from newsroom import open_store

# Words as they stand in names, those that have a meaning for us above all.
NAMES = st.lists(
    st.sampled_from(["a", "n.jsonl", "b.json.gz", "#", "%", "%23", "%25", "2", "/", ".", "\n"])
).map("".join)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return open_store(tmp_path / "store", tagger=False)


def jsonl(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def named(graph: Graph) -> list[str]:
    return sorted(map(str, Ledger(graph.store).sources()))


@given(NAMES, NAMES, NAMES)
def test_no_two_sources_are_written_alike(folder: str, file: str, record: str) -> None:
    one_of_many = Source(folder + "n.jsonl", record)
    assert str(one_of_many) != str(Source(file))
    assert Source.parse(str(Source(file))) == Source(file)
    assert Source.parse(str(Source("-", record))) == Source("-", record)
    if ".json" not in folder:
        assert Source.parse(str(one_of_many)) == one_of_many


@pytest.mark.parametrize(
    "records",
    [
        ({"id": "a", "text": "One, she said."}, {"id": "a", "text": "Two, he said."}),
        ({"id": "2", "text": "One, she said."}, {"text": "Two, he said."}),
        ({"text": "One, she said."}, {"id": 1, "text": "Two, he said."}),
    ],
)
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_records_of_one_name_are_all_kept_with_one_warning(
    graph: Graph, tmp_path: Path, records: tuple[dict[str, object], ...], suffix: str
) -> None:
    third = {"id": records[0].get("id", 1), "text": "Three, they said."}
    news = jsonl(tmp_path / "n.jsonl", *records, third)
    if suffix == "json":
        news = tmp_path / "n.json"
        news.write_text(json.dumps([*records, third]))
    name = str(third["id"])
    for built, unchanged in ((3, 0), (0, 3)):
        said: list[Outcome] = []
        report = graph.build(news, progress=said.append)
        assert (report.built, report.unchanged, report.warned) == (built, unchanged, 1)
        assert len(graph.documents()) == 3
        [warning] = [str(each.error) for each in said if each.status is Status.WARNED]
        assert f"by the name {name}, " in warning and f"kept as {name}#2" in warning


def test_a_true_copy_is_one_document_and_one_warning(graph: Graph, tmp_path: Path) -> None:
    record = {"id": "a", "text": "One, she said.", "url": "https://a.example/"}
    news = jsonl(tmp_path / "n.jsonl", record, record)
    for unchanged in (0, 2):
        report = graph.build(news)
        assert (report.unchanged, report.warned, len(graph.documents())) == (unchanged, 1, 1)


@given(st.lists(st.sampled_from(["a", "a#2", "a#2#2", "a#3", "1", "2", None]), max_size=12))
def test_every_record_gets_a_name_of_its_own(ids: list[str | None]) -> None:
    lines = [json.dumps({"text": "A"} | ({} if id is None else {"id": id})) for id in ids]
    found = [
        each
        for each in read_documents(["-"], stdin=io.BytesIO("\n".join(lines).encode() or b"{}"))
        if isinstance(each, Document)
    ]
    assert len({each.record for each in found}) == len(ids)


def test_a_file_that_is_given_twice_is_read_once(graph: Graph, tmp_path: Path) -> None:
    news = jsonl(tmp_path / "n.jsonl", {"id": "a", "text": "One, she said."})
    report = graph.build(news, tmp_path / "n.jsonl")
    assert (report.built, report.unchanged, report.warned) == (1, 0, 0)


@pytest.fixture
def alike(graph: Graph, tmp_path: Path) -> Graph:
    """A store of a folder, files and records whose names begin alike."""
    texts = {
        "news/a.txt": "One, she said.",
        "news#2.txt": "Two, he said.",
        "n.jsonl#x.txt": "Three, they said.",
        "news%232.txt": "Four, we said.",
    }
    (tmp_path / "news").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    jsonl(tmp_path / "n.jsonl", {"id": "x.txt", "text": "Five, I said."},
          {"id": "y", "text": "Six, you said."})  # fmt: skip
    assert graph.build(*(tmp_path / name for name in ("n.jsonl", *texts))).built == 6
    return graph


def test_names_that_look_like_records_are_documents_of_their_own(
    alike: Graph, tmp_path: Path
) -> None:
    assert len(alike.documents()) == 6
    names = ("news", "news#2.txt", "n.jsonl#x.txt", "news%232.txt", "n.jsonl")
    assert alike.build(*(tmp_path / name for name in names)).unchanged == 6


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("news", ["news/a.txt"]),
        ("news#2.txt", ["news%232.txt"]),
        ("n.jsonl", ["n.jsonl#x.txt", "n.jsonl#y"]),
        ("n.jsonl#y", ["n.jsonl#y"]),
        ("n.jsonl%23x.txt", ["n.jsonl%23x.txt"]),
    ],
)
def test_remove_takes_what_is_named_and_nothing_beside_it(
    alike: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, gone: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = named(alike)
    assert alike.remove(name) == gone
    assert named(alike) == sorted(set(before) - set(gone))


def test_remove_refuses_a_name_of_two_things(
    alike: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=r"called so; write n\.jsonl%23x\.txt for the file"):
        alike.remove("n.jsonl#x.txt")


def test_prune_keeps_what_only_begins_like_the_folder(alike: Graph, tmp_path: Path) -> None:
    (tmp_path / "news" / "a.txt").write_text("Seven, it said.")
    report = alike.build(tmp_path / "news", prune=True)
    assert (report.built, report.removed) == (1, 0)
    (tmp_path / "news" / "b.txt").write_text("Eight, all said.")
    (tmp_path / "news" / "a.txt").unlink()
    report = alike.build(tmp_path / "news", prune=True)
    assert (report.built, report.removed) == (1, 1)
    assert "news%232.txt" in named(alike)


def test_prune_leaves_a_file_alone_that_cannot_be_read_whatever_its_name(
    graph: Graph, tmp_path: Path
) -> None:
    news = jsonl(tmp_path / "a\x07#1.jsonl", {"id": "a", "text": "One, she said."})
    graph.build(tmp_path)
    news.write_text("{")
    report = graph.build(tmp_path, prune=True)
    assert (report.failed, report.removed) == (1, 0)


def test_prune_takes_a_broken_link_and_nothing_for_bad_standard_input(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name}, she said.")
    graph.build(tmp_path)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).unlink()
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    report = graph.build(".", "-", prune=True)
    assert (report.failed, report.removed) == (2, 2)


def as_earlier(store: GraphStore, source: Source, written: str) -> None:
    """Name a source as stores of earlier versions do."""
    ledger = Ledger(store)
    before = ledger.remembered(source)
    assert before is not None
    old, new = before.iri, store.namespaces.source(written)
    record = ledger.record(old)
    changed = [
        Quad(
            new if quad.subject == old else quad.subject,
            quad.predicate,
            new if quad.object == old else
            Literal(written) if quad.object == Literal(str(source)) else quad.object,
            quad.graph_name,
        )
        for quad in record
    ]  # fmt: skip
    store.replace_graphs({}, also=changed, also_remove=record)


def test_a_store_of_before_is_read_rightly(graph: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "d#1"
    folder.mkdir()
    (folder / "news#2.txt").write_text("Two, he said.")
    jsonl(folder / "n.jsonl", {"id": "a#b", "text": "One, she said."})
    graph.build(folder)
    names = {"d#1/news#2.txt": Source("d#1/news#2.txt"),
             "d#1/n.jsonl#a#b": Source("d#1/n.jsonl", "a#b")}  # fmt: skip
    for written, source in names.items():
        as_earlier(graph.store, source, written)
    assert graph.build(folder, prune=True).unchanged == 2
    (folder / "news#2.txt").write_text("Three, they said.")
    report = graph.build(folder, prune=True)
    assert (report.built, report.unchanged, report.removed) == (1, 1, 0)
    assert len(graph.documents()) == 2
    assert len(named(graph)) == 2
    graph.remove(str(folder))
    assert named(graph) == []


def test_many_records_are_removed_in_one_transaction(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = jsonl(tmp_path / "n.jsonl", *({"text": f"{name} said so."} for name in "ABCDE"))
    graph.build(news)
    changes = []
    replace = GraphStore.replace_graphs

    def replace_graphs(store: GraphStore, graphs: Any, **others: Any) -> None:
        changes.append(len(others["drop"]))
        replace(store, graphs, **others)

    monkeypatch.setattr(GraphStore, "replace_graphs", replace_graphs)
    assert len(graph.remove(str(news))) == 5
    assert changes == [5]
    assert graph.documents() == []


def test_a_document_that_stays_with_one_source_goes_with_both(graph: Graph, tmp_path: Path) -> None:
    copies = [{"id": id, "text": "The same, she said."} for id in "abc"]
    news = jsonl(tmp_path / "n.jsonl", *copies)
    graph.build(news)
    ledger = Ledger(graph.store)
    ledger.forget([Source("n.jsonl", "a"), Source("n.jsonl", "b")])
    assert len(graph.documents()) == 1
    ledger.forget([Source("n.jsonl", "c")])
    assert graph.documents() == []
    runs = graph.store.namespaces.runs_graph
    assert not list(graph.store.facts.match(None, NamedNode("http://www.w3.org/ns/prov#generated"),
                                            None, runs))  # fmt: skip


def test_the_path_of_a_source_is_as_it_is_written() -> None:
    record = SourceRecord(Source("a#1.jsonl", "x#y"), "0" * 16, "f00d")
    quads = map_source(record, GraphStore.in_memory().namespaces)
    assert Literal("a%231.jsonl#x#y") in {quad.object for quad in quads}


def test_errors_reach_us_from_other_processes() -> None:
    error = pickle.loads(pickle.dumps(InputError("a.txt", "is wrong")))
    assert (str(error), error.source, error.reason) == ("a.txt: is wrong", "a.txt", "is wrong")
