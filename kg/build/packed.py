"""Annotations as bytes to keep, and what tells whether they still hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.documents import Document
from kg.documents.packing import zstd
from kg.extraction import Annotations
from kg.identity import Resolved

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_NO_DOCUMENT = Document("")
_LINKS = re.compile(rb'"links":\[[^\]]*\]')
_NO_LETTERS = re.compile(r"[\W\d_]+")


def pack(annotations: Annotations) -> bytes:
    """The annotations without their document: JSON, packed with zstd."""
    bare = replace(annotations, document=_NO_DOCUMENT)
    return zstd.compress(_annotations().dump_json(bare, exclude={"document": {"id"}}))


def unpack(packed: bytes, document: Document) -> Annotations:
    """The annotations of a document that were packed.

    Raises:
        ValueError, zstd.ZstdError: they are damaged.
    """
    bare = _annotations().validate_json(zstd.decompress(packed))
    return replace(bare, document=document)


def digest(resolved: Resolved) -> str:
    """A hash of all that the graph of a document is made from, its text and metadata apart."""
    values = _resolved().dump_json(resolved, exclude={"annotations": {"document"}})
    return digest_of(_LINKS.sub(b"", values))


def digest_of(data: bytes) -> str:
    """A hash of some bytes."""
    return hashlib.sha256(data).hexdigest()[:32]


def may_name(document: Document, names: Iterable[str]) -> bool:
    """Whether one of some names may be found in a document.

    Never wrong where it says no: marks, spaces, digits and case are left out of account, and both
    the text as given and as it is read are looked at.
    """
    written = [_letters(name) for name in names]
    if not written:
        return False
    # With it comes spaCy, which takes a second to import.
    from kg.extraction.text.reading import Reading

    texts = (_letters(document.text), _letters(Reading(document.text).text))
    return any(name in text for text in texts for name in written)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


@cache
def _annotations() -> TypeAdapter[Annotations]:
    from pydantic import TypeAdapter

    return TypeAdapter(Annotations)


@cache
def _resolved() -> TypeAdapter[Resolved]:
    from pydantic import TypeAdapter

    return TypeAdapter(Resolved)
