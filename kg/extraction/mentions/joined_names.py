"""Parts what was taken for one name and is several."""

from collections.abc import Collection, Iterator, Mapping

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.boundaries import is_before_state, is_state
from kg.extraction.mentions.companies import AND, is_company, is_cut_short, is_form
from kg.extraction.mentions.named_posts import is_in_charge
from kg.extraction.mentions.things import is_body_word, names_body
from kg.extraction.wordlists import given_names, word_set

_GROUP, _BODY = EntityType.GROUP, EntityType.ORGANIZATION
_LEAST_OF_FIRM = 3  # tokens of a firm's name that was taken for a place's
_Tokens = tuple[int, int]  # [start, end)
_DASHES = frozenset({"-", "--", "–", "—"})


def parted(
    doc: Doc, start: int, end: int, kind: EntityType, owners: Collection[_Tokens] = ()
) -> Iterator[tuple[int, int, EntityType]]:
    """The names in the tokens [start, end): one, or several that were taken for one, as "Al Roe"
    and "Elmsford" in "Al Roe of Elmsford", or two with a dash, a stop or "nor" between them.

    Args:
        start, end: the tokens of a name.
        owners: the tokens of known countries and places.
    """
    if kind is EntityType.PERSON and is_in_charge(doc, start, end):
        yield start, start + 1, _BODY if doc[start].is_upper else EntityType.PLACE
        start += 1
    if (hyphen := _between_owners(doc, start, end, owners)) is not None:
        yield start, hyphen, kind
        start = hyphen + 1
    if (seat := _end_of_seat(doc, start, end)) is not None:
        yield start, seat, EntityType.PLACE
        start = min(seat + (2 if doc[seat].text == "-" else 1), end)
    for i in range(start + 1, end - 1):
        if second := _second(doc, (start, end), i, kind, owners) if i > start else None:
            yield start, i, kind
            start, kind = i + 1, second
        elif i > start and _begins_again(doc, start, i):
            yield start, i, EntityType.PLACE if is_state(doc, start) else kind
            start = i
    if start < end:
        yield start, end, kind


def _between_owners(doc: Doc, start: int, end: int, owners: Collection[_Tokens]) -> int | None:
    """Where a hyphen or "and" joins two known names: "Egyptian-Israeli", "Egyptian-US"."""
    for i in range(start + 1, end - 1):
        first, second = (start, i), (i + 1, end)
        if doc[i].text == "and" and first in owners and second in owners:
            return i
        names = (doc[slice(*each)].text for each in (first, second) if each not in owners)
        if doc[i].text in _DASHES and all(map(str.isupper, names)):
            return i if first in owners or second in owners else None
    return None


def _end_of_seat(doc: Doc, start: int, end: int) -> int | None:
    """Where the place ends that a name starts with, before "-based" or "based"."""
    seated = word_set("places", "seated")
    words = range(start + 1, min(end + 1, len(doc)))
    ends = (i - 1 if doc[i - 1].text == "-" else i for i in words if doc[i].text in seated)
    return next((i for i in ends if start < i < end), None)


def _second(
    doc: Doc, name: _Tokens, i: int, kind: EntityType, owners: Collection[_Tokens]
) -> EntityType | None:
    """What the name after token `i` names where that token parts two names, else None."""
    start, end = name
    token, is_person = doc[i], kind is EntityType.PERSON
    if is_company(doc, start, i) and _is_between_companies(doc, i, end):
        return kind
    is_after = doc[i - 1].text.endswith(".") and token.text[0] == " "  # two spaces
    is_break = token.is_space and (is_after or not {"\n", "\t"}.isdisjoint(token.text))
    is_stop = token.text == "." and not is_cut_short(doc, start, end)
    if is_break or is_stop or (is_person and token.lower_ in ("or", "nor")):
        return kind
    is_noun = token.pos_ == "NOUN" and token.is_alpha and token.is_lower and len(token) > 3
    if is_noun and kind in (_BODY, EntityType.PLACE):
        return kind  # "Orrin maker Finch Inc"
    if token.text in _DASHES and token.whitespace_ and doc[i - 1].whitespace_:
        return kind
    if token.tag_ == "POS" and _owns_body(doc, start, i, end):
        return kind
    whole = is_company(doc, start, i) or (is_person and i - start > 1)
    is_part = doc[i - 1].lower_ == "corporation" and (i + 1, end) in owners
    if is_part or doc[i + 1 : end].text == "America":
        return None  # "Corrections Corporation of India", "Orrin Mail Corp of America"
    is_long = kind is EntityType.PLACE and i - start >= _LEAST_OF_FIRM
    may_be_firm = kind is EntityType.ORGANIZATION or is_long
    is_told_apart = may_be_firm and _is_told_apart(doc[i - 1], end, owners)
    is_in = token.lower_ == "in" and (i + 1, end) in owners and names_body(doc, i - 1, i)
    if is_in or (token.lower_ == "of" and (whole or is_told_apart)):
        return EntityType.PLACE
    return None


def _begins_again(doc: Doc, start: int, i: int) -> bool:
    """Whether a name starts at token `i`, right after another: after a state ("N.J." before "Orrin
    Inc"), and where a company's name begins anew ("Orrin Corp. Orrin Foods")."""
    if i == start + 1 and doc[start - 1 : start].text == "," and is_state(doc, start):
        return True
    return is_company(doc, start, i) and doc[i].text == doc[start].text


def _is_between_companies(doc: Doc, i: int, end: int) -> bool:
    """Whether the token after a company's name stands between it and another name: "and" in "Finch
    and Co and Orrin Inc", its code in "Orrin Corp ORN Orrin Foods"."""
    if doc[i].text in AND:
        return is_company(doc, i + 1, end) and not is_form(doc[i + 1])
    is_code = doc[i].is_alpha and doc[i].is_upper and not is_form(doc[i])
    return is_code and not is_company(doc, i, end)


def _owns_body(doc: Doc, start: int, i: int, end: int) -> bool:
    """Whether the name before a possessive at token `i` is a company's, or a body's that owns
    another: "Marlow University" of "Marlow University's Center for Trade"."""
    owns = i - start > 1 and names_body(doc, start, i) and names_body(doc, i + 1, end)
    return owns or is_company(doc, start, i)


def _is_told_apart(last: Token, end: int, owners: Collection[_Tokens]) -> bool:
    """Whether the country after a body's name tells where it is, and is no part of the name: "Orrin
    Acciaio of Italy", not "Bank of Italy"."""
    where = last.doc[last.i + 2 : end]
    in_state = all(token.lower_ != "of" for token in where) and is_before_state(last.doc, end)
    owned = (last.i + 2, end) in owners or in_state
    are_members = last.tag_ in ("NNS", "NNPS") and not is_body_word(last)  # "Dairy Farmers"
    is_head = are_members or last.lower_ in word_set("no_names", "heads of places")
    return owned and last.is_title and not is_head


def without_people(doc: Doc, start: int, end: int, known: Mapping[_Tokens, EntityType]) -> int:
    """Where a full name starts behind a people: "Tom Roe" in "Australian Tom Roe"."""
    sizes = range(1, min(3, end - start - 1))
    return next((start + n for n in sizes if known.get((start, start + n)) is _GROUP), start)


def is_national(doc: Doc, start: int, end: int, known: Mapping[_Tokens, EntityType]) -> bool:
    """Whether a name that ends with a country is no person's: "Rally Canada"."""
    is_whole = end - start > 1 and doc[start].lower_ not in given_names()
    return is_whole and known.get((end - 1, end)) is EntityType.COUNTRY


def before_party(doc: Doc, start: int, end: int, known: Mapping[_Tokens, EntityType]) -> int:
    """Where the name of a place or chamber ends before its members of a party: "Ohio" in "Ohio
    Democrat", "House" in "House Republicans"."""
    members = word_set("titles", "parties") - {"gop"}  # which is a body: "Ohio GOP"
    is_party = end - start > 1 and known.get((end - 1, end)) is _GROUP
    return end - 1 if is_party and doc[end - 1].lower_ in members else end
