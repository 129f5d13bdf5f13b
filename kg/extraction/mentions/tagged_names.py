"""Names as the trained tagger finds them: in whole tokens, without titles, articles and owners."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType
from kg.extraction.extensions import text_of
from kg.extraction.mentions import boundaries, companies, conjoined, named_posts
from kg.extraction.mentions.agreement import agreed
from kg.extraction.mentions.joined_names import before_party, is_national, parted, without_people
from kg.extraction.mentions.roads import is_address, is_in_road_list, with_road
from kg.extraction.mentions.things import is_body_word, is_no_town, kind_by_words, thing_type
from kg.extraction.tagger.name_decoding import NameKind, TaggedName
from kg.extraction.wordlists import given_names, word_set

_KINDS = {kind: EntityType.__members__.get(kind.name, EntityType.GROUP) for kind in NameKind}

# How likely a word must be a name that may be a common word, and a thing of no other kind.
_WORDS, _SURE, _LEAST = ("ADJ", "ADV", "NOUN", "VERB"), 0.8, 0.7
_PLAIN = frozenset({"JJR", "JJS", "NNS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_BODIES = frozenset({EntityType.ORGANIZATION, EntityType.OTHER})
_OF = frozenset({"of", "da", "de", "degli", "dei", "del", "della", "des", "di", "do", "du"})
_YEAR = re.compile(r"1[89]\d\d|20\d\d")

_Typed = tuple[int, int, EntityType]
"""Tokens [start, end) and what they name."""


def tagged_names(
    doc: Doc,
    found: Sequence[TaggedName],
    owners: Mapping[tuple[int, int], EntityType],
    is_common: conjoined.IsCommon,
) -> Iterator[_Typed]:
    """The names that the tagger found in a document: tokens [start, end) and type.

    Args:
        owners: the tokens of known countries, places and peoples, which may stand before a name.
        is_common: whether a word in lower case is one of the language's words.
    """
    joined = _joined(doc, list(_in_tokens(doc, found, is_common)), is_common)
    for begin, finish, whole in _without_posts(doc, joined):
        for start, end, kind in parted(doc, begin, finish, whole, owners):
            kind = kind_by_words(doc, start, end, kind)
            if boundaries.is_before_state(doc, end) and not is_no_town(doc, start, end, kind):
                kind = EntityType.PLACE
            if (served := named_posts.before_service(doc, start, end)) < end:
                end, kind = served, EntityType.PLACE
            if (whole_end := end) > (end := named_posts.before_post(doc, start, end)) > start:
                kind = named_posts.who_has_post(doc, end, whole_end + 1)
            whole_end = end
            start, end = boundaries.trimmed(doc, start, end, kind)
            if kind is EntityType.OTHER and start < end < whole_end:
                kind = kind_by_words(doc, start, end, kind)  # without the word after "Orrin Party"
            owned = boundaries.after_owner(doc, start, end, owners)
            start, _ = boundaries.trimmed(doc, owned, end, kind)
            kind = EntityType.ORGANIZATION if companies.is_company(doc, start, end) else kind
            if kind is EntityType.ORGANIZATION:
                end = before_party(doc, start, end, owners)
                start = companies.with_country(doc, start)
            if kind is EntityType.PLACE:
                start, end = with_road(doc, start, end)
                if is_address(doc, start, end) or is_in_road_list(doc, end):
                    continue
            is_state = kind is EntityType.PLACE and boundaries.is_state(doc, end - 1)
            if is_state or doc[end - 1].text == "Sr":
                end = boundaries.with_stop(doc, end)
            if kind is EntityType.PERSON and is_national(doc, start, end, owners):
                kind = EntityType.ORGANIZATION
            if kind is EntityType.PERSON:
                start = without_people(doc, start, end, owners)
                if doc[start - 1 : start].text.lower() in ("a", "an"):
                    whole_end, end = end, before_party(doc, start, end, owners)
                    kind = kind if end == whole_end else EntityType.PLACE
                before = doc[start - 1 : start]
                is_called = before.text == "The" and not before[0].is_sent_start
                if is_called and doc[start].lower_ not in given_names():
                    kind = EntityType.ORGANIZATION  # a paper's, "The Orrin Chief"
            if end - start > 1 and _YEAR.fullmatch(doc[start].text):
                start += 1
            if kind.is_thing:
                kind = thing_type(doc[start:end].text)
            yield start, end, kind


def _without_posts(doc: Doc, names: Sequence[_Typed]) -> Iterator[_Typed]:
    """The names without the posts in them: of "Elmsford Mayor Ada Roe" there are two, of "Elmsford
    City Councilwoman" the place."""
    for whole, end, kind in names:
        is_body = kind is EntityType.ORGANIZATION
        name = start = named_posts.after_post(doc, whole, end) if is_body else whole
        if start == end:
            continue
        if kind is EntityType.PERSON:
            name = named_posts.without_post(doc, start, end)
        elif kind in _BODIES and named_posts.head_of_post(doc, start, end) is not None:
            name = end
        if (before := named_posts.before_own_post(doc, start, name)) > start:
            yield start, before, named_posts.who_has_post(doc, before, name)
        if name < end:
            yield name, end, kind


def _in_tokens(
    doc: Doc, found: Sequence[TaggedName], is_common: conjoined.IsCommon
) -> Iterator[_Typed]:
    starts = [token.idx for token in doc]
    running = {token.text for token in doc if not token.is_sent_start}
    last = 0
    for name, agreed_kind in zip(found, agreed(text_of(doc), found), strict=True):
        start = bisect_right(starts, name.span.start) - 1
        end = max(start + 1, bisect_left(starts, name.span.end))
        kind = _KINDS[agreed_kind]
        party = doc[start].lower_ in word_set("titles", "parties")
        if doc[start + party : start + party + 1].text == "of" and start + party + 1 < end:
            start, kind = start + party + 1, EntityType.PLACE  # "Democrat of Orrin"
        first = doc[start]
        # "Killer asks court" stands over a text with "killer" in it.
        is_small = end - start == 1 and first.lower_ in running
        is_word = is_small or (first.pos_ in _WORDS and is_common(first.lower_))
        is_only = all(t.text.islower() and t.text != "of" for t in doc[start + 1 : end])
        may_be_word = first.is_sent_start and first.text not in running and is_word
        if may_be_word and is_only and max(name.kinds) < _SURE:
            continue
        is_plain = end - start == 1 and first.tag_ in _PLAIN and is_common(first.lower_)
        is_weak = kind is EntityType.OTHER and (is_plain or sum(name.kinds) < _LEAST)
        if is_weak or "://" in first.text:
            continue
        if end - start < 3 and _is_after_country(doc, end - 1) and doc[end - 1].lower_ in running:
            continue
        if kind is not EntityType.PERSON:
            yield start, end, kind
        elif (at := _of_whom(doc, start, end)) is not None:
            kinds = (kind, EntityType.ORGANIZATION)
            before, after = kinds if doc[at].lower_ == "of" else reversed(kinds)
            yield start, at, before
            yield at + 1, end, after
        else:
            is_letter = start > last and doc[start - 1].shape_ == "X."  # "A." before "Ada Roe"
            is_road = doc[max(0, start - 2) : start - 1].text.isdigit()  # "40 E. Orrin Street"
            start -= is_letter and not (is_road or doc[start].is_sent_start)
            yield start, boundaries.with_syllable(doc, start, end), kind
        last = end


def _is_after_country(doc: Doc, i: int) -> bool:
    """Whether a word has its capital from the stop before it, as some wires write: "U.S. Firm"."""
    heads = word_set("no_names", "heads of places")
    is_after = i > 0 and doc[i - 1].text in word_set("places", "countries in letters")
    return is_after and doc[i].is_title and doc[i].lower_ not in heads


def _of_whom(doc: Doc, start: int, end: int) -> int | None:
    """The "of" after a person's full name or surname, in "Ada Roe of Orrin", or the "'s" before it;
    None in "Margaret of York" and "the Duke of York"."""
    first, before = doc[start].lower_, doc[max(0, start - 1)].lower_
    is_given = first in given_names()
    is_titled = before == "the" or first in word_set("titles", "posts")
    for i in range(start + 1, end - 1):
        is_after = i > start + 1 if is_given else i == start + 1 and not is_titled
        if doc[i].tag_ == "POS" or (is_after and doc[i].lower_ == "of"):
            return i
    return None


def _joined(doc: Doc, found: Sequence[_Typed], is_common: conjoined.IsCommon) -> list[_Typed]:
    """The names, those of companies with their forms and partners and without their codes at an
    exchange, and those of people whole: "Goldman, Sachs and Co" where the tagger found "Goldman"
    and "Sachs", "Karl Otto Roe" where it found "Karl" and "Otto Roe". A name that ends with "of"
    goes on: "Bank of" before "Orrin"."""
    result: list[_Typed] = []
    starts = {start for start, _, _ in found}
    for start, end, kind in found:
        taken = result[-1][1] if result else 0
        if start < taken and all(token.text in companies.AND for token in doc[taken:end]):
            continue  # "Co" or "Co and" after "Goldman, Sachs and Co"
        if start < taken and kind in _BODIES:
            # "Association" ends one name, "S.C. Association", and begins "Association for Justice".
            start, _, _ = result.pop()
        if kind in _BODIES:
            start, end = conjoined.with_head_before(doc, start), conjoined.with_purpose(doc, end)
            end = conjoined.with_charges(doc, start, end, is_common)
            if end + 1 not in starts:
                end = companies.with_second_noun(doc, start, end, is_common)
        whole = companies.with_form(doc, end)
        if whole > end or companies.is_company(doc, start, end):
            start, kind = companies.with_first(doc, start, whole), EntityType.ORGANIZATION
        whole = companies.with_head(doc, whole, kind, is_common)
        whole, kind = named_posts.with_owned(doc, whole, kind)
        if result and _goes_on(doc, result[-1], (start, whole, kind), is_common):
            first, _, before = result.pop()
            start, kind = first, before if doc[start - 1].lower_ == "of" else kind
            whole = companies.with_head(doc, whole, kind, is_common)
        if doc[whole - 1].lower_ == "of" and named_posts.names_post(doc, start, whole):
            continue  # "Archbishop of" before a place
        result.append((start, companies.without_ticker(doc, start, whole), kind))
    return result


def _goes_on(doc: Doc, before: _Typed, after: _Typed, is_common: conjoined.IsCommon) -> bool:
    """Whether a name goes on with the next one: a person's, a body's, a firm's with its partners
    ("Finch" of "Finch and Orrin Inc"), or any that ends with "of"."""
    start, end, kind = after
    is_place = kind is before[2] is EntityType.PLACE and start < before[1]  # "South Los Angeles"
    if is_place or (before[1] == start and doc[start - 1].lower_ in _OF | {"st."}):
        return True
    if before[1] == start - 1 and _links(doc, before, start - 1, kind):
        return True
    if kind is EntityType.PERSON:
        if before[2] is kind and start - before[1] < 2 and _is_called(doc, before[0], end):
            return True
        others = named_posts.names_post(doc, before[0], before[1]) or is_body_word(doc[start - 1])
        is_name = before[2] is kind and not others
        return before[1] == start and is_name
    first, finish, kind_before = before
    are_bodies = {kind_before, kind} <= _BODIES
    if are_bodies and conjoined.is_conjoined(doc, (first, finish), (start, end), is_common):
        return True
    if not companies.is_company(doc, start, end):
        return False
    rest = companies.is_cut_short(doc, first, end) or companies.is_trade(doc, start, end, is_common)
    if finish == start and rest:
        return True
    partners = any(token.text in companies.AND for token in doc[start:end])
    if partners and finish == start - 1 and doc[finish].text == ",":
        return True
    return finish - first == 1 and finish == start - 1 and doc[finish].text in companies.AND


def _is_called(doc: Doc, start: int, end: int) -> bool:
    """Whether the tokens from start to end or soon after are a name with what somebody is called in
    quotation marks: "Ada “Bunny” Roe"."""
    words = list(takewhile(lambda token: token.is_title or token.is_quote, doc[start : end + 2]))
    marks = [token.i for token in words if token.is_quote]
    is_within = len(marks) == 2 and start < marks[0] < marks[1] - 1 < words[-1].i - 1
    return is_within and words[-1].sent == doc[start].sent


def _links(doc: Doc, before: _Typed, i: int, kind: EntityType) -> bool:
    """Whether the token between two names makes them one body's: "Hospital" "for" "Children",
    "Port" "of" "Orrin", "St. Brae" "'s" "Church"."""
    is_head = doc[i - 1].lower_ in word_set("no_names", "heads of places")
    if kind is EntityType.PLACE:
        return is_head and doc[i].lower_ == "of" and i - before[0] == 1
    is_saint = doc[before[0]].lower_ in ("st.", "st") and doc[i].tag_ == "POS"
    return kind in _BODIES and (is_saint or (is_head and doc[i].lower_ == "for"))
