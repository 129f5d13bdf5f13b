"""Finds places by what they stand before or behind: the place in capitals in "ELMSFORD, Ohio (AP) —
The council met", and the one with a party behind a politician's name, "Ada Roe, D-Ohio"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extraction.wordlists import word_set

_DASHES = frozenset({"-", "--", "---", "–", "—"})
_LONGEST, _LONGEST_PLACE, _REACH = 4, 3, 9
# Shortened first words of names, and small words in them.
_FIRST, _WITHIN = frozenset({"FT", "MT", "ST"}), frozenset({"OF"})


def find_datelines(doc: Doc) -> Iterator[tuple[int, int]]:
    """The tokens [start, end) of the place in each dateline."""
    no_place = word_set("places", "notices") | word_set("no_names", "alone")
    end = 0
    for token in doc:
        may_begin = _in_capitals(token) or token.text in _FIRST
        # of a paragraph, or of a sentence after a headline
        is_first = token.i == 0 or doc[token.i - 1].is_space or doc[token.i - 1].text in ".!?"
        if token.i >= end and may_begin and is_first:
            last = _end(doc, token.i)
            if token.lower_ not in no_place and _goes_on(doc, last):
                end = last
                yield token.i, end


def _in_capitals(token: Token) -> bool:
    return token.is_alpha and token.is_upper and len(token) > 2


def _end(doc: Doc, start: int) -> int:
    """Where a place in capitals that starts at a token ends."""
    end = start + 1
    while end < len(doc) and end - start < _LONGEST:
        shortened = doc[end].text == "." and doc[end - 1].text in _FIRST
        if not (shortened or _in_capitals(doc[end]) or doc[end].text in _WITHIN):
            break
        end += 1
    return end


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether a dash and a sentence follow, directly or after a state, a date and an agency."""
    for i in range(end, min(end + _REACH, len(doc) - 1)):
        if doc[i].text in _DASHES and (doc[i].whitespace_ or doc[i - 1].whitespace_):
            return doc[i + 1].text[:1].isupper() or not doc[i + 1].is_alpha
        if i == end and doc[i].text not in (",", "("):
            return False
        is_mark = doc[i].text in (",", "(", ")", ".")
        if doc[i].is_space or not (is_mark or doc[i].text[:1].isupper() or doc[i].like_num):
            return False
    return False


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
            while end < len(doc) and end - start < _LONGEST_PLACE and doc[end].text[:1].isupper():
                end += 1
            yield start, end
