"""Finds the places that stand with a party behind a politician's name: "Ada Roe, D-Ohio"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extraction.wordlists import word_set

_LONGEST = 3


def find_party_places(doc: Doc) -> Iterator[tuple[int, int]]:
    """The tokens [start, end) of the place after each party: "Elbow Lake" in "R-Elbow Lake"."""
    parties = word_set("places", "parties")
    for hyphen in range(1, len(doc) - 1):
        if doc[hyphen].text != "-" or doc[hyphen - 1].lower_ not in parties:
            continue
        start = hyphen + 1
        joined = not (doc[hyphen - 1].whitespace_ or doc[hyphen].whitespace_)
        after_name = hyphen > 1 and doc[hyphen - 2].text in (",", "(", "both")
        if joined and after_name and doc[start].text[:1].isupper():
            end = start + 1
            while end < len(doc) and end - start < _LONGEST and doc[end].text[:1].isupper():
                end += 1
            yield start, end
