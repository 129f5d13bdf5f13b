"""What kg's components put on a spaCy `Doc`: `doc._.kg_mentions` and so on.

A component reads what those before it put there; one that is used alone finds the defaults.
"""

from __future__ import annotations

from spacy.tokens import Doc

_DEFAULTS: dict[str, object] = {
    "kg_published": None,  # day of publication, set by whoever makes the doc
    "kg_paragraphs": (),
    "kg_mentions": (),
    "kg_statements": (),
    "kg_tagger": "",  # names what found the statements
    "kg_positions": (),
    "kg_quantities": (),
    "kg_times": (),
}


def register_extensions() -> None:
    """Make the attributes known to spaCy; doing it again changes nothing."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
