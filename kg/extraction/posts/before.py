"""The title before a name: right before it, or one that the name explains."""

from spacy.tokens import Doc, Token

from kg.extraction.posts.title import (
    LONGEST_TITLE,
    OWN,
    Title,
    end_of_phrase,
    head_of_phrase,
    title_in,
)
from kg.extraction.posts.words import (
    ends_sentence,
    is_cut_post,
    is_mark,
    is_post_head,
    is_running_on,
    is_title_word,
)
from kg.extraction.wordlists import word_set

_WITHIN = frozenset({"the", "and", "for", "of"})
"""Small words in the name of what a post is in charge of."""


def title_before(doc: Doc, start: int, end: int) -> Title | None:
    """The title before the name at tokens [start, end)."""
    found = _title_before(doc, start) or _apposition_before(doc, start, end)
    return found or _title_before_comma(doc, start, end)


def _title_before(doc: Doc, start: int) -> Title | None:
    """The title before a name: "U.S. Defence Secretary" in "U.S. Defence Secretary Al Roe"."""
    start = _before_rank(doc, start)
    head = _head_before(doc, start)
    if head < 0 or not is_post_head(doc[head]) or ends_sentence(doc[head]):
        return None
    if doc[start - 1].lower_ in _WITHIN:
        return None  # the name has what the post is in charge of: "of the LTTE Ada Roe"
    first = head
    while first > 0 and head - first < LONGEST_TITLE and is_title_word(doc[first - 1]):
        if doc[first - 1].lower_ in word_set("titles", "no posts"):
            break
        if doc[first - 1].pos_ == "CCONJ" and (is_cut_post(doc[head]) or _is_apart(doc, first)):
            break
        if doc[first - 1].text == "-" and doc[first - 1].whitespace_:
            break  # of a dateline: "OSLO - Mayor Al Roe"
        if doc[first].text[:1].isupper() and is_running_on(doc[first - 1]):
            break
        first -= 1
    while first < head and doc[first].pos_ == "CCONJ":
        first += 1
    found = title_in(doc, first, head, start, "title")
    is_stop = doc[start - 1].text == "."
    if is_stop or head + 1 == start or doc[start - 1].lower_ in word_set("titles", "departments"):
        return found._replace(title_end=start)
    return found


def _is_apart(doc: Doc, first: int) -> bool:
    """Whether what starts at a token, after "and", is a phrase of its own: after another place, and
    in "counties and former President" and "jurors and District Judge"."""
    is_other = doc[first].lower_ in word_set("titles", "former") or doc[first].text[:1].isupper()
    before = doc[max(0, first - 2)]
    is_apart = is_other and before.text.islower() and not is_post_head(before)
    return first > 1 and (is_apart or before.ent_type_ == "GPE")


def _before_rank(doc: Doc, start: int) -> int:
    """Where a rank before a name starts, with its army, if a post stands before it: "Lt. Col." and
    "US Army Sgt." after "spokesman"."""
    i = start
    while i > 1 and is_cut_post(doc[i - 1 - (doc[i - 1].text == ".")]):
        i -= 1
    while i < start and i and doc[i - 1].pos_ == "PROPN" and not is_post_head(doc[i - 1]):
        i -= 1
    is_post = 0 < i < start and is_post_head(doc[i - 1]) and not is_cut_post(doc[i - 1])
    return i if is_post and doc[i - 1].text.islower() else start


def _head_before(doc: Doc, start: int) -> int:
    """The token of the post that may stand before a name: "Chief" of "Chief of Police"."""
    for of in range(start - 2, max(0, start - LONGEST_TITLE), -1):
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


def _title_before_comma(doc: Doc, start: int, end: int) -> Title | None:
    """The title behind its body that a name explains: "Orrin CEO, Ada Roe, said"."""
    if start < 3 or doc[start - 1].text != "," or not _is_subject(doc, end):
        return None
    title = _title_before(doc, start - 1)
    has_body = title is not None and title.start < start - 2 and doc[title.start].is_title
    is_one = doc[start - 2].tag_ not in ("NNS", "NNPS")
    return title if has_body and is_one else None


def _is_subject(doc: Doc, end: int) -> bool:
    """Whether a mark or verb follows a name, which is no other one's then."""
    return any(each.text in ",." or each.pos_ in ("VERB", "AUX") for each in doc[end : end + 1])


def _apposition_before(doc: Doc, start: int, end: int) -> Title | None:
    """The title that a name explains: "The mayor of Sligo, Ada Roe, said"."""
    if start < 3 or doc[start - 1].text != "," or not _is_subject(doc, end):
        return None
    for first in range(start - 3, max(-1, start - LONGEST_TITLE - 3), -1):
        is_own = doc[first].lower_ in OWN or doc[first].tag_ == "POS"
        if is_mark(doc[first]) or (doc[first].pos_ in ("VERB", "AUX", "PRON") and not is_own):
            return None
        if is_own:
            head = head_of_phrase(doc, first + 1)
            if head is not None and doc[head].tag_ == "NNS":
                return None
            ends = head is not None and end_of_phrase(doc, head + 1) == start - 1
            of_body = head is not None and doc[head + 1].lower_ in ("of", "for", "at", "in")
            if head is not None and ends and (of_body or head == start - 2):
                return title_in(doc, first, head, start - 1, "apposition")
    return None
