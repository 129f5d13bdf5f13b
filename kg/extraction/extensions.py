"""The attributes of a spaCy `Doc` that kg's components read and write: `doc._.kg_mentions` etc.

A component that is used alone finds the defaults.
"""

from spacy.tokens import Doc

_DEFAULTS: dict[str, object] = {
    "kg_published": None,  # day of publication, set by the caller
    "kg_paragraphs": (),
    "kg_tagged": None,  # what the trained tagger found, None without it
    "kg_tagger": "",  # its version
    "kg_mentions": (),
    "kg_statements": (),
    "kg_positions": (),
    "kg_quantities": (),
    "kg_times": (),
    "kg_frames": (),
}


def register_extensions() -> None:
    """Register the attributes with spaCy; a second call changes nothing."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def text_of(doc: Doc) -> str:
    """A document's text, which spaCy makes anew of all tokens each time it is asked."""
    if "kg_text" not in doc.user_data:
        doc.user_data["kg_text"] = doc.text
    text: str = doc.user_data["kg_text"]
    return text
