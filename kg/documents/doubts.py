"""Says what makes it doubtful that a document can be read: its language, or markup in its text."""

from __future__ import annotations

import re

from kg.documents.document import Document
from kg.documents.language import detected_foreign
from kg.documents.streams import shown

_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[lr][sd]quo|nbsp|amp|quot|[mn]dash);")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{1,500}\}\}")


def doubt(document: Document) -> str | None:
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
