"""The same in every locale: names of files, what is read of them, and what is printed."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import table
from pyarrow.parquet import write_table

from kg.documents.formats import FORMATS

# Python takes UTF-8 for these two locales on its own accord, unless it is told not to.
ASCII = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

READ = """
import json, sys
from kg.documents import read_documents
found = list(read_documents(sys.argv[1:]))
print(json.dumps([[each.path, each.text] for each in found]))
"""
NAMES = """
from kg.documents import Document, Source
from kg.store import GraphStore
from kg.store.ledger import Ledger
with GraphStore.open("store") as store:
    ledger = Ledger(store)
    assert str(ledger.source_of(Document("A", "ä/ö.txt"))) == "ä/ö.txt"
    import os, sys
    assert ledger.path_name(sys.argv[1]) == ledger.path_name(os.path.abspath(sys.argv[1])) == "ä"
"""
EACH = """
import shlex, sys
from kg.cli import main
for command in sys.argv[1:]:
    sys.argv = ["kg", *shlex.split(command)]
    assert main() == 0, command
"""


def python(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    paths = {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True,
                          env={**os.environ, **paths, **environment})  # fmt: skip


def _archive(page: str) -> str:
    head = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: "
    return f"{head}{len(page.encode())}\r\n\r\n{page}\r\n\r\n"


def _parquet(text: str) -> bytes:
    file = io.BytesIO()
    write_table(table({"text": [text]}), file)
    return file.getvalue()


CONTENTS: dict[str, str | bytes] = {
    ".txt": "“José” said.",
    ".md": "---\ntitle: José\n---\n“José” said.",
    ".html": "<html><body><p>“José” said.</p></body></html>",
    ".htm": "<html><body><p>“José” said.</p></body></html>",
    ".json": '{"text": "“José” said."}',
    ".jsonl": '{"text": "“José” said."}',
    ".warc": _archive("<html><body><p>“José” said.</p></body></html>"),
    ".parquet": _parquet("“José” said."),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ä").mkdir()
    for suffix in FORMATS:
        content = CONTENTS[suffix]
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / "ä" / f"ö{suffix}").write_bytes(data)
    return tmp_path


def test_every_format_is_read_in_an_ascii_locale(folder: Path) -> None:
    script = folder / "read.py"
    script.write_text(READ, encoding="utf-8")
    done = python(folder, str(script), "ä", **ASCII)
    assert done.stderr == b""
    found = json.loads(done.stdout)
    assert {path for path, _ in found} == {f"ä/ö{suffix}" for suffix in FORMATS}
    assert {text for _, text in found} == {"“José” said."}


def test_sources_have_the_same_names_in_an_ascii_locale(folder: Path) -> None:
    script = folder / "names.py"
    script.write_text(NAMES, encoding="utf-8")
    done = python(folder, str(script), "ä", **ASCII)
    assert done.stderr == b""


def test_errors_are_said_in_an_ascii_locale(folder: Path) -> None:
    done = python(folder, "-m", "kg", "annotate", "ä/none.txt", **ASCII)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "kg: ä/none.txt: does not exist\n"


def test_nothing_is_read_in_the_encoding_of_the_locale(folder: Path) -> None:
    """Python warns of each file that is opened without an encoding."""
    script = folder / "each.py"
    script.write_text(EACH, encoding="utf-8")
    commands = ("build ä", "annotate ä/ö.html", "query documents", "queries", "stats",
                "validate", "judge --list", "link", "export")  # fmt: skip
    done = python(folder, "-X", "warn_default_encoding", str(script), *commands)
    assert done.returncode == 0, done.stderr
    lines = done.stderr.decode().splitlines()
    warned = [line for line in lines if "EncodingWarning" in line]
    # The settings of trafilatura are ASCII.
    assert [line for line in warned if "trafilatura/settings.py" not in line] == []
