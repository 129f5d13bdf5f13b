"""How this machine computes: processors of another kind round the models' sums otherwise."""

import hashlib

import numpy as np
from spacy.language import Language

from kg.extraction.components import AFTER_MODEL

_TEXT = (
    "“The bridge over the Lenn is safe,” Jane Alderman, the mayor of Northwick, told reporters on "
    "Monday. Peter Halvorsen of the builders' union denied that the work had cost $3.5 million."
)


def arithmetic(nlp: Language) -> str:
    """Hash of the numbers that language model and tagger give for a short text, to the last bit.

    Where it differs, so may the scores of statements, and whether one of low score is kept.
    """
    # The tagger alone of ours: those after it use its numbers up.
    with nlp.select_pipes(disable=[each for each in AFTER_MODEL if each != "kg_tagger"]):
        doc = nlp(_TEXT)
    numbers = [np.asarray(doc.tensor), *(doc._.kg_tagged.states if doc._.kg_tagged else ())]
    return hashlib.sha256(b"".join(each.tobytes() for each in numbers)).hexdigest()[:12]
