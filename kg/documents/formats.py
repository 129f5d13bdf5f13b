"""The formats of files that kg reads: the one list of suffixes, and what reads each."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from kg.documents.archives.parquet import read_parquet
from kg.documents.archives.warc import read_warc
from kg.documents.document import Document
from kg.documents.html import read_html
from kg.documents.json_files import read_json, read_json_lines
from kg.documents.markdown import read_markdown
from kg.documents.paths.objects import Object
from kg.documents.source import utf8_path
from kg.documents.streams import PACKED, shown
from kg.documents.text import read_text
from kg.errors import InputError

FileReader = Callable[[BinaryIO, str], Iterator[Document | InputError]]
"""Takes a file's bytes and its path; raises InputError where nothing of it can be read."""

FORMATS: Mapping[str, FileReader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".warc": read_warc,
    ".parquet": read_parquet,
}
"""What reads a file, by the end of its name in lower case; .gz or .zst may follow."""

SUPPORTED = f"{', '.join(FORMATS)}, and these with {' or '.join(PACKED)}"
"""The formats in words, for messages and help texts."""


def is_supported(path: Path | Object) -> bool:
    """Whether the name of a file ends as that of a format does."""
    return _suffix(path) is not None


def reader_of(path: Path | Object) -> FileReader:
    """What reads a file, by its name; InputError where its format is not supported."""
    suffix = _suffix(path)
    if suffix is None:
        raise InputError(shown(utf8_path(path)), f"is of no supported format ({SUPPORTED})")
    return FORMATS[suffix]


def _suffix(path: Path | Object) -> str | None:
    name = path.name.lower()
    packed = next((suffix for suffix in PACKED if name.endswith(suffix)), "")
    return next((suffix for suffix in FORMATS if name.endswith(suffix + packed)), None)
