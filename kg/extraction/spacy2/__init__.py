"""English pipelines trained for spaCy 2, run on spaCy 3.

The registry carries an English model for spaCy 2 alone; its weights and transition systems are
brought to life here. A pipeline for spaCy 3 needs nothing of this folder.
"""

from kg.extraction.spacy2.model import is_legacy, load_legacy

__all__ = ["is_legacy", "load_legacy"]
