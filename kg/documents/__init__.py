"""Files in every supported form -> Document."""

from kg.documents.document import Document, Metadata

__all__ = ["Document", "Metadata"]
