"""Reads JSON files: one object, a list of objects (or an answer with one), or one object a line."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents.document import Document
from kg.documents.encoding import decode, has_wide_mark
from kg.documents.records import parse_json, read_record, records_in
from kg.documents.streams import MAX_FILE_BYTES, bounded_lines, read_bounded, shown, too_large
from kg.errors import InputError

_MOST_BAD_LINES = 1000  # one after another: that is a file of something else


def read_json(stream: BinaryIO, path: str) -> Iterator[Document | InputError]:
    """The documents of a .json file, with an error in the place of each bad record; InputError
    where the file as a whole cannot be read."""
    where = shown(path)
    text = decode(read_bounded(stream, where, MAX_FILE_BYTES), where)
    if not text.strip():
        raise InputError(where, "holds no text")
    value = parse_json(text, where)
    records = records_in(value)
    if records is None:
        yield read_record(value, path, where, None)
        return
    if not records:
        raise InputError(where, "holds no documents")
    for number, item in enumerate(records, 1):
        try:
            yield read_record(item, path, f"{where}#{number}", number)
        except InputError as error:
            yield error


def read_json_lines(stream: BinaryIO, path: str) -> Iterator[Document | InputError]:
    """The documents of a .jsonl file, one line at a time, with an error for each bad line; blank
    lines are skipped. InputError where the file as a whole cannot be read."""
    where, empty, bad = shown(path), True, 0
    for number, line in enumerate(bounded_lines(stream, where), 1):
        if line is not None and number == 1:
            line = _without_mark(line, where)
        if line is not None and not line.strip():
            continue
        empty = False
        try:
            yield _read_line(line, path, where, number)
            bad = 0
        except InputError as error:
            yield error
            bad += 1
        if bad == _MOST_BAD_LINES:
            raise InputError(where, f"{bad} lines in a row hold no document; the rest is not read")
    if empty:
        raise InputError(where, "holds no documents")


def _without_mark(line: bytes, where: str) -> bytes:
    if has_wide_mark(line):
        raise InputError(where, "is UTF-16 or UTF-32; JSON lines are UTF-8, convert it")
    return line.removeprefix(BOM_UTF8)


def _read_line(line: bytes | None, path: str, where: str, number: int) -> Document:
    source = f"{where}:{number}"
    if line is None:
        raise InputError(source, too_large())
    try:
        text = line.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(source, f"is not UTF-8 (byte {error.start}); convert it") from None
    return read_record(parse_json(text, where, number), path, source, number)
