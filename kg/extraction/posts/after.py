"""The title after a name: a seat, an apposition or a predicate."""

from spacy.tokens import Doc

from kg.extraction.posts.title import Title, title_of_phrase
from kg.extraction.wordlists import word_lists, word_set


def title_after(doc: Doc, start: int, end: int) -> Title | None:
    """The title after the name at tokens [start, end)."""
    if doc[end : end + 1].text in word_set("titles", "seats"):  # "Ada Roe MP"
        return Title(end, end + 1, end, end + 1, "title")
    return _apposition_after(doc, start, end) or _predicate(doc, end) or _given(doc, start, end)


def _given(doc: Doc, start: int, end: int) -> Title | None:
    """The title that somebody is given: "Orrin named Ada Roe chairman", "as chairman"."""
    end += doc[end : end + 1].text == "as"
    is_given = start and doc[start - 1].lemma_ in word_set("titles", "giving")
    return title_of_phrase(doc, end, "predicate") if is_given and end < len(doc) else None


def _apposition_after(doc: Doc, start_of_name: int, end: int) -> Title | None:
    """The title in an apposition: "Ada Roe, 41, a senior engineer at the Harbour Council"; what
    several people are is one's only after "and"."""
    end = _after_brackets(doc, end)
    if end + 1 >= len(doc) or doc[end].text != ",":
        return None
    start = end + 1
    if start + 2 < len(doc) and doc[start].like_num and doc[start + 1].text == ",":
        start += 2
    start += start + 1 < len(doc) and doc[start].lower_ in word_set("titles", "beside")
    title = title_of_phrase(doc, start, "apposition")
    is_one = doc[start_of_name - 1].lower_ != "and"
    if title and is_one and doc[title.title_end - 1].tag_ in ("NNS", "NNPS"):
        return None
    # Somebody else may speak: "hit Ada Roe, a doctor said".
    after = doc[title.end : title.end + 1].lemma_ if title else ""
    return None if after in word_set("descriptions", "reporting") else title


def _after_brackets(doc: Doc, start: int) -> int:
    """Where the brackets that open at a token end: those of a party, "(Green)"."""
    if start < len(doc) and doc[start].text == "(":
        closing = (i for i in range(start + 1, start + 5) if doc[i : i + 1].text == ")")
        return next(closing, start - 1) + 1
    return start


def _predicate(doc: Doc, end: int) -> Title | None:
    """The title that a sentence gives a person: "Ada Roe is the mayor", "who served as mayor"."""
    i = end
    if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ == "who":
        i += 2
    for length in (4, 3, 2, 1):
        words = " ".join(token.lower_ for token in doc[i : i + length])
        if i + length >= len(doc) or words not in word_lists("titles")["predicates"]:
            continue
        title = title_of_phrase(doc, i + length, "predicate")
        first = doc[i + length : title.title_end if title else i]
        if any(token.tag_ == "JJS" or token.ent_type_ == "ORDINAL" for token in first):
            return None
        if title and _says_nothing(doc, title):
            return None
        was = word_lists("titles")["predicates"][words] == "former"
        return title and title._replace(former=title.former or was)
    return None


def _says_nothing(doc: Doc, title: Title) -> bool:
    """Whether a predicate is no post: "is a leader who cares", which leads nothing named."""
    shared = doc[title.title_end - 1].lower_ in word_set("titles", "shared")
    return shared and (title.title_end == title.end or doc[title.title_end].pos_ != "ADP")
