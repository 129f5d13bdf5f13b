"""Gives a name one type in a whole document: all its mentions tell together what it names."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import compress

import numpy as np
import numpy.typing as npt

from kg.extraction.annotations import Span
from kg.extraction.mentions.body_keys import without_form
from kg.extraction.number_patterns import any_of
from kg.extraction.tagger.name_decoding import NameKind, TaggedName
from kg.extraction.wordlists import given_names, word_set

_Likely = npt.NDArray[np.float64]
_LONGEST = 6
_HOLDER = re.compile(r"(?:['’]s)? (C[EFO]O\b|(?:[a-z]+ ){0,2}[a-z]+(?=,? [A-Z][a-z]))")
_IN = re.compile(
    r"(?:\b(\w+) )?\b(?:in|near|outside|(?:block|general|governor|mayor|people|residents) of) "
    r"(?:(?:central|(?:north|south)?(?:east|west)(?:ern)?|(?:north|south)(?:ern)?) )?$",
    re.IGNORECASE,
)
_POST = re.compile(
    r" (?:(?:City|County|Deputy|Fire|Police|State|Town) )*([A-Za-z]+)\.?(?: of State)? [A-Z][a-z]"
)
_DIRECTIONS = frozenset({"at", "for", "from", "of", "to"})
_OWNED = re.compile(r"['’]s ([A-Z][a-z]+)(?: [A-Z]\.)? [A-Z][a-z]")
_CODES = re.compile(r"<([A-Z]{2,})(?:\.[A-Z]+)?>")
_CODE = re.compile(r" <[A-Z][A-Z.]*>")
_KINDS, _PLACE = tuple(NameKind), NameKind.PLACE
_PERSON, _ORGANIZATION = map(_KINDS.index, (NameKind.PERSON, NameKind.ORGANIZATION))
_AT_PLACE, _REACH, _SURE = _KINDS.index(_PLACE), 20, 0.7


def agreed(text: str, found: Sequence[TaggedName]) -> Iterator[NameKind]:
    """The kind of each name: the likeliest one for all names in the document that read alike.

    A single word may name a place too. Else what a company's full name begins with names the
    company ("Orrin" beside "Orrin Foods Corp"), and what a person's ends with that person. Who has
    no title and no full name, and may be no person, is the body whose name begins so, or its town.
    What begins with two words of a body's longer name is one too, where neither is a given name. A
    place taken for a person is one where the words beside it tell, or nobody's full name has the
    word.
    """
    forms = [" ".join(text[slice(*name.span)].split()) for name in found]
    located = [n.kind in (NameKind.PERSON, _PLACE) and _is_located(text, n.span) for n in found]
    somewhere = set(compress(forms, located))
    likely: dict[str, _Likely] = {}
    codes = set(_CODES.findall(text))
    for form, name, is_there in zip(forms, found, located, strict=True):
        likely[form] = likely.get(form, 0) + np.array(name.kinds)
        has_parts = form in codes or _with_parts().match(text, name.span.end) is not None
        is_body = has_parts or _employs(text, name.span) or _is_called_body(text, name.span)
        likely[form][_ORGANIZATION] += is_body
        likely[form][_AT_PLACE] += is_there
    best = {form: _KINDS[int(kinds.argmax())] for form, kinds in likely.items()}
    best |= {form: NameKind.PERSON for form in best if _is_of_person(form, best, likely[form])}
    best |= dict(_of_one_house(best))
    before = [text[max(0, n.span.start - _REACH) : n.span.start].lower().split() for n in found]
    titles = word_set("titles", "courtesies", "posts")
    titled = set(compress(forms, (titles.intersection(words[-1:]) for words in before)))
    somebody = {form for form, kinds in likely.items() if kinds[_PERSON] > _SURE * kinds.sum()}
    full = {form: kind for form, kind in _short(best, somebody | titled) if form in best}
    full = {k: kind for k, kind in full.items() if k not in titled or kind is NameKind.PERSON}
    firms = {own for form in best if (own := without_form(form)) != form and " " in own} - somewhere
    short = {k: full[k] for k in full if k in firms or _may_be_short(best[k], likely[k], full[k])}
    best |= short
    named = {form: form.split() for form, kind in best.items() if kind is NameKind.PERSON}
    people = {word for words in named.values() for word in words}
    whole = [words for form, words in named.items() if form in somebody and len(words) > 1]
    families = {words[at] for words in whole for at in (0, -1)}
    directed = (not _DIRECTIONS.isdisjoint(words[-1:]) for words in before)
    families -= somewhere | set(compress(forms, directed))
    families -= {form.title() for form in best if form.isupper()}  # of datelines
    for form, name in zip(forms, found, strict=True):
        is_body = form.isupper() or short.get(form) is NameKind.ORGANIZATION
        is_body |= _is_called_body(text, name.span)
        may_be_place = not (is_body or " " in form) and _PLACE in (name.kind, best[form])
        is_nobody = name.kind is NameKind.PERSON and (form in somewhere or form not in people)
        is_own = may_be_place and name.kind is not NameKind.OTHER and not is_nobody
        is_somebody = may_be_place and form in families
        yield NameKind.PERSON if is_somebody else name.kind if is_own else best[form]


def _is_called_body(text: str, name: Span) -> bool:
    """Whether a name is called a body's, or has a code of shares: "daily Orrin", "Orrin <ON>"."""
    before = text[max(0, name.start - _REACH) : name.start].split()[-1:]
    is_kind = not word_set("descriptions", "kinds of bodies").isdisjoint(before)
    return is_kind or _CODE.match(text, name.end) is not None


@cache
def _with_parts() -> re.Pattern[str]:
    """What follows the names of bodies: " shares", " and Finch, two units"."""
    parts = any_of(word_set("descriptions", "parts of bodies"))
    listed = r"(?:(?: and (?:[A-Z]\w+ ?)+)?, (?:an?|the|both|two)(?: [\w-]+){0,2})?"
    return re.compile(rf"{listed} {parts}\b|['’]s (?:share|stock)holders\b")


def _is_located(text: str, name: Span) -> bool:
    """Whether the words around a name make it a place's: "in Orrin", "Orrin-based"."""
    after = text[name.end : name.end + _REACH]
    if after.startswith(("'s", "’s")):
        return False
    seated = word_set("places", "seated")
    if after[:1] == "-":
        return not seated.isdisjoint(after[1:].split()[:1])
    if (before := _IN.search(text, max(0, name.start - _REACH), name.start)) is not None:
        return before[1] not in word_set("places", "in no place")
    post = _POST.match(text, name.end)
    return post is not None and post[1].lower() in word_set("titles", "posts in places")


def _employs(text: str, name: Span) -> bool:
    """Whether a post in a firm and its holder follow a name: "debt analyst Ada Roe", or "CEO", or
    the full name of whom a firm has: "’s Ada Roe"."""
    own, holder = (pattern.match(text, name.end) for pattern in (_OWNED, _HOLDER))
    if own is not None and own[1].lower() in given_names():
        return True
    posts = word_set("titles", "posts in firms")
    return holder is not None and holder[1].lower().split()[-1] in posts


def _is_of_person(form: str, best: Mapping[str, NameKind], likely: _Likely) -> bool:
    """Whether a thing's name is that of somebody: whom the text calls by the family name alone, or
    who is the likeliest beside a thing."""
    given, *rest = form.split()
    is_likely = len(rest) < 2 and likely.argsort()[-2] == _KINDS.index(NameKind.PERSON)
    named = is_likely or (bool(rest) and best.get(rest[-1]) is NameKind.PERSON)
    return best[form] is NameKind.OTHER and named and given.lower() in given_names()


def _may_be_short(kind: NameKind, likely: _Likely, full: NameKind) -> bool:
    """Whether a name may be short for a full one of some kind, and names no people and, unless that
    is a body and likelier, no place."""
    is_place = likely[_AT_PLACE] > likely[: _ORGANIZATION + 1].sum()
    is_other = kind is _PLACE and (is_place or full is not NameKind.ORGANIZATION)
    return not is_other and kind is not NameKind.PEOPLE


def _of_one_house(best: Mapping[str, NameKind]) -> Iterator[tuple[str, NameKind]]:
    """People's names that are bodies': "Orrin Finch Research" beside "Orrin Finch Securities"."""
    names = [(form.split(), form, kind) for form, kind in best.items()]
    is_body = NameKind.ORGANIZATION
    houses = {tuple(words[:2]) for words, _, kind in names if len(words) > 2 and kind is is_body}
    for words, form, kind in names:
        is_given = any(word.lower() in given_names() for word in words[:2])
        if kind is NameKind.PERSON and tuple(words[:2]) in houses and not is_given:
            yield form, is_body


def _short(names: Mapping[str, NameKind], somebody: Set[str]) -> Iterator[tuple[str, NameKind]]:
    """What is short for the full names of companies and people, and whether it is one's."""
    forms = word_set("no_names", "company_forms", "legal_forms")
    people = (name.split() for name, kind in names.items() if kind is NameKind.PERSON)
    surnames = {words[-1] for words in people if len(words) > 1}
    bodies = {name for name in names if name.split()[-1].lower().rstrip(".") in forms}
    parts = {body[:at] for body in bodies for at, letter in enumerate(body) if letter == " "}
    parts -= bodies
    for name, kind in names.items():
        words = name.split()
        if name in parts:
            continue
        if name in bodies:
            if len(words) > 2 and words[0].endswith(".") and words[0].isupper():
                yield words[1], NameKind.ORGANIZATION  # "Orrin" of "E.F. Orrin Inc"
            last = words[-3 if words[-2:-1] == ["Brothers"] else -2] if len(words) > 2 else None
            if last and not words[0].endswith(".") and last not in surnames:
                yield last, NameKind.ORGANIZATION  # "Orrin" of "Western Orrin (Brothers) Co"
            if words[0].split("-")[0] not in surnames:
                yield words[0].split("-")[0], NameKind.ORGANIZATION  # "Orrin" of "Orrin-Finch Inc"
            for size in range(1, min(len(words), _LONGEST)):
                yield " ".join(words[:size]), NameKind.ORGANIZATION
        elif len(words) > 1 and kind in (NameKind.PERSON, NameKind.ORGANIZATION):
            yield words[-1], kind
            first, last = words[0].lower(), words[-1].lower()
            whose = surnames | somebody if names.get(words[0]) is NameKind.PERSON else surnames
            if words[0] in whose or first in given_names():
                continue
            if last in word_set("no_names", "last words of bodies") | {"bank"}:
                yield words[0], NameKind.ORGANIZATION  # "Orrin" of "Orrin Savings Bank"
            elif whose is not surnames and kind is NameKind.ORGANIZATION:
                yield words[0], _PLACE if _is_local(words) else kind


def _is_local(words: Sequence[str]) -> bool:
    """Whether a body's name with these words begins with a town: "Orrin City Police"."""
    first, last = words[0], words[-1].lower()
    local = word_set("no_names", "common bodies") | word_set("places", "services")
    is_town = not first.isupper() and first.lower() not in word_set("titles", "departments")
    return is_town and last in local - word_set("places", "institutions")
