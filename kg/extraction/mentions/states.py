"""Names of states that are cut short: "N.J.", "Vt."."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extraction.wordlists import word_set


def is_state(doc: Doc, i: int) -> bool:
    """Whether a token is a state's name cut short, with its full stop or before it."""
    word = doc[i].text.rstrip(".")
    dotted = "." in doc[i].text or with_stop(doc, i + 1) > i + 1
    return dotted and word[:1].isupper() and word.lower() in word_set("places", "states cut short")


def is_before_state(doc: Doc, end: int) -> bool:
    """Whether a comma and a state follow a name that ends at a token: ", N.J." after "Wayne"."""
    return end + 1 < len(doc) and doc[end].text == "," and is_state(doc, end + 1)


def with_stop(doc: Doc, end: int) -> int:
    """Where a name that ends at a token ends with the full stop right after it."""
    return end + (doc[end : end + 1].text == "." and not doc[end - 1].whitespace_)
