"""Finds what an agency puts after the last sentence of a story: "Reuter"."""

import re

from kg.extraction.wordlists import word_set

_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_LONGEST_GAP = 80
_LINE_END = re.compile(r" *(?:\n|\Z)")


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether the word at code points [start, end) is an agency's signature: alone on the rest of
    its line, after the end of a sentence."""
    if text[start:end].lower() not in word_set("frames", "signatures"):
        return False
    before = text[max(0, start - _LONGEST_GAP) : start].rstrip()
    return before.endswith(_SENTENCE_ENDS) and _LINE_END.match(text, end) is not None
