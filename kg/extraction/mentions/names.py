"""Finds the names of people, organizations, countries and places.

They are the model's entities, without titles, articles and possessives. Names that the model
misses come from a gazetteer of known names, and from their other mentions in the document.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.body_keys import without_form
from kg.extraction.mentions.boundaries import is_no_name
from kg.extraction.mentions.companies import find_partners, is_company, is_exchange_code
from kg.extraction.mentions.datelines import find_datelines, find_party_places
from kg.extraction.mentions.labels import Label, labels
from kg.extraction.mentions.lost_apostrophes import without_owners
from kg.extraction.mentions.named_posts import before_post, is_second_department
from kg.extraction.mentions.spacy_names import spacy_names
from kg.extraction.mentions.tagged_names import tagged_names
from kg.extraction.mentions.things import thing_type
from kg.extraction.wordlists import given_names, word_set

_OWNERS = (EntityType.COUNTRY, EntityType.PLACE, EntityType.GROUP)
_COUNCILS = frozenset({"borough", "city", "county", "town", "village"})
_BEFORE_MONTHS = frozenset({"in", "last", "next", "since", "this", "until"})
_SMALL = frozenset({"and", "for", "of", "the"})
_IS_NEVER: Callable[[str], bool] = frozenset[str]().__contains__


class Name(NamedTuple):
    """A name at tokens [start, end), the type of what it names, and what found it."""

    start: int
    end: int
    type: EntityType
    found_by: str


def find_names(
    doc: Doc, gazetteer: PhraseMatcher | None, is_common: Callable[[str], bool] = _IS_NEVER
) -> list[Name]:
    """All names in the document, in text order; they do not overlap.

    Args:
        gazetteer: matches known names, with their types as keys.
        is_common: whether a word in lower case is one of the language's words.
    """
    known = list(_known(doc, gazetteer)) if gazetteer else []
    known += [Name(*place, EntityType.PLACE, "dateline") for place in find_datelines(doc)]
    known += [Name(*place, EntityType.PLACE, "party") for place in find_party_places(doc)]
    known += [Name(*firm, EntityType.ORGANIZATION, "partners") for firm in find_partners(doc)]
    found = list(_from_model(doc, known, is_common))
    plain = {doc[n.start : n.end].text: n.type for n in [*known, *found] if not n.type.is_thing}
    found = [_without_date(doc, name, plain) for name in found]
    whole_known = {doc[name.start : name.end].text for name in known}
    forms = whole_known | {doc[name.start : name.end].text for name in found}
    firms = [n for n in found if is_company(doc, n.start, n.end)]
    forms |= {doc[n.start : i].text for n in firms for i in range(n.start + 1, n.end)}
    starts = without_owners(doc, [(name.start, name.end) for name in found], forms, whole_known)
    found = [n._replace(start=at) for n, at in zip(found, starts, strict=True) if at < n.end]
    names = _with_families(doc, _without_overlaps([*known, *found]))
    again = (*_repetitions(doc, names), *_first_words(doc, names, is_common))
    whole = _without_overlaps([*names, *again])
    return _agreed(doc, [n for n in whole if not (_is_in_amount(doc, n) or _is_month(doc, n))])


def _agreed(doc: Doc, names: list[Name]) -> list[Name]:
    """The names, those of things and of nobody with the type of a body or place of that name."""
    text = {name: doc[name.start : name.end].text for name in names}
    full = (text[name] for name in names if name.type is EntityType.PERSON and " " in text[name])
    people = {each.split()[-1] for each in full}
    kinds: dict[str, EntityType] = {text[n]: n.type for n in names if n.type is EntityType.PLACE}
    bodies = {text[n] for n in names if n.type is EntityType.ORGANIZATION}
    ends = {n.end + 1 for n in names if n.type is EntityType.ORGANIZATION}
    beside = (n for n in names if n.start in ends and doc[n.start - 1].text == "(")
    short = {text[n] for n in beside if doc[n.end : n.end + 1].text == ")"}
    bodies = (bodies | set(map(_initials, bodies)) | short) - people
    kinds |= dict.fromkeys(bodies, EntityType.ORGANIZATION)

    def kind(name: Name) -> EntityType:
        is_nobody = name.type is EntityType.PERSON and text[name] in bodies
        is_other = name.type is EntityType.OTHER or is_nobody
        return kinds.get(text[name], name.type) if is_other else name.type

    return [name._replace(type=kind(name)) for name in names]


def _initials(name: str) -> str:
    """The first letters of a name of three words or more: "DTC" of "Dairy Trade Council"."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    return letters if len(letters) > 2 else name


def _from_model(doc: Doc, known: list[Name], is_common: Callable[[str], bool]) -> Iterator[Name]:
    covered = {i for name in _without_overlaps(known) for i in range(name.start, name.end)}
    owners = {(n.start, n.end): n.type for n in known if n.type in _OWNERS}
    parties = {name.start for name in known if name.found_by == "party"}
    sentences = labels(doc)
    tagged = doc._.kg_tagged
    found = list(spacy_names(doc)) if tagged is None else tagged.names
    for start, end, kind in tagged_names(doc, found, owners, is_common):
        named = start < end and _is_name(doc[start:end], kind, sentences[start])
        if kind is EntityType.OTHER and sentences[start].in_title_case:
            named &= not all(is_common(token.lower_) for token in doc[start:end])
        # "D-Ohio" is a party, a hyphen and a place.
        new = named and not covered.issuperset(range(start, end)) and start + 2 not in parties
        if new and not _is_department(doc, start, end):
            yield _with_event(doc, Name(start, end, kind, "model"))


def _without_date(doc: Doc, name: Name, plain: Mapping[str, EntityType]) -> Name:
    """A name, without the month, number or post beside another name in what was taken for a thing:
    "Orrin" of "July Orrin"; `plain` has what the document's names name."""
    if name.type is not EntityType.OTHER:
        return name
    posts, first, last = word_set("titles", "posts"), name.start, name.end - 1
    for outer, start, end in ((first, first + 1, name.end), (last, first, last)):
        is_extra = doc[outer].lower_ in posts or is_no_name(doc, outer, outer + 1, name.type)
        if is_extra and (kind := plain.get(doc[start:end].text)):
            return name._replace(start=start, end=end, type=kind)
    return name


def _is_in_amount(doc: Doc, name: Name) -> bool:
    """Whether a nation tells the unit of an amount: "Australian" in "40 mln Australian dlrs"."""
    if name.type not in (EntityType.COUNTRY, EntityType.GROUP):
        return False
    units = word_set("no_names", "units", "currencies")
    before = [token for token in doc[max(0, name.start - 2) : name.start] if token.text != "-"]
    after = [token for token in doc[name.end : name.end + 2] if token.text != "-"]
    is_counted = bool(before) and (before[-1].like_num or before[-1].lower_ in units)
    return is_counted and bool(after) and after[0].lower_ in units


def _is_month(doc: Doc, name: Name) -> bool:
    """Whether a person's name is a month here: "May" in "May 22" beside "Theresa May"."""
    beside = (doc[i : i + 1].text for i in (name.start - 1, name.end) if i >= 0)
    in_date = any(map(str.isdigit, beside)) or doc[max(0, name.start - 1)].lower_ in _BEFORE_MONTHS
    months = word_set("times", "ambiguous months") | word_set("no_names", "alone")
    return in_date and name.end - name.start == 1 and doc[name.start].lower_ in months


def _is_name(span: Slice, kind: EntityType, sentence: Label) -> bool:
    """Whether tokens that the model takes for a name are a name; those of sections are not."""
    is_none = is_no_name(span.doc, span.start, span.end, kind) or sentence.is_section(span.start)
    return not is_none and any(map(str.isupper, span.text))


def _is_department(doc: Doc, start: int, end: int) -> bool:
    """Whether a word is the department of a post, which names nothing alone: "Defense" in "Defense
    Secretary", "State for Health" in "Secretary of State for Health"."""
    if end - start > 1:
        words = {token.lower_ for token in doc[start:end]}
        return _is_after_post(doc, start) and words <= word_set("titles", "departments") | _SMALL
    is_second = doc[start - 1].text == "and" and is_second_department(doc, start)
    charges = word_set("titles", "departments") | word_set("places", "services") | _COUNCILS
    if is_second or doc[start].lower_ not in charges:
        return is_second
    before_post = end < len(doc) and doc[end].lower_ in word_set("titles", "posts")
    return before_post or _is_after_post(doc, start)


def _is_after_post(doc: Doc, start: int) -> bool:
    """Whether a post and "of" stand before a token."""
    of = start - 2 if start and doc[start - 1].lower_ == "the" else start - 1
    is_of = of > 0 and doc[of].lower_ in ("of", "for")
    return is_of and doc[of - 1].lower_ in word_set("titles", "posts")


def _known(doc: Doc, gazetteer: PhraseMatcher) -> Iterator[Name]:
    """The names of the gazetteer in the text, except where they may mean something else: "WHO" in
    a headline in capitals, "Europe" as a section of a paper."""
    sentences = labels(doc)
    for key, start, end in gazetteer(doc):
        kind = EntityType(doc.vocab.strings[key])
        is_body = kind is EntityType.ORGANIZATION
        no_body = sentences[start].in_capitals or is_exchange_code(doc, start, end)
        no_body |= before_post(doc, start, end) < end  # "U.S. Treasury" before "Secretary"
        section = kind is EntityType.PLACE and sentences[start].is_section(start)
        article = kind is EntityType.COUNTRY and doc[start].lower_ == "the"
        if not (section or (is_body and no_body)):
            yield _with_event(doc, Name(start + article, end, kind, "gazetteer"))


def _with_event(doc: Doc, name: Name) -> Name:
    """A name, or the event that is named after a country or people, "U.S. Open", or the index of a
    market with its number, "Nikkei 225"."""
    end, letters = name.end, word_set("places", "countries in letters")
    number = end + (doc[end : end + 1].text in ("'s", "’s"))
    is_index = doc[end - 1].lower_ in word_set("no_names", "indexes")
    if is_index and doc[number : number + 1].text.isdigit():
        return name._replace(end=number + 1, type=EntityType.OTHER)
    is_owner = name.type in (EntityType.COUNTRY, EntityType.GROUP)
    if end >= len(doc) or not (is_owner or doc[name.start : end].text in letters):
        return name
    is_event = doc[end].text[:1].isupper() and thing_type(doc[end].lower_) is EntityType.EVENT
    return name._replace(end=end + 1, type=EntityType.EVENT) if is_event else name


def _without_overlaps(names: Iterable[Name]) -> list[Name]:
    """Of names that overlap, the longest, then one that the model did not find."""
    ranked = sorted(names, key=lambda n: (n.start - n.end, n.found_by == "model", n.start, n.type))
    taken: set[int] = set()
    kept = []
    for name in ranked:
        tokens = range(name.start, name.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def _with_families(doc: Doc, names: list[Name]) -> list[Name]:
    """The names, with the type group for families of people who are named in full: "the Roes". A
    country's name is no person's where nobody is named in full with it: "China"."""
    firms = _short_for_firms(doc, names)
    full = [n for n in names if n.type is EntityType.PERSON and n.end - n.start > 1]
    full = [n for n in full if doc[n.start : n.end].text not in firms]
    words = {token.text for name in full for token in doc[name.start : name.end]}
    countries = word_set("places", "countries that people are named as") - words
    titles = word_set("titles", "courtesies", "posts")
    titled = (n for n in names if n.start and doc[n.start - 1].lower_ in titles)
    surnames = {doc[name.end - 1].text for name in (*full, *titled)}
    families = {surname + ending for surname in surnames for ending in ("s", "es")}

    def kind(name: Name) -> EntityType:
        text = doc[name.start : name.end].text
        after_the = name.start > 0 and doc[name.start - 1].lower_ == "the"
        if name.found_by == "model" and after_the and text in families:
            return EntityType.GROUP
        if name.type is EntityType.PERSON and text in countries:
            return EntityType.PLACE
        if name.type is EntityType.PERSON and text in firms - surnames:
            return EntityType.ORGANIZATION
        return name.type

    return [name._replace(type=kind(name)) for name in names]


def _short_for_firms(doc: Doc, names: Iterable[Name]) -> set[str]:
    """What companies are called without their forms and for short: "Orrin Foods" and "Orrin" of
    "Orrin Foods Inc", "R.J. Roe" and "Roe" of "R.J. Roe Foods Inc"."""
    firms = [doc[n.start : n.end] for n in names if is_company(doc, n.start, n.end)]
    firms = [firm for firm in firms if firm[0].lower_ not in given_names()]
    short = {form for firm in firms for form in (without_form(firm.text), firm[0].text)}
    firms = [firm for firm in firms if firm[0].text.endswith(".") and len(firm) > 3]
    return short | {firm[start:2].text for firm in firms for start in (0, 1)}


def _first_words(doc: Doc, names: list[Name], is_common: Callable[[str], bool]) -> Iterator[Name]:
    """Companies that are called by their first word alone, where that is no common word or the
    subject: "Emperor" beside "Emperor Mines Ltd"."""
    within = {i: name.type for name in names for i in range(name.start, name.end)}
    people = {doc[i].text for i, kind in within.items() if kind is EntityType.PERSON}
    firms = {doc[n.start].text for n in names if is_company(doc, n.start, n.end)}
    firms = {word for word in firms - people if _is_surname(word)}
    for token in doc:
        is_alone = within.keys().isdisjoint((token.i, token.i + 1))
        is_short = token.text in firms and token.pos_ == "PROPN" and is_alone
        if is_short and (token.dep_ == "nsubj" or not is_common(token.lower_)):
            yield Name(token.i, token.i + 1, EntityType.ORGANIZATION, "repetition")


def _repetitions(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Other places of the same names, or of people's last names, though only a part was found."""
    forms: dict[tuple[str, ...], EntityType] = {}
    lengths: dict[str, set[int]] = {}
    for form, kind in _repeatable(doc, names):
        forms[form] = min(kind, forms.get(form, kind))
        lengths.setdefault(form[0], set()).add(len(form))
    at = {i: name for name in names for i in range(name.start, name.end)}

    def is_free(start: int, end: int) -> bool:
        inside = {(at[i].start, at[i].end) for i in range(start, end) if i in at}
        within = all(start <= first and last <= end for first, last in inside)
        return within and (start, end) not in inside

    for token in doc:
        if token.text not in lengths:
            continue
        for length in sorted(lengths[token.text], reverse=True):
            end = token.i + length
            repeated = forms.get(tuple(t.text for t in doc[token.i : end]))
            if repeated is not None and is_free(token.i, end):
                yield Name(token.i, end, repeated, "repetition")
                break


def _repeatable(doc: Doc, names: list[Name]) -> set[tuple[tuple[str, ...], EntityType]]:
    forms: set[tuple[tuple[str, ...], EntityType]] = set()
    for name in names:
        tokens = tuple(t.text for t in doc[name.start : name.end])
        is_letters = name.type is EntityType.ORGANIZATION and tokens[0].isupper()
        if name.type is EntityType.GROUP or len("".join(tokens)) < 3 - is_letters:
            continue
        forms.add((tokens, name.type))
        if name.type is EntityType.PERSON and len(tokens) > 1:
            # "Roe" of "Roe Jae-in", else of "Ada Roe"
            surname = tokens[:1] if tokens[-2] == "-" and tokens[-1].islower() else tokens[-1:]
            if _is_surname(surname[0]):
                forms.add((surname, name.type))
    return forms


def _is_surname(word: str) -> bool:
    is_younger = word.lower().rstrip(".") in ("jr", "sr")
    return len(word) > 2 and word[0].isupper() and any(map(str.islower, word)) and not is_younger
