"""The title of a post within its phrase: where its head is, where it begins and ends."""

from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extraction.posts.words import (
    goes_on,
    is_body_word,
    is_glued,
    is_mark,
    is_of_a_name,
    is_post_head,
)
from kg.extraction.wordlists import word_set

OWN = frozenset({"the", "its", "our", "their", "his", "her"})
LONGEST_TITLE = 8
_LONGEST_PHRASE = 25
_ENDS_PHRASE = frozenset({"who", "which", "that", "whose", "whom", "when", "where", "as"})


class Title(NamedTuple):
    """A title beside a name: the tokens of the title alone and those of its whole phrase; `former`
    says that it is held no longer."""

    title_start: int
    title_end: int
    start: int
    end: int
    found_by: str
    former: bool = False


def title_of_phrase(doc: Doc, start: int, found_by: str) -> Title | None:
    """The title in the noun phrase that begins at token `start`."""
    is_former = doc[start].lower_ in word_set("titles", "former")
    if not is_former and doc[start].pos_ not in ("DET", "ADJ", "NOUN", "PROPN"):
        return None
    if (head := head_of_phrase(doc, start)) is None:
        return None
    return title_in(doc, start, head, end_of_phrase(doc, head + 1), found_by)


def title_in(doc: Doc, first: int, head: int, end: int, found_by: str) -> Title:
    """The title in the phrase [first, end) with its head, without its body and "the"."""
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
    return OWN | word_set("titles", "beside")


def _title_end(doc: Doc, head: int, stop: int) -> int:
    """Where a title ends, with a second post after "and": "vice president and director"."""
    i = head + 1
    while i + 1 < stop and doc[i].lower_ == "and":
        follower = next((j for j in range(i + 1, min(i + 4, stop)) if is_post_head(doc[j])), None)
        if follower is None:
            break
        while follower + 1 < stop and goes_on(doc[follower + 1]):
            follower += 1
        i = follower + 1
    return i


def head_of_phrase(doc: Doc, start: int) -> int | None:
    """The post that heads the phrase that begins at a token, None where no post does."""
    for i in range(start, min(start + LONGEST_TITLE, len(doc))):
        token, follower = doc[i], doc[i + 1] if i + 1 < len(doc) else None
        if is_post_head(token) and not (follower and goes_on(follower)):
            return None if follower and is_of_a_name(follower) else i
        is_verb = token.pos_ in ("VERB", "AUX") and not is_glued(token)
        in_name = token.lower_ == "of" and doc[i - 1].is_title and doc[i + 1 : i + 2].text.istitle()
        is_end = is_verb or (token.pos_ in ("ADP", "PRON") and not in_name)
        if is_mark(token) or is_end or "\n" in token.text:
            return None
    return None


def end_of_phrase(doc: Doc, i: int) -> int:
    """Where the phrase ends that has token `i` or ends before it."""
    limit = min(i + _LONGEST_PHRASE, len(doc))
    while i < limit and not _ends_phrase(doc[i]):
        i += 1
    return i


def _ends_phrase(token: Token) -> bool:
    if token.is_sent_start or "\n" in token.text or token.lower_ in _ENDS_PHRASE:
        return True
    if is_glued(token):
        return False
    is_verb = token.pos_ in ("VERB", "AUX")
    return is_verb or token.text in {",", ".", ";", ":", "—", "–", "”", '"', "(", ")"}
