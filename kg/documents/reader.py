"""Paths -> documents."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from kg.documents.document import Document
from kg.documents.encoding import has_wide_mark
from kg.documents.formats import FileReader, reader_of
from kg.documents.json_files import read_json_lines
from kg.documents.language import detected_foreign, in_english
from kg.documents.paths.files import files_at
from kg.documents.paths.objects import Object
from kg.documents.source import utf8_path
from kg.documents.streams import MAX_BYTES, input_errors, open_stream, put_back, shown
from kg.documents.text import read_text
from kg.errors import InputError

# Markup in a text that should have none.
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[lr][sd]quo|nbsp|amp|quot|[mn]dash);")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,500}\}\}")
_Choice = Callable[[Iterable[Document | InputError]], Iterator[Document | InputError]]


def read_documents(
    paths: Sequence[str | Path],
    published: date | datetime | None = None,
    stdin: BinaryIO | None = None,
    *,
    any_language: bool = False,
) -> Iterator[Document | InputError]:
    """The documents of files and folders, one at a time, in the order of the paths.

    Args:
        paths: files, folders (read with all below them, sorted by path), addresses of storage
            (s3://…), or "-" for standard input: JSON lines where its first character is {, plain
            text otherwise.
        published: the date of documents that have none.
        stdin: what "-" reads; standard input by default.
        any_language: whether documents are read that are not in English.

    Yields:
        A document, or an InputError in the place of a file or record that cannot be read, a
        LeftOut in the place of those that are left out. The error is a value and not raised, so
        that the other documents are read.
    """
    chosen = iter if any_language else in_english
    for path in paths:
        for found in _read_path(path, stdin, chosen):
            yield found if isinstance(found, InputError) else _dated(_doubted(found), published)


def _doubted(document: Document) -> Document:
    doubts = [each for each in (document.warning, _doubt(document)) if each]
    return replace(document, warning="; ".join(doubts)) if doubts else document


def _doubt(document: Document) -> str | None:
    """A line on what makes a document doubtful, None for nothing; names its path."""
    found = []
    if detected_foreign(document.text) is not None:
        found.append("is not in English, as far as its words tell; what is read of it is not right")
    if _TEMPLATE.search(document.text):
        found.append("was saved before its script filled it in ({{…}} stands in it); save it again")
    if _ENTITY.search(document.text):
        found.append(
            "holds HTML entities like &amp; or &nbsp;, which stay in quoted text; unescape it"
        )
    return f"{shown(document.path)}: the text {'; it '.join(found)}" if found else None


def _dated(document: Document, published: date | datetime | None) -> Document:
    if published is None or document.metadata.published is not None:
        return document
    return replace(document, metadata=replace(document.metadata, published=published))


def _read_path(
    path: str | Path, stdin: BinaryIO | None, chosen: _Choice
) -> Iterator[Document | InputError]:
    if str(path) == "-":
        yield from chosen(_read_standard_input(stdin or sys.stdin.buffer))
        return
    if not str(path):
        yield InputError("''", "is no path; leave it out or write . for this folder")
        return
    for file in files_at(path):
        if isinstance(file, InputError):
            yield file
            continue
        for found in chosen(_read_file(file)):
            if isinstance(found, InputError):
                found.path = str(file)
            yield found


def _read_file(file: Path | Object) -> Iterator[Document | InputError]:
    path = utf8_path(file)
    try:
        reader = reader_of(file)
        path.encode("utf-8")
        with input_errors(shown(path)), open_stream(file) as stream:
            yield from _told_apart(reader(stream, path))
    except UnicodeEncodeError:
        yield InputError(shown(path), "its name is not UTF-8; rename it")
    except InputError as error:
        yield error


def _read_standard_input(stdin: BinaryIO) -> Iterator[Document | InputError]:
    try:
        with input_errors(shown("-")):
            head = _first_character_on(stdin)
            begins = b"" if has_wide_mark(head) else head.removeprefix(b"\xef\xbb\xbf").lstrip()
            reader: FileReader = read_json_lines if begins.startswith(b"{") else read_text
            yield from _told_apart(reader(put_back(head, stdin), "-"))
    except InputError as error:
        yield error


def _told_apart(found: Iterable[Document | InputError]) -> Iterator[Document | InputError]:
    """The documents of one file, each record with a name of its own.

    Of records of one name the first keeps it; the others get an ordinal, the second a warning.
    """
    named: dict[str, int] = {}  # how many records of a name there were
    for each in found:
        if isinstance(each, InputError) or each.record is None:
            yield each
            continue
        name = each.record
        while name in named:
            named[name] += 1
            name = f"{name}#{named[name]}"
        named[name] = 1
        yield each if name == each.record else _renamed(each, name)


def _renamed(document: Document, name: str) -> Document:
    old = document.record
    warning = (
        f"{shown(document.path)}: several records go by the name {old}, as their id or the number "
        f"of their line; the second is kept as {name}, give each an id of its own"
    )
    again = name == f"{old}#2"
    return replace(document, record=name, warning=warning if again else document.warning)


def _first_character_on(stdin: BinaryIO) -> bytes:
    """The first bytes of a stream, at least up to one that is not white space."""
    head = b""
    while len(head) <= MAX_BYTES and not head.removeprefix(b"\xef\xbb\xbf").strip():
        chunk = stdin.read(1 << 16)
        if not chunk:
            break
        head += chunk
    return head
