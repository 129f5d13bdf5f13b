"""kg's spaCy components, in the order in which they run. Importing this module registers them."""

import kg.extraction.frames.component
import kg.extraction.mentions.component
import kg.extraction.positions
import kg.extraction.quantities
import kg.extraction.statements.component
import kg.extraction.tagger.component
import kg.extraction.text.paragraphs
import kg.extraction.times  # noqa: F401

BEFORE_MODEL = "kg_paragraphs"
AFTER_MODEL = (
    "kg_tagger",
    "kg_mentions",
    "kg_statements",
    "kg_positions",
    "kg_quantities",
    "kg_times",
    "kg_frames",
)
