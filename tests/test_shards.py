"""Shards, made by any engine in any number and merged, are what a build gives, to the byte."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from forked import Forked, run_kg
from kg.api import Graph
from kg.build.fingerprint import Fingerprints
from kg.build.guard import Limits
from kg.build.shards.manifest import Manifest, write_json
from kg.build.shards.merging import merge_into_store, merge_nquads
from kg.build.shards.partition import partition, read_part
from kg.build.shards.shard import ShardTask, make_shard
from kg.build.shards.sharding import make_shards
from kg.documents import Document, Metadata, parse_date
from kg.errors import InputError, ModelError, StoreError, WorkerError
from kg.settings import Settings
from newsroom import open_store, write_articles
from waiting import until
from warm_workers import warm_workers

POISON = """
import os, runpy, signal
import kg.extraction.annotate as module
read = module._annotations
def poisoned(document, reading, doc):
    if "killed" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "raised" in document.text:
        raise ValueError("poison")
    if "eaten" in document.text:
        bytearray(4_000_000_000)
    return read(document, reading, doc)
module._annotations = poisoned
runpy.run_module("kg", run_name="__main__", alter_sys=True)
"""


PROBE = """
import numpy  # before kg can choose its kernels
from kg.build.analysis import Analyser
from kg.settings import Settings
print(Analyser(Settings()).arithmetic(), end="")
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, and one that stands in two files, of which one says more of it."""
    folder = write_articles(tmp_path_factory.mktemp("news") / "articles")
    lines = [
        {"id": n, "text": f"Jane Alderman said {n} bridges will close. Peter Halvorsen denied it."}
        for n in range(20)
    ]
    twice = {"id": "a", "text": "Anna Lindqvist said that the school in Oslo is full."}
    (folder / "1.jsonl").write_text("\n".join(map(json.dumps, [*lines, twice])))
    (folder / "2.jsonl").write_text(json.dumps({**twice, "title": "Full", "publisher": "Post"}))
    return folder


@pytest.fixture(scope="module")
def expected(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with open_store(tmp_path_factory.mktemp("expected") / "store") as graph:
        graph.build(articles)
        return exported(graph)


def exported(graph: Graph) -> bytes:
    out = io.BytesIO()
    graph.export(out, "nquads")
    return out.getvalue()


def shard(articles: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`kg shard`, run in the folder beside its output."""
    return run_kg("shard", articles, out, *options, cwd=out.parent)


def merged(out: Path) -> bytes:
    found = io.BytesIO()
    merge_nquads(out, found)
    return found.getvalue()


@pytest.fixture(scope="module")
def finished(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of finished shards: more of them than documents."""
    out = tmp_path_factory.mktemp("shards") / "out"
    with warm_workers():
        make_shards([articles], out, Settings(jobs=2), shards=40)
    return out


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished shards."""
    return shutil.copytree(finished, tmp_path / "out")


def test_many_shards(finished: Path, expected: bytes) -> None:
    assert merged(finished) == expected


def test_one_shard(tmp_path: Path, articles: Path, expected: bytes) -> None:
    process = shard(articles, tmp_path / "out", "--shards", "1")
    assert "25 documents" in process.stdout
    assert process.returncode == 0
    assert merged(tmp_path / "out") == expected


@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_the_engines_of_others(
    tmp_path: Path, articles: Path, expected: bytes, engine: str
) -> None:
    pytest.importorskip({"ray": "ray", "spark": "pyspark"}[engine])
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    out = tmp_path / "out"
    options = ["--shards", "5", "--engine", engine, "--jobs", "2"]
    with Forked(["shard", articles, out, *options], cwd=tmp_path) as process:
        until(lambda: len(list(out.glob("0*.json"))) >= 1)
        addresses = listened_at(psutil.Process(process.pid))
    assert process.returncode == 0
    assert addresses
    assert all(each.removeprefix("::ffff:") == "127.0.0.1" for each in addresses), addresses
    assert merged(out) == expected


def listened_at(process: psutil.Process) -> set[str]:
    """The addresses at which a process and its children listen."""
    return {
        each.laddr.ip
        for one in (process, *process.children(recursive=True))
        for each in one.net_connections()
        if each.status == psutil.CONN_LISTEN
    }


def test_a_merged_store_is_the_one_that_a_build_makes(
    done: Path, articles: Path, expected: bytes
) -> None:
    store = done.parent / "store"
    assert merge_into_store(done, store) == 25
    with open_store(store) as graph:
        assert exported(graph) == expected
        report = graph.build(articles)
        assert (report.built, report.unchanged) == (0, 26)
        assert exported(graph) == expected
    with pytest.raises(StoreError, match="is there already"):
        merge_into_store(done, store)


def test_the_source_of_every_document_is_recorded(
    done: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.shards.merging._RECORDS", 7)
    merge_into_store(done, done.parent / "store")
    with open_store(done.parent / "store") as graph:
        assert graph.build(articles).unchanged == 26


def test_a_lean_store_has_statements_and_no_spans(done: Path) -> None:
    store = done.parent / "store"
    merge_into_store(done, store, lean=True)
    with open_store(store) as graph:
        assert graph.query("statements")
        assert b"#char=" not in exported(graph)


def test_an_interrupted_merge_goes_on(done: Path, expected: bytes) -> None:
    store = done.parent / "store"
    with Forked(["merge", done, "--store", store]) as process:
        until(lambda: (done.parent / "store.merging" / "merged.json").exists())
        process.kill()
    merge_into_store(done, store)
    with open_store(store) as graph:
        assert exported(graph) == expected


def test_a_merge_loads_a_part_of_a_shard_or_several_at_once(
    done: Path, expected: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.shards.merging._AT_ONCE", 400)
    monkeypatch.setattr("kg.build.shards.merging._PIECE", 1 << 12)
    store, loads = done.parent / "store", 0

    def written(path: Path, state: object) -> None:
        nonlocal loads
        loads += 1
        if loads == 8:
            raise KeyboardInterrupt
        write_json(path, state)

    monkeypatch.setattr("kg.build.shards.merging.write_json", written)
    with pytest.raises(KeyboardInterrupt):
        merge_into_store(done, store)
    assert not store.exists()
    finished = json.loads((done.parent / "store.merging" / "merged.json").read_text())["files"]
    assert 0 < len(finished) < 41
    merge_into_store(done, store)
    with open_store(store) as graph:
        assert exported(graph) == expected


def test_killed_processes_cost_nothing(tmp_path: Path, articles: Path, expected: bytes) -> None:
    out = tmp_path / "out"
    with Forked(["shard", articles, out, "--shards", "9"], cwd=tmp_path) as process:
        until(lambda: len(list(out.glob("0*.json"))) >= 1)
        for child in psutil.Process(process.pid).children(recursive=True):
            child.send_signal(signal.SIGKILL)
        until(lambda: len(list(out.glob("0*.json"))) >= 3)
        process.kill()
    before = {path: path.stat().st_mtime_ns for path in out.glob("0*.json")}
    with warm_workers():
        make_shards([articles], out, Settings(), shards=9)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert merged(out) == expected


def test_poisoned_documents_are_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "poisoned.py").write_text(POISON)
    news = tmp_path / "news.jsonl"
    rows = [{"id": n, "text": f"Jane Alderman said {n} bridges closed."} for n in range(12)]
    for n, harm in enumerate(("killed", "raised", "eaten")):
        rows[4 * n]["text"] = f"Jane Alderman was {harm}."
    news.write_text("\n".join(map(json.dumps, rows)))
    options = ["--shards", "2", "--memory", "3000"]
    process = run_kg(tmp_path / "poisoned.py", "shard", news, tmp_path / "out", *options)
    assert process.returncode == 1
    assert "9 documents" in process.stdout
    assert "3 left out" in process.stdout
    named = [line for line in process.stderr.splitlines() if "could not be" in line]
    assert sorted(line.partition("#")[2][:2] for line in named) == ["0:", "4:", "8:"]
    assert "Traceback" not in process.stderr


def test_other_versions_are_refused(tmp_path: Path) -> None:
    (digest,), *_ = partition([Document("Hello.")], tmp_path, 1)
    task = ShardTask(0, digest, tmp_path, "another", "", Settings(), Limits())
    with pytest.raises(WorkerError, match="install the same on all"):
        make_shard(task)


def test_a_processor_that_rounds_otherwise_is_refused(tmp_path: Path) -> None:
    (digest,), *_ = partition([Document("Jane Alderman said so.")], tmp_path, 1)
    versions, command = Fingerprints(Settings()).versions, [sys.executable, "-c", PROBE]
    plain = {**os.environ, "OPENBLAS_CORETYPE": "Haswell"}  # kernels that add in another order
    other = subprocess.run(command, env=plain, capture_output=True, text=True, check=True).stdout
    task = ShardTask(0, digest, tmp_path, versions, other, Settings(), Limits())
    with pytest.raises(ModelError, match="processors of one kind"):
        make_shard(task)
    assert not list(tmp_path.glob("0*"))


def test_a_changed_shard_is_refused(done: Path) -> None:
    (done / Manifest.read(done).shards[1].file).write_bytes(b"rubbish")
    with pytest.raises(InputError, match="missing or changed"):
        merged(done)
    with pytest.raises(InputError, match="missing or changed"):
        merge_into_store(done, done.parent / "store")


def test_a_changed_input_is_read_again(done: Path, articles: Path) -> None:
    changed = shutil.copytree(articles, done.parent / "articles")
    (changed / "new.txt").write_text("Jane Alderman said the tunnel closed.")
    with warm_workers():
        make_shards([changed], done, Settings(), shards=2)
    assert b"the tunnel closed" in merged(done)


@pytest.mark.parametrize("published", [None, "2024-02-03", "2024-02-03T04:05:06+02:00"])
def test_a_part_gives_the_documents_back(tmp_path: Path, published: str | None) -> None:
    moment = None if published is None else parse_date(published)
    metadata = Metadata(title="A\u2028B", published=moment, language="en")
    given = [Document("text \ud800 “é”\n", "a b.txt", "r#1", metadata), Document("", "-")]
    partition([given[0], InputError("c", "broken"), given[1]], tmp_path, 2)
    found = [
        each for number in (0, 1) for each in read_part(tmp_path / f"parts/{number:05}.jsonl.zst")
    ]
    assert sorted(found, key=str) == sorted(given, key=str)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, articles: Path) -> None:
    process = shard(articles, articles)
    assert "holds something else" in process.stderr
    assert process.returncode == 1
