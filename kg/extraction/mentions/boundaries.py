"""Corrects where the names of the model begin and end."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.wordlists import word_set

AND = frozenset({"and", "&"})
"""What joins the partners in a firm's name."""

_LONGEST_FIRM, _LONGEST_SYLLABLE = 5, 4
_LEADING = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our"})
_TRAILING = frozenset({"'s", "’s", "and", "of", "for"})


def completed(doc: Doc, start: int, end: int, kind: EntityType) -> tuple[int, int]:
    """The tokens [start, end) of a name with the parts of it that the model left out: "der Leyen"
    after "Ursula von", "Merrill Lynch and" before "Co Inc"."""
    if kind in (EntityType.PERSON, EntityType.PLACE) and _is_cut_at_hyphen(doc, start, end, kind):
        end += 2
    if kind is EntityType.PERSON:
        return start, _with_particles(doc, end)
    if kind is EntityType.ORGANIZATION:
        return _with_partners(doc, start, end), without_ticker(doc, start, end)
    return start, end


def after_owner(doc: Doc, start: int, end: int, owners: Collection[tuple[int, int]]) -> int:
    """Where a name starts without the owner in front of it, "Seoul's" in "Seoul's National
    Intelligence Service"; `owners` has the tokens of the known owners."""
    for i in range(start + 1, end - 1):
        if doc[i].tag_ == "POS" and (start, i) in owners:
            return i + 1
    return start


def trimmed(doc: Doc, start: int, end: int, kind: EntityType) -> tuple[int, int]:
    """The tokens [start, end) without line breaks, articles, titles, possessives and marks."""
    for i in range(start, end):
        if "\n" in doc[i].text or "\r" in doc[i].text:
            end = i
            break
    while start < end and is_outside_left(doc[start], kind):
        start += 1
    while start < end and _is_outside_right(doc[end - 1]):
        end -= 1
    while start < end and _is_plain(doc[start]):
        start += 1
    while start < end and _is_plain(doc[end - 1]):
        end -= 1
    return start, end


def _is_plain(token: Token) -> bool:
    """Whether a token is a word without a capital that no name begins or ends with: "police" in
    "Hanover police", but not "in" in "Roe Jae-in"."""
    in_pair = token.i > 0 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_
    is_small = token.text in word_set("no_names", "particles")
    return token.text.islower() and not (in_pair or is_small)


def is_outside_left(token: Token, kind: EntityType) -> bool:
    """Whether a token before a name is an article, mark or title, which are no part of it."""
    lower = token.lower_
    if lower in _LEADING or not _is_word(lower):
        return True
    if kind is not EntityType.PERSON:
        return False
    return lower in word_set("titles", "courtesies") or (
        lower in word_set("titles", "posts") and token.i + 1 < len(token.doc)
    )


def _is_outside_right(token: Token) -> bool:
    return token.tag_ == "POS" or token.lower_ in _TRAILING or not _is_word(token.text)


def _is_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def is_company(doc: Doc, start: int, end: int) -> bool:
    """Whether the last word is a company's legal form, as in "Cyan Corp"."""
    last = doc[end - 1].lower_.rstrip(".")
    return end - start > 1 and last in word_set("no_names", "legal_forms")


def listed(doc: Doc, start: int, end: int, kind: EntityType) -> Iterator[tuple[int, int]]:
    """The names in the tokens [start, end): "Springfield, Illinois" names two places."""
    for i in range(start + 1, end - 1) if kind is EntityType.PLACE else ():
        if doc[i].text == ",":
            yield start, i
            start = i + 1
    yield start, end


def without_post(doc: Doc, start: int, end: int) -> int:
    """Where a full name starts after a post that was taken for a part of it: "Al Roe" in "Harbour
    Police Chief Al Roe". `end` where nothing is left: "Secretary of State"."""
    for i in range(end - 1, start - 1, -1):
        if doc[i].lower_ in _posts():
            if i + 1 < end and doc[i + 1].lower_ == "of":
                return min(i + 3, end)
            if i <= end - 3:
                return i + 1
    return start


def is_post(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens [start, end) are a post and no body: "U.S. Secretary of State"."""
    if is_company(doc, start, end):
        return False
    head = end - 3 if end - start > 3 and doc[end - 2].lower_ == "of" else end - 1
    return doc[head].lower_ in word_set("titles", "posts")


def names_post(doc: Doc, start: int, end: int) -> bool:
    """Whether a post is named in the tokens [start, end)."""
    return any(token.lower_ in _posts() for token in doc[start:end])


def _posts() -> frozenset[str]:
    return word_set("titles", "posts") | word_set("titles", "courtesies")


def before_service(doc: Doc, start: int, end: int) -> int:
    """Where a name ends before a service of the place that has a post after it: "Elmsford" in
    "Elmsford Police" before "Chief"."""
    if end == len(doc) or doc[end].lower_ not in _posts():
        return end
    last = end
    while last > start and doc[last - 1].lower_ in word_set("places", "services"):
        last -= 1
    return last if last > start else end


def parted(doc: Doc, start: int, end: int, kind: EntityType) -> list[tuple[int, int, EntityType]]:
    """A name, or where "of" follows a full name in it, that and the place: "Al Roe of Elmsford"."""
    for i in range(start + 2, end - 1):
        whole = kind is EntityType.PERSON or is_company(doc, start, i)
        if doc[i].lower_ == "of" and whole:
            return [(start, i, kind), (i + 1, end, EntityType.PLACE)]
    return [(start, end, kind)]


def is_no_name(doc: Doc, start: int, end: int, kind: EntityType) -> bool:
    """Whether the tokens [start, end) name nothing: a unit, currency, month, rating or legal form
    alone."""
    last = doc[end - 1].lower_.rstrip(".")
    if last in word_set("no_names", "units"):
        return True
    if kind is not EntityType.PERSON and last in word_set("no_names", "currencies"):
        return True
    alone = word_set("no_names", "alone") | word_set("no_names", "company_forms")
    return all(token.lower_.rstrip(".") in alone or token.text in AND for token in doc[start:end])


def _is_cut_at_hyphen(doc: Doc, start: int, end: int, kind: EntityType) -> bool:
    """Whether a name goes on after a hyphen: "KIM TAE" before "-WON", not "New York" before
    "-London"."""
    if end - start == 1 or end + 1 >= len(doc) or doc[end].text != "-":
        return False
    joined = not doc[end - 1].whitespace_ and not doc[end].whitespace_
    alike = kind is EntityType.PERSON or (doc[end - 1].is_upper and doc[end + 1].is_upper)
    return joined and alike and _is_capitalised(doc[end + 1])


def _with_particles(doc: Doc, end: int) -> int:
    i = end
    while i < len(doc) and doc[i].text in word_set("no_names", "particles"):
        i += 1
    ends_in_particle = doc[end - 1].text in word_set("no_names", "particles")
    if (i > end or ends_in_particle) and i < len(doc) and _is_capitalised(doc[i]):
        return i + 1
    return end


def _with_partners(doc: Doc, start: int, end: int) -> int:
    """The first token of a firm's name of which the model has only the end: "Co Inc"."""
    forms = word_set("no_names", "company_forms")
    if start < 2 or doc[start - 1].text not in AND:
        return start
    if any(token.lower_.rstrip(".") not in forms for token in doc[start:end]):
        return start
    first = start - 1
    while first > 0 and start - first <= _LONGEST_FIRM and _is_capitalised(doc[first - 1]):
        first -= 1
    return first if first < start - 1 else start


def without_ticker(doc: Doc, start: int, end: int) -> int:
    """Where a company's name ends before its code at an exchange: "Orrin Corp ORN"."""
    forms, last = word_set("no_names", "company_forms"), doc[end - 1]
    if end - start < 3 or doc[end - 2].lower_.rstrip(".") not in forms:
        return end
    return end - 1 if last.text.isupper() and last.lower_ not in forms else end


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


def with_form(doc: Doc, end: int) -> int:
    """Where a name that ends at a token ends with the company's form after it: "Corp" in "Orrin
    Corp", "and Co Inc" in "Finch and Co Inc"."""
    forms = word_set("no_names", "legal_forms")
    i = end
    if i + 1 < len(doc) and doc[i].text in AND:
        forms, i = word_set("no_names", "company_forms"), i + 1
    first = i
    while i < len(doc) and doc[i].lower_.rstrip(".") in forms and doc[i].text[:1].isupper():
        i += 1
    return i if i > first else end


def _is_capitalised(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[:1].isupper()
