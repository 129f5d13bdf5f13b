"""Finds what an agency puts after the last sentence of a story: "Reuter"."""

from __future__ import annotations

from kg.extraction.wordlists import word_set

_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_LONGEST_GAP = 80


def is_signature(text: str, start: int, end: int) -> bool:
    """Whether the word at code points [start, end) is an agency's signature: alone on the rest of
    its line, after the end of a sentence."""
    if text[start:end].lower() not in word_set("frames", "signatures"):
        return False
    line_end = text.find("\n", end)
    rest = text[end : len(text) if line_end < 0 else line_end]
    before = text[max(0, start - _LONGEST_GAP) : start].rstrip()
    return not rest.strip(" ") and before.endswith(_SENTENCE_ENDS)
