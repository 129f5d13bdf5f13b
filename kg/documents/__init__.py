"""Files in every supported form -> Document."""

from kg.documents.dates import parse_date
from kg.documents.document import Document, Metadata
from kg.documents.formats import SUPPORTED
from kg.documents.reader import read_documents
from kg.documents.source import Source, utf8_path

__all__ = [
    "SUPPORTED",
    "Document",
    "Metadata",
    "Source",
    "parse_date",
    "read_documents",
    "utf8_path",
]
