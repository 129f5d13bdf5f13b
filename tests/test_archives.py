"""Archives and packed files: WARC, Parquet and Zstandard, read record by record within bounds."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pyarrow import table
from pyarrow.parquet import write_table

from kg.documents import Document, Metadata, Source, read_documents
from kg.documents.packing import zstd
from kg.errors import InputError, LeftOut

PAGE = """<html><head><title>Harbour {0} opens</title>{1}</head><body><article>
<h1>Harbour {0} opens</h1><p>The harbour number {0} opened on Tuesday, the mayor said. “We are glad
that it went so well,” she added.</p></article></body></html>"""
MOMENT = datetime(2024, 10, 23, 8, tzinfo=UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
Answer = tuple[str, dict[str, str], bytes]


def warc(path: Path, answers: Iterable[Answer], packed: bool = True) -> Path:
    """An archive with a record for each answer, each packed by itself."""
    with path.open("wb") as file:
        file.write(_packed(_record("warcinfo", "", b"software: test\r\n"), packed))
        for number, (status, headers, body) in enumerate(answers):
            fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            answer = f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + body
            file.write(_packed(_record("response", str(number), answer), packed))
    return path


def _packed(record: bytes, packed: bool) -> bytes:
    return gzip.compress(record) if packed else record


def _record(kind: str, number: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0-{number}>\r\n"
        f"WARC-Date: 2024-10-23T09:00:00Z\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(number: int, head: str = "") -> bytes:
    return PAGE.format(number, head).encode()


def split(found: Iterable[Document | InputError]) -> tuple[list[Document], list[InputError]]:
    both = list(found)
    errors = [each for each in both if isinstance(each, InputError)]
    return [each for each in both if isinstance(each, Document)], errors


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_an_archive_are_documents_and_the_rest_is_counted(
    tmp_path: Path, packed: bool
) -> None:
    answers: list[Answer] = [
        ("200 OK", HTML, page(0)),
        ("200 OK", {"Content-Type": "image/png"}, b"\x89PNG"),
        ("404 Not Found", HTML, page(1)),
        ("301 Moved", HTML, b""),
        ("200 OK", HTML | {"Last-Modified": "Wed, 23 Oct 2024 08:00:00 GMT"}, page(2)),
        ("200 OK", HTML, b"<html><body></body></html>"),
        ("200 OK", HTML | {"Content-Encoding": "gzip"}, gzip.compress(page(3))),
    ]
    path = warc(tmp_path / ("a.warc.gz" if packed else "a.warc"), answers, packed)
    documents, (bad, passed) = split(read_documents([path]))
    assert [each.metadata.title for each in documents] == [f"Harbour {n} opens" for n in (0, 2, 3)]
    assert [each.record for each in documents] == ["0-0", "0-4", "0-6"]
    assert documents[1].metadata.url == "https://news.example/4"
    assert [each.metadata.published for each in documents] == [None, MOMENT, None]
    assert str(bad) == f"{path}#0-5: no main text is found in this page"
    assert isinstance(passed, LeftOut)
    counts = "1 without HTML and 2 without success"
    assert str(passed) == f"{path}: {counts} among its records are passed over"


def test_what_a_page_says_goes_before_what_the_archive_says(tmp_path: Path) -> None:
    own = (
        '<link rel="canonical" href="https://{}/own">'
        '<meta property="article:published_time" content="2024-10-22">'
    )
    headers = HTML | {"Last-Modified": "Wed, 23 Oct 2024 08:00:00 GMT"}
    answers = [
        ("200 OK", headers, page(n, own.format(site)))
        for n, site in enumerate(("news.example", "other.example"))
    ]
    documents, _ = split(read_documents([warc(tmp_path / "a.warc", answers, packed=False)]))
    assert [each.metadata.published for each in documents] == [date(2024, 10, 22)] * 2
    # Of another site's address the page is no witness.
    urls = ["https://news.example/own", "https://news.example/1"]
    assert [each.metadata.url for each in documents] == urls


def test_the_encoding_that_came_with_a_page_is_used(tmp_path: Path) -> None:
    text = "Мэр города сказал во вторник, что новый мост откроется в мае."
    body = f"<html><body><article><p>{text}</p></article></body></html>".encode("cp1251")
    kind = {"Content-Type": "text/html; charset=windows-1251"}
    path = warc(tmp_path / "a.warc.gz", [("200 OK", kind, body)])
    (document,), _ = split(read_documents([path], any_language=True))
    assert document.text == text


@pytest.mark.parametrize(
    ("name", "end", "reason"),
    [
        ("a.warc", -300, "is cut off; the last of its records is not read"),
        ("a.warc.gz", -300, "is broken or cut off; pack it again"),
    ],
)
def test_a_cut_archive_gives_what_comes_before_and_says_so(
    tmp_path: Path, name: str, end: int, reason: str
) -> None:
    large = f"<!-- {os.urandom(100_000).hex()} -->".encode()
    answers = [("200 OK", HTML, page(0) + large), ("200 OK", HTML, large + page(1))]
    path = warc(tmp_path / name, answers, packed=name.endswith("gz"))
    path.write_bytes(path.read_bytes()[:end])
    documents, (error,) = split(read_documents([path]))
    assert [each.metadata.title for each in documents] == ["Harbour 0 opens"]
    assert str(error) == f"{path}: {reason}"


def test_an_archive_cut_at_any_byte_is_said_to_be(tmp_path: Path) -> None:
    whole = warc(tmp_path / "a.warc", [("200 OK", HTML, page(0))], packed=False).read_bytes()
    first = whole.index(b"\r\n\r\n", whole.index(b"software: test"))
    for end in range(first + 5, len(whole) - 4, 7):
        (tmp_path / "b.warc").write_bytes(whole[:end])
        documents, errors = split(read_documents([tmp_path / "b.warc"]))
        assert documents == [] and errors, whole[:end]


@pytest.mark.parametrize("content", [b"Text.", b"", b"WARC/1.0\r\n\r\n"])
def test_what_is_no_archive_is_one_line(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(content)
    documents, errors = split(read_documents([path]))
    assert (documents, len(errors)) == ([], 1)
    assert capfd.readouterr().err == ""


def test_an_archive_is_read_in_a_stream(tmp_path: Path) -> None:
    body = b"x" * 20_000_000
    answers: list[Answer] = [("200 OK", {"Content-Type": "image/png"}, body)] * 3
    path = warc(tmp_path / "a.warc", [*answers, ("200 OK", HTML, page(0))], packed=False)
    list(read_documents([path]))  # imports what it needs
    tracemalloc.start()
    documents, _ = split(read_documents([path]))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(documents) == 1 and most < 5_000_000


def test_a_bomb_within_a_record_is_refused_and_the_next_read(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(100_000_000))
    answers = [("200 OK", HTML | {"Content-Encoding": "gzip"}, bomb), ("200 OK", HTML, page(1))]
    documents, (error,) = split(read_documents([warc(tmp_path / "a.warc.gz", answers)]))
    assert [each.record for each in documents] == ["0-1"] and "10 MB" in str(error)


# Parquet


def parquet(path: Path, columns: dict[str, list[Any]], **options: Any) -> Path:
    write_table(table(columns), path, **options)
    return path


def test_rows_are_records(tmp_path: Path) -> None:
    columns: dict[str, list[Any]] = {
        "id": ["a", "b", None],
        "text": ["One, she said.", None, "Three, they said."],
        "authors": [["Ann Lee", "Tom Ray"], [], None],
        "publish_date": [MOMENT, MOMENT, None],
        "embedding": [[0.1], [0.2], [0.3]],
    }
    path = parquet(tmp_path / "a.parquet", columns)
    (first, third), (error,) = split(read_documents([path]))
    assert (first.text, first.record) == ("One, she said.", "a")
    assert first.metadata == Metadata(published=MOMENT, author="Ann Lee; Tom Ray")
    assert (third.record, third.metadata) == ("3", Metadata())
    assert str(error) == f"{path}#2: has neither a field text nor a field html"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.parquet", "is no Parquet, or broken: Parquet file size is 5 bytes"),
        ("a.parquet.zst", "is Parquet in a packed file; unpack it"),
    ],
)
def test_what_is_no_parquet_is_one_line(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(zstd.compress(b"Text.") if name.endswith("zst") else b"Text.")
    (error,) = read_documents([path])
    assert str(error).startswith(f"{path}: {reason}") and "\n" not in str(error)


def test_parquet_without_its_library_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    (error,) = read_documents([parquet(tmp_path / "a.parquet", {"text": ["One."]})])
    assert "`pip install 'kg[parquet]'`" in str(error)


def test_a_bomb_of_parquet_is_refused(tmp_path: Path) -> None:
    texts = [bytes([65 + n]).decode() * 9_000_000 for n in range(4)]
    path = parquet(tmp_path / "a.parquet", {"text": texts}, compression="zstd")
    (error,) = read_documents([path])
    assert "unpacks to more than 200 times its size" in str(error)


# Zstandard


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt.zst", b"Text."),
        ("a.md.zst", b"---\ntitle: T\n---\nText."),
        ("a.json.zst", b'{"text": "Text."}'),
        ("A.JSONL.ZST", b'{"text": "Text."}\n'),
    ],
)
def test_zstandard_of_every_format(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(zstd.compress(content[:9]) + zstd.compress(content[9:]))
    (document,), _ = split(read_documents([path]))
    assert document.text == "Text."


def test_broken_zstandard_is_one_line_and_what_comes_before_is_read(tmp_path: Path) -> None:
    texts = (os.urandom(500).hex() for _ in range(500))
    whole = zstd.compress("".join(f'{{"text": "{text}"}}\n' for text in texts).encode())
    (tmp_path / "a.jsonl.zst").write_bytes(whole[:-2000])
    (tmp_path / "b.txt.zst").write_bytes(b"Text.")
    (tmp_path / "c.jsonl.zst").write_bytes(zstd.compress(bytes(100_000_000)))
    documents, errors = split(read_documents([tmp_path], any_language=True))
    assert len(documents) > 100
    assert [error.reason for error in errors] == [
        "is broken or cut off; pack it again",
        "is not Zstandard, or broken; pack it again",
        "unpacks to more than 200 times its size; unpack it yourself",
    ]


def test_sources_in_archives_are_read_as_they_are_written() -> None:
    for file in ("a.jsonl.zst", "a.warc.gz", "a.warc", "a.parquet"):
        assert Source.parse(str(Source(file, "x#2"))) == Source(file, "x#2")
        assert Source.parse(json.loads(json.dumps(str(Source(file))))) == Source(file)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A folder of files of records of all kinds, among things that are no articles."""
    folder = tmp_path / "news"
    (folder / "2024").mkdir(parents=True)
    line = json.dumps({"id": "x", "text": "{} rose, she said."}).encode()
    (folder / "a.jsonl").write_bytes(line.replace(b"{}", b"A"))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(line.replace(b"{}", b"B")))
    (folder / "2024" / "c.jsonl.zst").write_bytes(zstd.compress(line.replace(b"{}", b"C")))
    parquet(folder / "2024" / "d.parquet", {"id": ["x"], "text": ["D rose, she said."]})
    warc(folder / "2024" / "e.warc.gz", [("200 OK", HTML, page(0))])
    own = "store/kg-store.json", "store/f.jsonl", "out/kg-shards.json", "out/parts/0.jsonl"
    for other in ("notes.csv", ".hidden.jsonl", *own):
        (folder / other).parent.mkdir(parents=True, exist_ok=True)
        (folder / other).write_bytes(line)
    return folder


@pytest.mark.parametrize("pattern", ["**", "**/*", "*", "[!z]*", "20??"])
def test_a_pattern_names_what_its_folder_has(collection: Path, pattern: str) -> None:
    whole, none = split(read_documents([collection]))
    assert ([Path(each.path).name[0] for each in whole], none) == (["c", "d", "e", "a", "b"], [])
    expected = whole[:3] if pattern == "20??" else whole
    found, errors = split(read_documents([collection / pattern]))
    assert (sorted(found, key=str), errors) == (sorted(expected, key=str), [])


def test_a_pattern_of_one_kind(collection: Path) -> None:
    found, errors = split(read_documents([collection / "**" / "*.jsonl*"]))
    assert sorted(each.text[0] for each in found) == ["A", "B", "C"]
    assert not errors


def test_a_file_that_is_called_as_a_pattern_is_itself(collection: Path) -> None:
    (collection / "[a]*.jsonl").write_text('{"text": "Itself, she said."}')
    found, _ = split(read_documents([collection / "[a]*.jsonl"]))
    assert [each.text for each in found] == ["Itself, she said."]


def test_a_pattern_that_matches_nothing(collection: Path) -> None:
    documents, (error,) = split(read_documents([collection / "*.csv"]))
    assert not documents
    assert "matches no file of a supported format" in str(error)
