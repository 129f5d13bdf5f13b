"""Paths -> documents: the entrance to this stage."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from kg.documents.document import Document
from kg.documents.encoding import has_wide_mark
from kg.documents.files import files_at
from kg.documents.formats import FileReader, reader_of
from kg.documents.json_files import read_json_lines
from kg.documents.streams import MAX_BYTES, open_stream, put_back, reading, shown
from kg.documents.text import read_text
from kg.errors import InputError


def read_documents(
    paths: Sequence[str | Path],
    published: date | datetime | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document | InputError]:
    """Documents of files and folders in the order of the input, one at a time.

    Args:
        paths: files, folders (read with all below them, sorted by path), or "-" for standard
            input: JSON lines where its first character is {, plain text otherwise.
        published: date of the documents that give none themselves.
        stdin: what "-" reads, standard input by default.

    Yields:
        A document, or an InputError (as a value, not raised) in the place of each file or record
        that cannot be read, so that the others go on.
    """
    for path in paths:
        for found in _read_path(path, stdin):
            yield found if isinstance(found, InputError) else _dated(found, published)


def _dated(document: Document, published: date | datetime | None) -> Document:
    if published is None or document.metadata.published is not None:
        return document
    return replace(document, metadata=replace(document.metadata, published=published))


def _read_path(path: str | Path, stdin: BinaryIO | None) -> Iterator[Document | InputError]:
    if str(path) == "-":
        yield from _read_standard_input(stdin or sys.stdin.buffer)
        return
    if not str(path):
        yield InputError("''", "is no path; leave it out or write . for this folder")
        return
    for file in files_at(Path(path)):
        if isinstance(file, InputError):
            yield file
        else:
            yield from _read_file(file)


def _read_file(file: Path) -> Iterator[Document | InputError]:
    path = str(file)
    try:
        reader = reader_of(file)
        path.encode("utf-8")
        with reading(shown(path)), open_stream(file) as stream:
            yield from reader(stream, path)
    except UnicodeEncodeError:
        yield InputError(shown(path), "its name is not UTF-8; rename it")
    except InputError as error:
        yield error


def _read_standard_input(stdin: BinaryIO) -> Iterator[Document | InputError]:
    try:
        with reading(shown("-")):
            head = _first_character_on(stdin)
            begins = b"" if has_wide_mark(head) else head.removeprefix(b"\xef\xbb\xbf").lstrip()
            reader: FileReader = read_json_lines if begins.startswith(b"{") else read_text
            yield from reader(put_back(head, stdin), "-")
    except InputError as error:
        yield error


def _first_character_on(stdin: BinaryIO) -> bytes:
    """The first bytes of a stream, at least up to one that is no white space."""
    head = b""
    while len(head) <= MAX_BYTES and not head.removeprefix(b"\xef\xbb\xbf").strip():
        chunk = stdin.read(1 << 16)
        if not chunk:
            break
        head += chunk
    return head
