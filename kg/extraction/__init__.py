"""Document -> Annotations, by spaCy components. There is no RDF here."""

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
