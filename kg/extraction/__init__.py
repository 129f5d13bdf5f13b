"""Document -> Annotations. spaCy components; knows no RDF."""

from kg.extraction.annotations import (
    Annotations,
    Construction,
    EntityType,
    Form,
    Mention,
    MentionKind,
    Position,
    Quantity,
    Span,
    Statement,
    StatementKind,
    TimeExpression,
)

__all__ = [
    "Annotations",
    "Construction",
    "EntityType",
    "Form",
    "Mention",
    "MentionKind",
    "Position",
    "Quantity",
    "Span",
    "Statement",
    "StatementKind",
    "TimeExpression",
]
