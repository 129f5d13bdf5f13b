"""Articles are read from object storage by their addresses, as from files."""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build.shards.merging import merge_into_store
from kg.build.shards.sharding import make_shards
from kg.documents import Document, read_documents
from kg.documents.paths.objects import is_address
from kg.errors import InputError
from kg.settings import Settings
from newsroom import open_store

fsspec = pytest.importorskip("fsspec")

TEXT = "Jane Alderman said on Monday that the bridge over the Lenn is safe."


@pytest.fixture
def bucket() -> Iterator[str]:
    """An address with two files of articles below it, and what is not read."""
    storage = fsspec.filesystem("memory")
    rows = [{"id": n, "text": f"{TEXT} It has {n} arches."} for n in (2, 3)]
    packed = gzip.compress("\n".join(map(json.dumps, rows)).encode())
    files = {"a.txt": TEXT.encode(), "deep/b.jsonl.gz": packed, "c.bin": b"no article"}
    for name, content in files.items():
        storage.pipe(f"/news/{name}", content)
    yield "memory:///news"
    storage.rm("/news", recursive=True)


def sources(address: str) -> list[str]:
    return [str(each.source) for each in read_documents([address]) if isinstance(each, Document)]


def errors(address: str) -> list[str]:
    return [str(each) for each in read_documents([address]) if isinstance(each, InputError)]


def test_a_folder_a_file_and_a_pattern_are_read(bucket: str) -> None:
    deep = ["memory:///news/deep/b.jsonl.gz#2", "memory:///news/deep/b.jsonl.gz#3"]
    assert sources(bucket) == ["memory:///news/a.txt", *deep]
    assert sources(f"{bucket}/a.txt") == ["memory:///news/a.txt"]
    assert sources(f"{bucket}/**/*.gz") == deep


def test_files_have_addresses_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert sources(tmp_path.as_uri()) == [(tmp_path / "a.txt").as_uri()]


def test_what_cannot_be_read_is_named(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no file of a supported format" in errors(f"{bucket}/nothing/")[0]
    assert errors("rubbish://news") == [
        "rubbish://news: no storage is called rubbish; write s3://… or a file's path"
    ]
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert "pip install 'kg[objects]'" in errors(bucket)[0]


def test_pages_of_the_web_are_left_to_fetch() -> None:
    page = "HTTPS://example.org/a.html"
    assert errors(page) == [f"{page}: is a web page; save it by `kg fetch` and read its folder"]


def test_paths_are_no_addresses() -> None:
    assert not any(map(is_address, ["a/b.txt", "-", Path("s3://a")]))


def test_a_build_knows_what_it_read(bucket: str, tmp_path: Path) -> None:
    make_shards([bucket], tmp_path / "shards", Settings(), shards=1)
    merge_into_store(tmp_path / "shards", tmp_path / "store")
    with open_store(tmp_path / "store") as graph:
        report = graph.build(bucket)
        assert (report.built, report.unchanged) == (0, 3)
        fsspec.filesystem("memory").rm("/news/a.txt")
        assert graph.build(bucket, prune=True).removed == 1
        assert graph.build("rubbish://news", prune=True).removed == 0
