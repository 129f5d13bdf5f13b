"""Tells posts from the names that they stand before, after or within."""

from functools import cache

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType
from kg.extraction.mentions.companies import is_company
from kg.extraction.mentions.things import names_body
from kg.extraction.wordlists import given_names, word_set


def head_of_post(doc: Doc, start: int, end: int) -> int | None:
    """The head of the post that the tokens [start, end) end with, where they are no body: "U.S.
    Secretary of State", "Republican Sens."."""
    last = _last_word(doc, end)
    if _is_cut(doc, last):
        return last
    offices = word_set("no_names", "offices")
    if doc[last].text.endswith("s"):  # "Council of Economic Advisers"
        offices |= word_set("no_names", "heads of places")
    ofs = (i for i in range(start + 1, end) if doc[i].lower_ == "of")
    if is_company(doc, start, end) or any(doc[of - 1].lower_ in offices for of in ofs):
        return None
    if end - start > 1 and doc[end - 2].lower_ == "for":
        return None  # "Association for Justice"
    head = end - 3 if end - start > 2 and doc[end - 2].lower_ == "of" else end - 1
    whole = doc[head - 1 : end].text if doc[head].lower_ == "general" else doc[head].text
    return head if whole.lower() in word_set("titles", "posts") else None


def _last_word(doc: Doc, end: int) -> int:
    return end - 2 if doc[end - 1].text == "." else end - 1


def _is_cut(doc: Doc, i: int) -> bool:
    """Whether a token is a title or post cut short, with its full stop: "Lt.", "Sens."."""
    word = doc[i].lower_.rstrip(".")
    is_dotted = doc[i].text.endswith(".") or doc[i + 1 : i + 2].text == "."
    cut = word_set("titles", "abbreviated posts")
    return is_dotted and (word in cut or word + "." in word_set("titles", "courtesies"))


def before_own_post(doc: Doc, start: int, end: int) -> int:
    """Where what has a post ends, which the tokens [start, end) end with: "Ohio" in "Ohio Secretary
    of State". `start` where nothing stands before the post."""
    head = head_of_post(doc, start, end)
    first = end if head is None else head
    while first > start and _is_of_post(doc[first - 1]):
        first -= 1
    return first


def after_post(doc: Doc, start: int, end: int) -> int:
    """Where a body's name starts after a post in it: "Royal Society" in "Fellow of the Royal
    Society". `end` where no body is left: "Professor of Asian Studies"."""
    is_of = end - start > 2 and doc[start + 1].lower_ in ("of", "for")
    is_of &= doc[end - 1].lower_ not in word_set("no_names", "offices")
    if not is_of or doc[start].lower_ not in word_set("titles", "posts"):
        return start
    body = start + 2 + (doc[start + 2].lower_ == "the")
    return body if body < end and names_body(doc, body, end) else end


def with_owned(doc: Doc, end: int, kind: EntityType) -> tuple[int, EntityType]:
    """Where a name ends with what is named after it, and what that is: "'s Office" after "Orrin
    District Attorney", "'s Hospital" after "Marlow"."""
    owner = end - 1 if doc[end - 1].tag_ == "POS" else end
    is_post = doc[owner - 1].lower_ in _posts()
    owned = word_set("no_names", "offices") if is_post else word_set("places", "owned")
    is_owner = owner + 1 < len(doc) and doc[owner].tag_ == "POS" and doc[owner + 1].is_title
    if not is_owner or doc[owner + 1].lower_ not in owned:
        return end, kind
    other = EntityType.PLACE if kind is EntityType.PERSON else kind
    return owner + 2, EntityType.ORGANIZATION if is_post else other


def who_has_post(doc: Doc, start: int, end: int) -> EntityType:
    """What stands before a post in the tokens [start, end): a place before "Mayor"."""
    of_places = word_set("titles", "posts in places") | word_set("places", "services")
    words = {token.lower_.rstrip(".") for token in doc[start:end]}
    return EntityType.ORGANIZATION if of_places.isdisjoint(words) else EntityType.PLACE


def _is_of_post(token: Token) -> bool:
    word = token.lower_
    is_job = word in word_set("titles", "jobs")
    return is_job or word in _parts() or word in _posts() or word == "."


def names_post(doc: Doc, start: int, end: int) -> bool:
    """Whether a post is named in the tokens [start, end)."""
    is_cut = _is_cut(doc, _last_word(doc, end))
    return is_cut or any(token.lower_ in _posts() for token in doc[start:end])


def without_post(doc: Doc, start: int, end: int) -> int:
    """Where a full name starts after a post taken for a part of it: "Al Roe" in "Harbour Police
    Chief Al Roe"; `end` where nothing is left: "Secretary of State"."""
    last, before = doc[end - 1].lower_, doc[end - 2].lower_ if end - start > 1 else ""
    is_whole = last in _posts() and (before in _parts() or before in ("county", "house"))
    if _is_cut(doc, _last_word(doc, end)) or (before and is_whole):
        return end
    for i in range(end - 1, start - 1, -1):
        if _names_post(doc, start, i) and not (i == start and is_given(doc[i])):
            if i + 1 < end and doc[i + 1].lower_ == "of":
                return _after_charge(doc, i + 2, end)
            if i <= end - 3:
                return i + 1
    return start


def _after_charge(doc: Doc, i: int, end: int) -> int:
    """Where a name starts after what a post is in charge of, from token `i` on: "State". `end`
    where nothing but that is left: "Business Operations"."""
    is_known = i < end and doc[i].lower_ in word_set("titles", "departments")
    return i + 1 if is_known or end - i > 2 else end


def _names_post(doc: Doc, start: int, i: int) -> bool:
    """Whether a token of a name is the word for a post, which surnames like "Carpenter" are not."""
    is_job = doc[i].lower_ in word_set("titles", "jobs") and i > start
    return doc[i].lower_ in _posts() or (is_job and doc[i - 1].lower_ not in given_names())


def is_in_charge(doc: Doc, start: int, end: int) -> bool:
    """Whether a person's name starts with what the post before it is in charge of: "Texas" in
    "attorney general of Texas Ken Roe"."""
    before = start - 2 if start > 1 and doc[start - 1].lower_ == "the" else start - 1
    is_of = before > 0 and doc[before].lower_ in ("of", "to")
    if end - start < 3 or not is_of or doc[before - 1].lower_ not in _posts():
        return False
    if doc[start].is_upper and doc[start].is_alpha and len(doc[start]) > 2:
        return True
    return doc[start].lower_ not in given_names() and doc[start + 1].lower_ in given_names()


def before_post(doc: Doc, start: int, end: int) -> int:
    """Where a name ends before words that belong to the post or ministry after it: "Elmsford" in
    "Elmsford Finance" before "Minister"."""
    after = doc[end].lower_ if end < len(doc) else ""
    if is_second_department(doc, end + 1) and after == "and":
        after = doc[end + 2].lower_
    if after not in word_set("titles", "posts", "jobs") | {"ministry"}:
        return end
    while start < end and doc[end - 1].lower_ in word_set("titles", "beginnings of posts"):
        end -= 1
    whole = any(token.lower_ == "of" for token in doc[start:end])
    departments = word_set("titles", "departments")
    is_of_affairs = end - start > 1 and doc[end - 1].lower_ == "affairs"  # "Foreign Affairs"
    end -= not whole and is_of_affairs and doc[end - 2].lower_ in departments
    while start < end and not whole and doc[end - 1].lower_ in departments:
        end -= 1
    return end


def is_second_department(doc: Doc, i: int) -> bool:
    """Whether a token is a minister's second department: "Mines" in "Energy and Mines Minister"."""
    after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
    return after in word_set("titles", "ministers") and doc[i].is_title


def before_service(doc: Doc, start: int, end: int) -> int:
    """Where a name ends before a service of the place that has a post after it: "Elmsford" in
    "Elmsford Police" before "Chief"."""
    if end == len(doc) or doc[end].lower_ not in _posts():
        return end
    last = end
    while last > start and doc[last - 1].lower_ in word_set("places", "services"):
        last -= 1
    return last if last > start else end


def is_given(token: Token) -> bool:
    """Whether a word for a post is a given name: "Dean" in "said Dean Roe", not in "the dean"."""
    before = token.doc[token.i - 1] if token.i else None
    held = before is not None and (
        before.lower_ == "the" or (before.is_title and before.lower_ not in _posts())
    )
    return token.is_title and token.lower_ in word_set("given_names", "male") and not held


@cache
def _parts() -> frozenset[str]:
    """Words that stand in posts before their heads."""
    return word_set("titles", "departments", "beginnings of posts") | word_set("places", "services")


@cache
def _posts() -> frozenset[str]:
    return word_set("titles", "posts", "courtesies")
