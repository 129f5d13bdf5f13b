"""Finds which agency a story is from: "Reuter" after the last sentence, "(AP)" in a dateline."""

import re

from kg.extraction.wordlists import word_set

_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_LONGEST_GAP = 80
_LINE_END = re.compile(r" *(?:\n|\Z)")
_DATELINE = re.compile(r"(?:\A|[\n.!?] ?)[A-Z][A-Z.'’ -]{2,}(?:, [\w., ]{1,30})? \(\Z")


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether the word at code points [start, end) is an agency's signature: alone on the rest of
    its line, after the end of a sentence; or in brackets after a dateline's place."""
    if text[start:end].lower() not in word_set("frames", "signatures"):
        return False
    first = max(0, start - _LONGEST_GAP)
    if _DATELINE.search(text, first, start):
        return True
    before = text[first:start].rstrip()
    return before.endswith(_SENTENCE_ENDS) and _LINE_END.match(text, end) is not None
