"""Tells roads in addresses and roads that are named together from places of their own."""

from spacy.tokens import Doc

from kg.extraction.wordlists import word_set

_LONGEST_LIST = 8
_BETWEEN = frozenset({",", "and", "or", "&"})


def with_road(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens [start, end) of a place with the rest of the road that it is: "N." and "Drive" of
    "N. Orrin Drive", "59" of "Highway 59"."""
    if end < len(doc) and doc[end].is_title and _is_road_word(doc[end].lower_):
        end += 1
    is_numbered = end < len(doc) and doc[end - 1].lower_ in word_set("places", "numbered")
    if is_numbered and doc[end].like_num:
        end += 1
    directions = word_set("places", "directions of roads")
    if is_road(doc, start, end) and start > 0 and doc[start - 1].lower_ in directions:
        start -= 1
    return start, end


def is_road(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens [start, end) of a name are those of a road."""
    return end - start > 1 and _is_road_word(doc[end - 1].lower_)


def is_address(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens [start, end) are a road behind a house's number: "40 Orrin Street"."""
    if start == 0 or not is_road(doc, start, end):
        return False
    before = doc[max(0, start - 3) : start].text.lower()
    is_numbered = doc[start].text.isdigit() or doc[start - 1].text[:1].isdigit()
    return is_numbered or before.endswith(("block of", "block of the"))


def is_in_road_list(doc: Doc, end: int) -> bool:
    """Whether a name ending at a token is of several roads: "Orrin" in "Orrin and Brae streets"."""
    for token in doc[end : end + _LONGEST_LIST]:
        if token.lower_ in word_set("places", "several roads"):
            return True
        if token.text not in _BETWEEN and not token.is_title:
            return False
    return False


def _is_road_word(word: str) -> bool:
    return word.rstrip(".") in word_set("places", "roads")
