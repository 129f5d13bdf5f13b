"""Document -> Annotations, by spaCy components. There is no RDF here."""

import os

# numpy's library of matrix products reads these once, when it is first imported. Processes shall
# not compete for the cores: each has one thread. Every processor with AVX has this kind of kernel,
# which gives the same bits on all, and treats all rows alike, whatever suits other programs here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["OPENBLAS_CORETYPE"] = "Sandybridge"

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
