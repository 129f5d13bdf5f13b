"""Corrects where names begin and end."""

import re
from collections.abc import Collection

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.companies import AND, PLAIN_FORMS, is_exchange_code
from kg.extraction.mentions.named_posts import is_given
from kg.extraction.wordlists import word_set

_LONGEST_SYLLABLE = 4
_CODE = re.compile(
    r"[A-Z]{2,5}\.[A-Z]{1,2}|[A-D]{1,3}/[A-D]{1,3}|(?:A{1,3}|Aa|Baa?|Caa?|Prime)-[1-3]|Not-Prime"
    r"|[DRI]-(?!Day)[A-Z][a-z]{1,4}\.?|(?:Class|Series|Tranche) [A-Z]"
)
"""Codes of shares ("ORN.L"), their classes, ratings of debt ("AA-1"), parties ("R-Kan.")."""

_LEADING = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our"})
_TRAILING = frozenset({"'s", "’s", "and", "of", "for"})


def after_owner(doc: Doc, start: int, end: int, owners: Collection[tuple[int, int]]) -> int:
    """Where a name starts without the owner in front of it, "Seoul's" in "Seoul's National
    Intelligence Service"; `owners` has the tokens of the known owners."""
    for i in range(start + 1, end - 1):
        if doc[i].tag_ == "POS" and (start, i) in owners:
            return i + 1
    return start


def trimmed(doc: Doc, start: int, end: int, kind: EntityType) -> tuple[int, int]:
    """The tokens [start, end) without line breaks, articles, titles, possessives and marks."""
    end = next((i for i in range(start + 1, end) if set("\r\n<") & set(doc[i].text)), end)
    while start < end and is_outside_left(doc[start], kind):
        start += 1
    while start < end and _is_outside_right(doc[end - 1], kind):
        end -= 1
    while start < end and _is_plain(doc[start]):
        start += 1
    while start < end and _is_plain(doc[end - 1]):
        end -= 1
    return start, end


def _is_plain(token: Token) -> bool:
    """Whether a token is a word without a capital that no name begins or ends with: "police" in
    "Hanover police", but not "in" in "Roe Jae-in" and "6th" in "6th District Court"."""
    in_pair = token.i > 0 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_
    is_small = token.text in PLAIN_FORMS or token.text in word_set("no_names", "particles")
    return token.text.islower() and not (in_pair or is_small or token.text[0].isdigit())


def is_outside_left(token: Token, kind: EntityType) -> bool:
    """Whether a token before a name is an article, mark or title, which are no part of it."""
    lower = token.lower_
    if lower in _LEADING or not _is_word(lower):
        return True
    if kind is not EntityType.PERSON:
        return False
    if lower in word_set("titles", "courtesies") or token.text in word_set("no_names", "credits"):
        return True
    is_post = lower in word_set("titles", "posts") and token.i + 1 < len(token.doc)
    return is_post and not is_given(token)


def _is_outside_right(token: Token, kind: EntityType) -> bool:
    if token.tag_ == "POS" or token.lower_ in _TRAILING or not _is_word(token.text):
        return True
    if kind is EntityType.PERSON and token.text in word_set("titles", "after names"):
        return True
    is_code = _CODE.fullmatch(token.text) is not None
    return is_code or (token.like_num and _is_score(token, kind))


def _is_score(token: Token, kind: EntityType) -> bool:
    """Whether a number after a name counts something: "4" in "Elmsford 4", "13" in "the Senate 13
    to 11", but not "95" in "U.S. 95"."""
    following = token.doc[token.i + 1 : token.i + 3]
    if len(following) > 1 and following[0].text in ("to", "-") and following[1].like_num:
        return True
    before = token.doc[token.i - 1] if token.i else token
    is_numbered = before.lower_ in word_set("places", "numbered") and not before.is_lower
    is_road = is_numbered or before.is_upper or ("." in before.text and not before.text.islower())
    return kind in (EntityType.PERSON, EntityType.PLACE) and not is_road


def _is_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def is_no_name(doc: Doc, start: int, end: int, kind: EntityType) -> bool:
    """Whether the tokens [start, end) name nothing: a unit, month, rating, letter or legal form."""
    last = doc[end - 1].lower_.rstrip(".")
    if last in word_set("no_names", "units") or is_exchange_code(doc, start, end):
        return True
    text = doc[start:end].text
    if _CODE.fullmatch(text) or len(text) == 1 or set("$@") & set(text):
        return True
    if kind is not EntityType.PERSON and last in word_set("no_names", "currencies"):
        return True
    if end - start == 1 and last in word_set("places", "directions") and last.endswith("ern"):
        return any(token.pos_ == "NOUN" for token in doc[end : end + 1])  # "Western leaders"
    alone = AND | word_set("no_names", "alone", "company_forms")
    return all(each.lower_.rstrip(".") in alone or each.like_num for each in doc[start:end])


def with_syllable(doc: Doc, start: int, end: int) -> int:
    """Where a person's name ends with the syllable after a hyphen: "Jae-in" in "Roe Jae-in"; not
    with the verb in "Ada Roe-led"."""
    hyphen = end - 1 if doc[end - 1].text == "-" else end
    if hyphen - start != 2 or hyphen + 1 >= len(doc) or len(doc[hyphen - 1]) > _LONGEST_SYLLABLE:
        return end
    syllable = doc[hyphen + 1]
    joined = not (doc[hyphen - 1].whitespace_ or doc[hyphen].whitespace_)
    is_short = syllable.is_alpha and len(syllable) <= _LONGEST_SYLLABLE
    is_verb = syllable.tag_ in ("VBN", "VBD", "VBG", "JJ")
    goes_on = doc[hyphen].text == "-" and joined and is_short and not is_verb
    return hyphen + 2 if goes_on else end


def is_state(doc: Doc, i: int) -> bool:
    """Whether a token is a state's name cut short, with its full stop or before it."""
    word = doc[i].text.rstrip(".")
    dotted = "." in doc[i].text or with_stop(doc, i + 1) > i + 1
    return dotted and word[:1].isupper() and word.lower() in word_set("places", "states cut short")


def is_before_state(doc: Doc, end: int) -> bool:
    """Whether a comma and a state follow a name that ends at a token: ", N.J." after "Wayne"."""
    return end + 1 < len(doc) and doc[end].text == "," and is_state(doc, end + 1)


def with_stop(doc: Doc, end: int) -> int:
    """Where a name that ends at a token ends with the full stop right after it."""
    return end + (doc[end : end + 1].text == "." and not doc[end - 1].whitespace_)
