"""What belongs to the names of companies and other bodies: their forms, partners and countries, and
not their codes at an exchange."""

from collections.abc import Callable, Collection, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.wordlists import word_set

AND = frozenset({"and", "&"})
"""What joins the partners in a firm's name."""

PLAIN_FORMS = frozenset({"corp", "inc", "llc", "llp", "lp", "ltd", "l.p", "n.v", "plc", "s.a"})
"""Legal forms that news writes in small letters or after a comma too."""


def is_company(doc: Doc, start: int, end: int) -> bool:
    """Whether the last word is a company's legal form, as in "Cyan Corp"."""
    last = doc[end - 1].lower_.rstrip(".")
    return end - start > 1 and last in word_set("no_names", "legal_forms")


def with_form(doc: Doc, end: int) -> int:
    """Where a name that ends at a token ends with the company's form after it: "Corp" in "Orrin
    Corp", "and Co Inc" in "Finch and Co Inc", "(UK) Ltd" in "Orrin (UK) Ltd"."""
    forms = word_set("no_names", "legal_forms")
    i = end
    closing = next((j for j in (i + 2, i + 3) if doc[j : j + 1].text == ")"), i)
    if closing > i and doc[i].text == "(" and doc[i + 1].text[0].isupper():
        i = closing + 1
    elif i + 1 < len(doc) and doc[i].text in AND:
        forms, i = word_set("no_names", "company_forms"), i + 1
    elif doc[i : i + 1].text == ",":
        forms, i = PLAIN_FORMS, i + 1
    first = i
    while i < len(doc) and (doc[i].text in PLAIN_FORMS or is_form(doc[i], forms)):
        i += 1
    return i if i > first else end


def is_form(token: Token, forms: Collection[str] | None = None) -> bool:
    """Whether a token is one of the forms of companies (without them, a legal one or a word for
    partners), as their names have them."""
    known = word_set("no_names", "company_forms") if forms is None else forms
    return token.lower_.rstrip(".") in known and token.text[:1].isupper()


def is_cut_short(doc: Doc, start: int, end: int) -> bool:
    """Whether a company's name starts with a given name that is cut short: "Alex. Brown Inc"."""
    short = word_set("no_names", "given names cut short")
    is_given = doc[start].lower_ in short and doc[start + 1 : start + 2].text == "."
    return is_given and is_company(doc, start, end)


def is_trade(doc: Doc, start: int, end: int, is_common: Callable[[str], bool]) -> bool:
    """Whether a company's name says what it trades in and not who it is: "Tobacco Co"."""
    forms = word_set("no_names", "company_forms")
    words = {token.lower_.rstrip(".") for token in doc[start:end]} - forms
    return is_company(doc, start, end) and bool(words) and all(map(is_common, words))


def with_first(doc: Doc, start: int, end: int) -> int:
    """Where a company's name starts with "First" or "First of", as those of many banks do, or with
    an initial: "J." before "Henry Finch and Co Ltd"."""
    of = start > 1 and doc[start - 1].text == "of"
    first = start - 1 - of
    is_part = doc[max(0, first) : start - of].text == "First" and (of or doc[first].tag_ == "NNP")
    is_part = is_part or (first == start - 1 and doc[first].shape_ == "X.")
    return first if is_part and is_company(doc, start, end) else start


def with_second_noun(doc: Doc, start: int, end: int, is_common: Callable[[str], bool]) -> int:
    """Where a body's name that ends at a token ends with the second of two common nouns: "and
    Budget" after "Office of Management", "and Stroke Foundation" after "Heart"."""
    if end + 1 >= len(doc) or doc[end].text not in AND:
        return end
    first, second = pair = doc[end - 1], doc[end + 1]
    if not all(token.is_title and is_common(token.lower_) for token in pair):
        return end
    after = doc[end + 2] if end + 2 < len(doc) else None
    if after is not None and _is_last_noun(doc, end + 2, is_common):
        return end + 3
    is_whole = first.lower_ in word_set("descriptions", "organizations")
    if is_whole or end - start < 2 or {"GPE", "PERSON"} & {token.ent_type_ for token in pair}:
        return end
    is_post = after is not None and after.lower_ in word_set("titles", "posts")
    if after is not None and after.is_title and not (is_form(after) or is_post):
        return end
    others = word_set("titles", "posts", "beginnings of posts")
    others |= word_set("descriptions", "organizations")
    if is_post or all(token.lower_ != "of" for token in doc[start:end]):
        others |= word_set("titles", "departments")
    return end if second.lower_ in others else end + 2


def with_head(doc: Doc, end: int, kind: EntityType, is_common: Callable[[str], bool]) -> int:
    """Where a name that ends at a token ends with the word after it that says what it is: "Court"
    in "Supreme Court", "Sea" in "North Sea", "Attendants" in "Association of Flight Attendants"."""
    if (
        end >= len(doc)
        or not (doc[end].is_title and doc[end].is_alpha)
        or doc[end - 1].tag_ == "POS"
    ):
        return end
    last = doc[end - 1].lower_
    if kind is EntityType.PLACE:
        is_part = last in word_set("places", "directions") and is_capitalised(doc[end])
        is_body = doc[end].lower_ in word_set("no_names", "last words")
        is_no_court = doc[end].lower_ == "court" and last not in word_set("no_names", "courts")
        return end + 1 if is_part or (is_body and not is_no_court) else end
    goes_on = last in word_set("places", "services") or last in word_set("no_names", "media")
    may_be_body = goes_on or kind in (EntityType.ORGANIZATION, EntityType.OTHER)
    is_last = doc[end].lower_ in _heads() or _is_last_noun(doc, end, is_common)
    return end + 1 if may_be_body and is_last else end


def _is_last_noun(doc: Doc, i: int, is_common: Callable[[str], bool]) -> bool:
    """Whether a token is the noun that ends a name of common nouns, as the next word has no
    capital: "Attendants" after "Flight"."""
    last = doc[i]
    nouns = [token for token in doc[i - 1 : i + 1] if token.is_title and token.pos_ == "PROPN"]
    goes_on = doc[i + 1 : i + 2].text[:1].isupper() or last.ent_type_ == "PERSON"
    if goes_on or len(nouns) < 2 or is_form(nouns[0]) or "." in nouns[0].text:
        return False
    is_other = _no_last_nouns().intersection((last.lower_, last.lower_.removesuffix("s")))
    return not is_other and all(is_common(token.lower_) for token in nouns)


@cache
def _no_last_nouns() -> frozenset[str]:
    """Words that stand after names and do not belong to them: posts, parties, months."""
    others = word_set("no_names", "alone") | word_set("descriptions", "persons")
    return others | word_set("titles", "posts", "jobs", "beginnings of posts", "courtesies")


@cache
def _heads() -> frozenset[str]:
    """Words that say what a body is, which models leave out of its name."""
    own = word_set("no_names", "company_forms", "last words", "last words of bodies", "measures")
    return own | word_set("descriptions", "organizations") | word_set("places", "institutions")


def with_country(doc: Doc, start: int) -> int:
    """Where a body's name starts with the letters for its country: "U.S." before "Treasury"."""
    letters = word_set("places", "countries in letters")
    return start - 1 if start > 0 and doc[start - 1].text in letters else start


def without_ticker(doc: Doc, start: int, end: int) -> int:
    """Where a company's name ends before its code at an exchange: "Orrin Corp ORN"."""
    forms, last = word_set("no_names", "company_forms"), doc[end - 1]
    if end - start < 3 or doc[end - 2].lower_.rstrip(".") not in forms:
        return end
    return end - 1 if last.text.isupper() and last.lower_ not in forms else end


def is_exchange_code(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is a code at an exchange: "<ORN>" or "ORN" after "Orrin Corp"."""
    if start == 0 or not doc[start:end].text.isupper():
        return False
    before = doc[start - 1]
    in_brackets = before.text == "<" and doc[end : end + 1].text == ">"
    if end - start > 1:
        return in_brackets and not is_company(doc, start, end)
    return in_brackets or (before.is_title and is_form(before))


def is_capitalised(token: Token) -> bool:
    """Whether a token is a proper noun with a capital."""
    return token.pos_ == "PROPN" and token.text[:1].isupper()


def find_partners(doc: Doc) -> Iterator[tuple[int, int]]:
    """The tokens [start, end) of firms whose name is a list of partners, without a legal form."""
    for i in range(1, len(doc) - 1):
        if doc[i].text in AND and _is_partner(doc[i - 1]) and _is_partner(doc[i + 1]):
            start = i - 1
            while start > 1 and doc[start - 1].text == "," and _is_partner(doc[start - 2]):
                start -= 2
            is_double = doc[i - 1].text == doc[i + 1].text and doc[i + 1].dep_ != "compound"
            before = doc[max(0, start - 2) : start].text.lower()
            if before.endswith("firm of") or before.split()[-1:] == ["firm"] or is_double:
                yield start, i + 2


def _is_partner(token: Token) -> bool:
    return is_capitalised(token) and token.is_title
