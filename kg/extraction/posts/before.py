"""Finds the titles of posts beside a name: before it, in appositions and in predicates."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.posts.words import (
    ends_sentence,
    goes_on,
    is_body_word,
    is_cut_post,
    is_glued,
    is_mark,
    is_of_a_name,
    is_post_head,
    is_running_on,
    is_title_word,
)
from kg.extraction.wordlists import word_lists, word_set

_ENDS_APPOSITION = frozenset({"who", "which", "that", "whose", "whom", "when", "where", "as"})
_WITHIN = frozenset({"the", "and", "for", "of"})
"""Small words in the name of what a post is in charge of."""

_OWN = frozenset({"the", "its", "our", "their", "his", "her"})
_LONGEST_TITLE = 8
_LONGEST_APPOSITION = 25


class Title(NamedTuple):
    """A title beside a name: the tokens of the title alone and those of its whole phrase; `former`
    says that it is held no longer."""

    title_start: int
    title_end: int
    start: int
    end: int
    found_by: str
    former: bool = False


def titles_beside(doc: Doc, start: int, end: int) -> Iterator[Title]:
    """The titles before and after the name at tokens [start, end)."""
    before = (
        _title_before(doc, start)
        or _apposition_before(doc, start, end)
        or _title_before_comma(doc, start, end)
    )
    if before:
        yield before
    after = _seat_after(doc, end) or _apposition_after(doc, start, end) or _predicate(doc, end)
    if after:
        yield after
        yield from _second(doc, after)


def _second(doc: Doc, first: Title) -> Iterator[Title]:
    """The second post of a phrase that has two apart: "former coach and teacher", "head of the
    council and a teacher"."""
    apart = (
        i
        for i in range(first.title_end, first.end - 1)
        if doc[i].lower_ == "and" and (i == first.title_end or doc[i + 1].lower_ in ("a", "an"))
    )
    i = next(apart, None)
    head = None if i is None else _apposition_head(doc, i + 1)
    if i is None or head is None or head >= first.end:
        return
    if i == first.title_end or not _is_of_nothing(doc, head, first.end):
        second = _title(doc, i + 1, head, first.end, first.found_by)
        yield second._replace(former=second.former or first.former)


def _is_of_nothing(doc: Doc, head: int, end: int) -> bool:
    """Whether a post that bodies have too is in nothing named: "member of the march"."""
    is_named = any(token.text[:1].isupper() for token in doc[head + 1 : end])
    return doc[head].lower_ in word_set("titles", "shared") and not is_named


def _title_before(doc: Doc, start: int) -> Title | None:
    """The title before a name: "U.S. Defence Secretary" in "U.S. Defence Secretary Al Roe"."""
    start = _before_rank(doc, start)
    head = _head_before(doc, start)
    if head < 0 or not is_post_head(doc[head]) or ends_sentence(doc[head]):
        return None
    if doc[start - 1].lower_ in _WITHIN:
        return None  # the name has what the post is in charge of: "of the LTTE Ada Roe"
    first = head
    while first > 0 and head - first < _LONGEST_TITLE and is_title_word(doc[first - 1]):
        if doc[first - 1].lower_ in word_set("titles", "no posts"):
            break
        if doc[first - 1].pos_ == "CCONJ" and _is_apart(doc, first):
            break
        if doc[first - 1].text == "-" and doc[first - 1].whitespace_:
            break  # of a dateline: "OSLO - Mayor Al Roe"
        if doc[first].text[:1].isupper() and is_running_on(doc[first - 1]):
            break
        first -= 1
    while first < head and doc[first].pos_ == "CCONJ":
        first += 1
    found = _title(doc, first, head, start, "title")
    is_stop = doc[start - 1].text == "."
    if is_stop or head + 1 == start or doc[start - 1].lower_ in word_set("titles", "departments"):
        return found._replace(title_end=start)
    return found


def _title_before_comma(doc: Doc, start: int, end: int) -> Title | None:
    """The title behind its body that a name explains: "Orrin CEO, Ada Roe, said"."""
    if start < 3 or doc[start - 1].text != "," or doc[end : end + 1].text != ",":
        return None
    title = _title_before(doc, start - 1)
    has_body = title is not None and title.start < start - 2 and doc[title.start].is_title
    is_one = doc[start - 2].tag_ not in ("NNS", "NNPS")
    return title if has_body and is_one else None


def _is_apart(doc: Doc, first: int) -> bool:
    """Whether what starts at a token, after "and", is a phrase of its own: after another place, and
    in "counties and former President" and "jurors and District Judge"."""
    is_other = doc[first].lower_ in word_set("titles", "former") or doc[first].text[:1].isupper()
    before = doc[first - 2] if first > 1 else None
    return before is not None and (
        before.ent_type_ == "GPE"
        or (is_other and before.text.islower() and not is_post_head(before))
    )


def _before_rank(doc: Doc, start: int) -> int:
    """Where a rank before a name starts, with its army, if a post stands before it: "Lt. Col." and
    "US Army Sgt." after "spokesman"."""
    i = start
    while i and (doc[i - 1].text == "." or is_cut_post(doc[i - 1])):
        i -= 1
    while i < start and i and doc[i - 1].pos_ == "PROPN" and not is_post_head(doc[i - 1]):
        i -= 1
    is_post = 0 < i < start and is_post_head(doc[i - 1]) and not is_cut_post(doc[i - 1])
    return i if is_post and doc[i - 1].text.islower() else start


def _head_before(doc: Doc, start: int) -> int:
    """The token of the post that may stand before a name: "Chief" of "Chief of Police"."""
    for of in range(start - 2, max(0, start - _LONGEST_TITLE), -1):
        if not _is_in_charge(doc[of + 1]):
            break
        before = doc[of - 1]
        if doc[of].lower_ == "of" and is_post_head(before) and before.tag_ != "NNPS":
            return of - 1
    is_cut = start > 1 and doc[start - 1].text == "." and is_cut_post(doc[start - 2])
    return start - 2 if is_cut else start - 1


def _is_in_charge(token: Token) -> bool:
    """Whether a word before a name can be of what a post is in charge of: "the Treasury", "Foreign
    Affairs", "marketing", but not "the company"."""
    if is_post_head(token) and token.tag_ not in ("NNS", "NNPS"):
        return False
    before_name = token.lower_ in _WITHIN and token.nbor().text[:1].isupper()
    return before_name or token.pos_ == "PROPN" or token.tag_ in ("NN", "NNS")


def _title(doc: Doc, first: int, head: int, end: int, found_by: str) -> Title:
    """The title in the phrase [first, end) with its head: without the words for its body, for what
    it was and for "the"."""
    # No part of it is what belongs to somebody, "Elmsford-based", and "a neighbour and a".
    apart = [
        i + 1
        for i in range(first, head)
        if doc[i].tag_ == "POS"
        or (is_glued(doc[i]) and doc[i].lower_ in word_set("places", "seated"))
        or (doc[i].pos_ == "DET" and i and doc[i - 1].pos_ == "CCONJ")
    ]
    start = apart[-1] if apart else first
    former = any(t.lower_ in word_set("titles", "former") for t in doc[first:start])
    while start < head:
        is_past = doc[start].lower_ in word_set("titles", "former")
        is_prefix = former and doc[start].text == "-"
        is_opening = doc[start].pos_ == "DET" or doc[start].lower_ in _beside()
        if not (is_past or is_prefix or is_opening or is_body_word(doc, start)):
            break
        former, start = former or is_past, start + 1
    title_end = head + 1 if former else _title_end(doc, head, end)
    return Title(start, title_end, first, end, found_by, former)


@cache
def _beside() -> frozenset[str]:
    """Words before a post that are no part of it."""
    return _OWN | word_set("titles", "beside")


def _seat_after(doc: Doc, end: int) -> Title | None:
    """The seat in a parliament after a name: "Ada Roe MP"."""
    is_seat = doc[end : end + 1].text in word_set("titles", "seats")
    return Title(end, end + 1, end, end + 1, "title") if is_seat else None


def _apposition_after(doc: Doc, start_of_name: int, end: int) -> Title | None:
    """The title in an apposition: "Ada Roe, 41, a senior engineer at the Harbour Council"; what
    several people are is one's only after "and"."""
    end = _after_brackets(doc, end)
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    start = end + 1
    if start + 2 < len(doc) and doc[start].like_num and doc[start + 1].text == ",":
        start += 2
    start += doc[start].lower_ in word_set("titles", "beside")
    title = _noun_phrase(doc, start, "apposition")
    is_one = doc[start_of_name - 1].lower_ != "and"
    if title and is_one and doc[title.title_end - 1].tag_ in ("NNS", "NNPS"):
        return None
    return None if title and _speaks(doc, title) else title


def _speaks(doc: Doc, title: Title) -> bool:
    """Whether a phrase after a name is somebody else, who speaks: "hit Ada Roe, a doctor said"."""
    verb = doc[title.end] if title.end < len(doc) else None
    return verb is not None and verb.lemma_ in word_set("descriptions", "reporting")


def _after_brackets(doc: Doc, start: int) -> int:
    """Where the brackets that open at a token end: those of a party, "(Green)"."""
    if start < len(doc) and doc[start].text == "(":
        closing = (i for i in range(start + 1, start + 5) if doc[i : i + 1].text == ")")
        return next(closing, start - 1) + 1
    return start


def _noun_phrase(doc: Doc, start: int, found_by: str) -> Title | None:
    """The title in the noun phrase that begins at token `start`."""
    is_former = doc[start].lower_ in word_set("titles", "former")
    if not is_former and doc[start].pos_ not in ("DET", "ADJ", "NOUN", "PROPN"):
        return None
    head = _apposition_head(doc, start)
    if head is None:
        return None
    return _title(doc, start, head, _apposition_end(doc, head + 1), found_by)


def _apposition_before(doc: Doc, start: int, end: int) -> Title | None:
    """The title that a name explains: "The mayor of Sligo, Ada Roe, said"."""
    if start < 3 or doc[start - 1].text != "," or not _is_left_alone(doc, end):
        return None
    for first in range(start - 3, max(-1, start - _LONGEST_TITLE - 3), -1):
        is_own = doc[first].lower_ in _OWN or doc[first].tag_ == "POS"
        if is_mark(doc[first]) or (doc[first].pos_ in ("VERB", "AUX", "PRON") and not is_own):
            return None
        if is_own:
            head = _apposition_head(doc, first + 1)
            if head is not None and doc[head].tag_ == "NNS":
                return None
            ends = head is not None and _apposition_end(doc, head + 1) == start - 1
            of_body = head is not None and doc[head + 1].lower_ in ("of", "for", "at", "in")
            if head is not None and ends and (of_body or head == start - 2):
                return _title(doc, first, head, start - 1, "apposition")
    return None


def _is_left_alone(doc: Doc, end: int) -> bool:
    """Whether a name is one alone, and not the first of a list."""
    return end < len(doc) and (doc[end].text in (",", ".") or doc[end].pos_ in ("VERB", "AUX"))


def _predicate(doc: Doc, end: int) -> Title | None:
    """The title that a sentence gives a person: "Ada Roe is the mayor", "who served as mayor"."""
    i = end
    if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ == "who":
        i += 2
    for length in (4, 3, 2, 1):
        words = " ".join(token.lower_ for token in doc[i : i + length])
        if i + length >= len(doc) or words not in word_lists("titles")["predicates"]:
            continue
        if any(
            t.tag_ == "JJS" or t.ent_type_ == "ORDINAL" for t in doc[i + length : i + length + 2]
        ):
            return None
        title = _noun_phrase(doc, i + length, "predicate")
        if title and _says_nothing(doc, title):
            return None
        was = word_lists("titles")["predicates"][words] == "former"
        return title and title._replace(former=title.former or was)
    return None


def _says_nothing(doc: Doc, title: Title) -> bool:
    """Whether a predicate is no post: "is a leader who cares", which leads nothing named."""
    shared = doc[title.title_end - 1].lower_ in word_set("titles", "shared")
    return shared and (title.title_end == title.end or doc[title.title_end].pos_ != "ADP")


def _apposition_head(doc: Doc, start: int) -> int | None:
    for i in range(start, min(start + _LONGEST_TITLE, len(doc))):
        token, follower = doc[i], doc[i + 1] if i + 1 < len(doc) else None
        if is_post_head(token) and not (follower and goes_on(follower)):
            return None if follower and is_of_a_name(follower) else i
        is_verb = token.pos_ in ("VERB", "AUX") and not is_glued(token)
        if is_mark(token) or is_verb or token.pos_ in ("ADP", "PRON") or "\n" in token.text:
            return None
    return None


def _apposition_end(doc: Doc, i: int) -> int:
    limit = min(i + _LONGEST_APPOSITION, len(doc))
    while i < limit and not _ends_apposition(doc[i]):
        i += 1
    return i


def _ends_apposition(token: Token) -> bool:
    if token.is_sent_start or "\n" in token.text or token.lower_ in _ENDS_APPOSITION:
        return True
    if is_glued(token):
        return False
    return token.text in {",", ".", ";", ":", "—", "–", "”", '"', "(", ")"} or token.pos_ in (
        "VERB",
        "AUX",
    )


def _title_end(doc: Doc, head: int, stop: int) -> int:
    """Where a title ends, with a second post after "and": "vice president and director"."""
    i = head + 1
    while i + 1 < stop and doc[i].lower_ in ("and", "of"):
        follower = next((j for j in range(i + 1, min(i + 4, stop)) if is_post_head(doc[j])), None)
        if follower is None or doc[i].lower_ == "of":
            break
        while follower + 1 < stop and goes_on(doc[follower + 1]):
            follower += 1
        i = follower + 1
    return i
