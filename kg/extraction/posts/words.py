"""Words that tell posts: which can be a post's head, or stand in its title."""

from spacy.tokens import Doc, Token

from kg.extraction.wordlists import word_set

_PLURALS = {"men": "man", "ies": "y", "sses": "ss", "s.": ".", "s": ""}
"""The ends of words for several people, each with that for one."""


def is_post_head(token: Token) -> bool:
    """Whether a word can be the head of a post: "secretary", "Sen.", "elect" in "mayor-elect"."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return False
    if token.lower_ in word_set("titles", "to come") and token.i > 1:
        return token.nbor(-1).text == "-" and is_post_head(token.nbor(-2))
    if token.lower_ in word_set("titles", "only capitalised") and not token.is_title:
        return token.i > 0 and is_post_head(token.nbor(-1))
    words = {token.lower_, token.lemma_.lower()}
    if token.tag_ == "NNPS":
        words.add(singular_post(token.lower_))
    if words & word_set("titles", "posts") or words & word_set("titles", "jobs"):
        is_of = token.nbor(-1).pos_ == "DET" if token.i else False
        is_of |= token.doc[token.i + 1 : token.i + 2].text == "of"
        none = word_set("titles", "no posts") | word_set("titles", "roles" if is_of else "no posts")
        return not words & none
    return is_cut_post(token) or token.lower_.endswith(tuple(word_set("titles", "job endings")))


def singular_post(title: str) -> str:
    """A title of several people as one has it.

    >>> singular_post("deputy secretaries"), singular_post("Reps.")
    ('deputy secretary', 'Rep.')
    """
    end = next((end for end in _PLURALS if title.endswith(end)), "")
    return title.removesuffix(end) + _PLURALS.get(end, "")


def is_cut_post(token: Token) -> bool:
    """Whether a word is a post cut short, whose full stop ends no sentence: "Sen.", "Lt."."""
    word = token.lower_.rstrip(".")
    return token.text[:1].isupper() and word in word_set("titles", "abbreviated posts")


def ends_sentence(token: Token) -> bool:
    """Whether a word ends its sentence, which a post cut short does not."""
    return bool(token.is_sent_end) and not is_cut_post(token)


def is_of_a_name(token: Token) -> bool:
    """Whether a word is of a person's name."""
    return token.ent_type_ == "PERSON" and not is_post_head(token)


def is_title_word(token: Token) -> bool:
    """Whether a word before the head of a post can be of its title."""
    if ends_sentence(token) or "\n" in token.text or is_of_a_name(token):
        return False
    if is_cut_post(token) or token.lower_ in word_set("titles", "former"):
        return True
    is_part = token.tag_ in ("HYPH", "POS", "JJ", "CC") or token.pos_ in ("PROPN", "ADJ", "NOUN")
    return is_part or (token.lower_ == "in" and is_glued(token))  # "editor-in-chief"


def is_running_on(token: Token) -> bool:
    """Whether a word without a capital before a title that has one is of what stands before it:
    "coalition" before "Executive Director", but not "deputy", "police" and "former"."""
    within = word_set("titles", "beginnings of posts") | word_set("places", "services")
    within |= word_set("titles", "former", "departments")
    is_part = token.lower_ in within or token.lower_ == "state" or is_post_head(token)
    is_noun = token.tag_ in ("NN", "NNS", "JJ") and not is_glued(token)
    return is_noun and token.text.islower() and token.is_alpha and not is_part


def is_body_word(doc: Doc, i: int) -> bool:
    """Whether a word of a title tells the body that the post is at: "U.S." in "U.S. Secretary"."""
    token = doc[i]
    parts = word_set("titles", "beginnings of posts") | word_set("places", "services")
    follower = doc[i + 1]
    is_before_head = token.lower_ in parts and (is_post_head(follower) or follower.lower_ in parts)
    if is_before_head or token.lower_ in word_set("titles", "departments"):
        return False
    return token.ent_type_ in ("GPE", "NORP", "ORG") or token.tag_ in ("POS", "CC")


def is_glued(token: Token) -> bool:
    """Whether a hyphen joins a word to the one before it: "based" in "Elmsford-based"."""
    return token.i > 0 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_


def is_mark(token: Token) -> bool:
    """Whether a token is a mark that parts words, which the hyphen in "vice-president" does not."""
    return token.is_punct and (token.text != "-" or bool(token.whitespace_))


def goes_on(token: Token) -> bool:
    """Whether a title goes on with a word: with another post, a part after a hyphen, "vice", a noun
    ("a fellow employee"), or what an officer is for ("chief financial officer")."""
    if is_post_head(token) or (token.text == "-" and not token.whitespace_):
        return True
    is_noun = token.tag_ in ("NN", "NNS") and token.is_lower and token.ent_type_ != "DATE"
    if is_noun or token.lower_ in word_set("titles", "beginnings of posts"):
        return True
    officers = token.doc[token.i + 1 : token.i + 3]
    return token.nbor(-1).lower_ == "chief" and any(each.lower_ == "officer" for each in officers)
