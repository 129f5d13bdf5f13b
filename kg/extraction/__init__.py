"""Document -> Annotations, by spaCy components. There is no RDF here."""

import os

# Processes shall not compete for the cores: the matrix products of each take one thread. numpy's
# library reads this once, when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from kg.extraction.annotations import (
    Annotations,
    Argument,
    Construction,
    EntityType,
    Form,
    Frame,
    Mention,
    MentionKind,
    Position,
    Quantity,
    Span,
    Statement,
    StatementKind,
    Tense,
    TimeExpression,
)

__all__ = [
    "Annotations",
    "Argument",
    "Construction",
    "EntityType",
    "Form",
    "Frame",
    "Mention",
    "MentionKind",
    "Position",
    "Quantity",
    "Span",
    "Statement",
    "StatementKind",
    "Tense",
    "TimeExpression",
]
