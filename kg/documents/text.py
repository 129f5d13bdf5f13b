"""Reads plain text, and checks the text of every document."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents.document import Document
from kg.documents.encoding import decode
from kg.documents.streams import MAX_BYTES, read_bounded, shown, too_large
from kg.errors import InputError

_SURROGATE = re.compile("[\ud800-\udfff]")


def read_text(stream: BinaryIO, path: str) -> Iterator[Document]:
    """The document of a .txt file; InputError where it is too large, empty or binary."""
    where = shown(path)
    yield Document(checked_text(decode(read_bounded(stream, where), where), where), path)


def checked_text(text: str, source: str) -> str:
    """The text itself, if it can be a document's; InputError where it is blank or too large, or as
    `checked_characters`."""
    if not text.strip():
        raise InputError(source, "holds no text")
    if len(text) > MAX_BYTES // 4 and len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise InputError(source, too_large())
    return checked_characters(text, source)


def checked_characters(text: str, source: str) -> str:
    """The text itself, if all of it can be stored and exchanged as UTF-8; InputError where it has
    NUL characters or lone surrogates (Unicode 3.9, D75)."""
    if "\0" in text:
        raise InputError(source, "is binary, not text (it holds NUL characters)")
    if fault := _SURROGATE.search(text):
        code = f"U+{ord(fault[0]):04X}"
        raise InputError(source, f"holds half a character ({code}, a lone surrogate); repair it")
    return text
