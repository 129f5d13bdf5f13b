"""Annotations as bytes to keep, and what tells whether they still hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

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
    return zstd.compress(_adapter(Annotations).dump_json(bare, exclude={"document": {"id"}}))


def unpack(packed: bytes, document: Document) -> Annotations:
    """The annotations that were packed; ValueError or zstd.ZstdError where they are damaged."""
    bare: Annotations = _adapter(Annotations).validate_json(zstd.decompress(packed))
    return replace(bare, document=document)


def digest(resolved: Resolved) -> str:
    """A hash of all that the graph of a document is made from, its text and metadata apart."""
    apart: Any = {"annotations": {"document"}, "asked": True}
    values = _adapter(Resolved).dump_json(resolved, exclude=apart)
    return hashlib.sha256(_LINKS.sub(b"", values)).hexdigest()[:32]


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
def _adapter(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
