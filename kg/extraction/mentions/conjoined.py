"""Names of bodies that go on after "and", "for" or a comma."""

from collections.abc import Callable
from functools import cache

from spacy.tokens import Doc

from kg.extraction.mentions.companies import AND, is_company, is_trade
from kg.extraction.wordlists import word_set

_AROUND, _LONGEST = 1000, 8  # tokens
_Tokens = tuple[int, int]  # [start, end)

IsCommon = Callable[[str], bool]
"""Whether a word in lower case is one of the language's words."""


def is_conjoined(doc: Doc, first: _Tokens, second: _Tokens, common: IsCommon) -> bool:
    """Whether two names with "and" or "&" between them are one body's, that is named for two
    things: "Center for Media and Public Affairs", "Orrin Refining and Marketing Co"."""
    (start, end), (begin, finish) = first, second
    if end == begin and doc[end - 1].text in AND:
        return not _stands_alone(doc, first, second)
    if end != begin - 1 or doc[end].text not in AND or is_company(doc, start, end):
        return False
    if doc[end].text == "&":
        return True
    last, whole = doc[end - 1], doc[finish - 1].lower_
    if is_trade(doc, begin, finish, common):  # "Banking Co Ltd" after "Orrin Trust"
        return common(last.lower_) and not _stands_alone(doc, first, (start, finish))
    if end - start < 2 or whole not in _whole() or finish - begin < 2:
        return False
    in_charge = any(each.lower_ in ("for", "of", "on") for each in doc[start:end])
    nouns = [*([] if in_charge else [last]), *doc[begin : finish - 1]]
    is_told = all(each.is_title and common(each.lower_) for each in nouns)
    return is_told and last.lower_ not in _whole() and not _stands_alone(doc, first, second)


def _stands_alone(doc: Doc, first: _Tokens, second: _Tokens) -> bool:
    """Whether the text around two names has one of them without the other."""
    text = doc[max(0, first[0] - _AROUND) : second[1] + _AROUND].text
    pair = doc[first[0] : second[1]].text
    return any(text.count(doc[slice(*each)].text) > text.count(pair) for each in (first, second))


def with_charges(doc: Doc, start: int, end: int, common: IsCommon) -> int:
    """Where an office's name that ends at a token ends with all that the office is in charge of:
    "Bureau of Alcohol" with ", Tobacco and Firearms"."""
    offices = word_set("no_names", "offices")
    if not any(doc[i].lower_ in offices for i in range(start, end - 1)):
        return end
    i = end
    limit = min(len(doc), end + 2 * _LONGEST)
    while i + 1 < limit and doc[i].text == "," and _is_noun(doc, i + 1, common):
        i += 2
    i += doc[i : i + 1].text == "," and i > end
    if i + 1 >= len(doc) or doc[i].text not in AND or not _is_noun(doc, i + 1, common):
        return end
    return _with_last_noun(doc, i + 2, common)


def _with_last_noun(doc: Doc, end: int, common: IsCommon) -> int:
    """Where a name that ends at a token ends with the noun after it: "Policy" in "Technology
    Policy", but not the post in "Trade Minister"."""
    is_post = doc[end : end + 1].text.lower() in word_set("titles", "posts")
    is_last = end + 1 < len(doc) and not (is_post or doc[end + 1].is_title)
    return end + (is_last and doc[end].is_title and common(doc[end].lower_))


def _is_noun(doc: Doc, i: int, common: IsCommon) -> bool:
    token = doc[i]
    is_noun = token.is_title and token.is_alpha and common(token.lower_)
    return is_noun and token.lower_ not in _whole()


def _end_of_titles(doc: Doc, start: int) -> int:
    """Where the words with a capital that begin at a token end."""
    words = range(start, min(start + _LONGEST, len(doc)))
    small = (i for i in words if not (doc[i].is_title and doc[i].is_alpha))
    return next(small, words.stop)


def with_purpose(doc: Doc, end: int) -> int:
    """Where a body's name ends with what it is for: "Institute" with "for Strategic Dialogue"."""
    i = end
    if i + 1 < len(doc) and doc[i].text == "for" and doc[end - 1].lower_ in _for_something():
        i = _end_of_titles(doc, i + 1)
    return i if i > end + 1 else end


def with_head_before(doc: Doc, start: int) -> int:
    """Where a body's name starts before "for": "Center" of "Center for Transatlantic Relations"."""
    i = start - 1
    if i < 1 or doc[i].text != "for" or doc[i - 1].lower_ not in _for_something():
        return start
    least = max(0, i - _LONGEST)
    while i > least and doc[i - 1].is_title and doc[i - 1].is_alpha and doc[i - 1].pos_ != "DET":
        i -= 1
    return i if i < start - 1 else start


@cache
def _for_something() -> frozenset[str]:
    return word_set("no_names", "heads of places", "heads before for")


@cache
def _whole() -> frozenset[str]:
    """Words that say what a whole name names: "Committee"."""
    keys = ("heads before for", "heads of places", "last words of bodies", "offices", "wholes")
    bodies = word_set("descriptions", "organizations") | word_set("no_names", *keys)
    return bodies | word_set("places", "institutions", "regions")
