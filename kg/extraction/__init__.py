"""Document -> Annotations, by spaCy components. There is no RDF here."""

import os

# numpy reads these when it is first imported. Processes shall not compete for the cores. Kernels
# are those of all processors with AVX2, which treat all rows alike: others would give other bits.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["OPENBLAS_CORETYPE"] = "Sandybridge"
os.environ["NPY_DISABLE_CPU_FEATURES"] = "X86_V4 AVX512_ICL AVX512_SPR"

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
