"""What the other stages start from: the text of an article, never altered, and its metadata."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from kg.documents.source import Source


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; None stands for what it does not say."""

    title: str | None = None
    url: str | None = None
    published: date | datetime | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    Attributes:
        text: the text to the character; all offsets in kg are code points into it.
        path: where it was read from, as given on the command line ("-" for standard input).
        record: its id or line number in a file of many documents, None in a file of one; with an
            ordinal where another record of the file goes by the same name ("a", "a#2").
        metadata: title, date, publisher and so on.
        warning: what a person should know of how it was read; None for nothing.
    """

    text: str
    path: str = "-"
    record: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    warning: str | None = None

    @property
    def source(self) -> Source:
        """Where the document was read from."""
        return Source(self.path, self.record)

    @property
    def id(self) -> str:
        """16 hexadecimal digits of SHA-256 over the text and, where there is one, the URL."""
        content = self.text + "\0" + (self.metadata.url or "")
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
