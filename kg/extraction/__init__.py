"""Document -> Annotations, by spaCy components. There is no RDF here."""

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
