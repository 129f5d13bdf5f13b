"""Finds what tells which agency a story is from: "Reuter" after its last sentence, "(AP)" in its
dateline."""

import re

from kg.extraction.wordlists import word_set

_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_LONGEST_GAP = 80
_LINE_END = re.compile(r" *(?:\n|\Z)")
_IN_DATELINE = re.compile(r"\) *[-–—]+")


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether the word at code points [start, end) is an agency's signature: alone on the rest of
    its line, after the end of a sentence, or in brackets before a dateline's dash."""
    if text[start:end].lower() not in word_set("frames", "signatures"):
        return False
    if text[max(0, start - 1) : start] == "(":
        return _IN_DATELINE.match(text, end) is not None
    before = text[max(0, start - _LONGEST_GAP) : start].rstrip()
    return before.endswith(_SENTENCE_ENDS) and _LINE_END.match(text, end) is not None
