"""Finds mentions that are not names: groups of people, descriptions and pronouns."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.extensions import text_of
from kg.extraction.text.cover import Cover
from kg.extraction.wordlists import word_lists, word_set

_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his"})
_DEFINITE = frozenset({"the", "that", "this"})
_LONGEST_PHRASE = 20
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN", "DET", "NUM", "VERB", "ADV"})
_BEFORE_A_NOUN = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PLACES = (EntityType.PLACE, EntityType.COUNTRY, EntityType.GROUP)


def find_groups(doc: Doc, names: Sequence[Mention]) -> Iterator[Mention]:
    """Groups of a country's people: "North Korean troops", "Seoul officials"."""
    text = text_of(doc)
    ending = {mention.span.end: mention for mention in names if mention.type in _PLACES}
    for token in doc:
        if not _is_group_noun(token):
            continue
        ends = (each.idx + len(each) for each in doc[_group_start(token) : token.i])
        owner = next((ending[end] for end in ends if end in ending), None)
        if owner is None:
            continue
        span = Span(owner.span.start, token.idx + len(token))
        name, kind = " ".join(text[slice(*span)].split()), MentionKind.DESCRIPTION
        yield Mention(span, kind, EntityType.GROUP, name, of_country=owner.name, found_by="group")


def _is_group_noun(token: Token) -> bool:
    if token.lower_ not in word_set("descriptions", "groups") or token.pos_ not in _NOUNS:
        return False
    return token.i == 0 or token.nbor(-1).lower_ != "currency"  # "European currency units"


def _group_start(token: Token) -> int:
    """The first token of the noun phrase that a token ends, within its sentence."""
    i = token.i
    least = max(token.sent.start, token.i - _LONGEST_PHRASE)
    while i > least and token.doc[i - 1].pos_ in _BEFORE_A_NOUN:
        i -= 1
    return i


def find_references(doc: Doc, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Pronouns, descriptions, and those whom a pronoun may mean though they have no name."""
    yield from _find_pronouns(doc, taken)
    yield from _find_descriptions(doc, taken)
    yield from _find_unnamed(doc, taken)


def _find_pronouns(doc: Doc, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Third-person pronouns of one person, and "it" where that may be a body.

    Not those in names ("He Lifeng"), nor "they", who mostly have no name. First-person pronouns
    would need the statement that they stand in.
    """
    named = {mention.span.start for mention in taken}
    for token in doc:
        if token.tag_ not in ("PRP", "PRP$") or token.idx in named:
            continue
        if token.lower_ in _PERSON_PRONOUNS:
            yield _mention(token, MentionKind.PRONOUN, EntityType.PERSON, "pronoun")
        elif token.lower_ == "it" and _acts(token):
            yield _mention(token, MentionKind.PRONOUN, EntityType.ORGANIZATION, "pronoun")


def _acts(token: Token) -> bool:
    """Whether "it" speaks, or is the subject of a clause that a verb has for its object, and may be
    somebody: not in "it is expected", "said it was late", "said it seems"."""
    verb, is_passive = token.head, token.dep_ == "nsubjpass"
    is_nobody = verb.pos_ == "AUX" or verb.lemma_ in word_set("descriptions", "of nobody")
    if token.dep_ not in ("nsubj", "nsubjpass") or is_nobody:
        return False
    says = any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)
    return not (is_passive and (says or speaks(token))) and (speaks(token) or verb.dep_ == "ccomp")


def speaks(token: Token) -> bool:
    """Whether a word is the subject of a reporting verb: "it" in "it said", not in "it is late"."""
    verb = token.head if token.dep_ in ("nsubj", "nsubjpass") else None
    if is_aged(token) and verb is None:
        verb = _after_home(token)
    return verb is not None and verb.lemma_ in word_set("descriptions", "reporting")


def _after_home(token: Token) -> Token | None:
    """The token after a word and its "from" phrase: "said" in "20-year-old from Elmsford said"."""
    doc, i = token.doc, token.i + 1
    if doc[i : i + 1].text == "from":
        i += 1
        while i < len(doc) and doc[i].pos_ == "PROPN":
            i += 1
    return doc[i] if i < len(doc) else None


def is_aged(token: Token) -> bool:
    """Whether a word ends "34-year-old", which may stand for a person."""
    if token.lower_ != "old":
        return False
    return [each.lower_ for each in token.doc[max(0, token.i - 3) : token.i]] == ["-", "year", "-"]


def _mention(token: Token, kind: MentionKind, type_: EntityType, found_by: str) -> Mention:
    span = Span(token.idx, token.idx + len(token))
    return Mention(span, kind, type_, token.text, found_by=found_by)


def _find_descriptions(doc: Doc, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Definite noun phrases without a name ("the lawmaker", "the agency"), and speaking posts
    without an article, as in headlines: "secretary" in "Troops are there, US secretary says"."""
    text = text_of(doc)
    # A nation may stand in it, and where a firm is: "the Syrian bank", "the Houston-based firm".
    others = (each for each in taken if each.found_by != "adjective")
    others = (each for each in others if not text.startswith("-based ", each.span.end))
    covered = Cover(each.span for each in others)
    # So may a place or body: "the Vermont senator".
    people = Cover(mention.span for mention in taken if mention.type is EntityType.PERSON)
    # And the party may be its head: "the Vermont Democrat".
    named = Cover(mention.span for mention in taken if mention.found_by != "demonym")
    for token in doc:
        if (kind := _described_type(token)) is None:
            continue
        start = _definite_start(token)
        if start is None and not _is_headline_post(token):
            continue
        start, found_by = (token.i, "headline-post") if start is None else (start, "description")
        span = Span(doc[start].idx, token.idx + len(token))
        head = Span(token.idx, span.end)
        is_free = not people.overlaps(span) and not named.overlaps(head)
        if is_free if kind is EntityType.PERSON else not covered.overlaps(span):
            name = " ".join(text[span.start : span.end].split())
            yield Mention(span, MentionKind.DESCRIPTION, kind, name, found_by=found_by)


def _find_unnamed(doc: Doc, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Persons without a name whom a pronoun may mean: subjects such as "a man" and "the victim".

    Not "the senator", who mostly is somebody named, unless the text told of "a senator" before.
    """
    covered = Cover(mention.span for mention in taken)
    told = set(word_set("descriptions", "victims"))
    for token in filter(_is_somebody, doc):
        if not any(each.lower_ in _DEFINITE or each.dep_ == "poss" for each in token.lefts):
            told.add(token.lower_)
        found = _mention(token, MentionKind.DESCRIPTION, EntityType.PERSON, "unnamed")
        if token.lower_ in told and not covered.overlaps(found.span):
            yield found


def _is_somebody(token: Token) -> bool:
    if token.tag_ != "NN" or token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    is_listed = token.lower_ in word_set("descriptions", "somebody", "victims")
    is_named = any(each.dep_ == "appos" for each in token.rights)
    return not is_named and (is_listed or is_person_word(token))


def _is_headline_post(token: Token) -> bool:
    """Whether a word is a post, without article or owner, whose holder says something."""
    is_bare = not any(child.dep_ in ("det", "poss") for child in token.lefts)
    says = token.dep_ == "nsubj" and token.head.tag_ == "VBZ" and speaks(token)
    return is_bare and says and token.lower_ in word_set("titles", "posts")


def _described_type(token: Token) -> EntityType | None:
    if _is_group_noun(token):
        return EntityType.GROUP
    if is_aged(token) and speaks(token):
        return EntityType.PERSON
    if token.tag_ not in ("NN", "NNP"):
        return None
    if token.lower_ in word_lists("descriptions")["organizations"]:
        return EntityType.ORGANIZATION
    if is_person_word(token):
        return EntityType.PERSON
    endings = tuple(word_lists("descriptions")["person endings"])
    if token.lower_.endswith(endings) and token.tag_ == "NN" and speaks(token):
        return EntityType.PERSON
    return None


def is_person_word(token: Token) -> bool:
    """Whether a word is for a person: "woman", "resident", "minister"."""
    lists = (("descriptions", "persons"), ("descriptions", "epithets"), ("titles", "posts"))
    return any(token.lower_ in word_set(*each) for each in lists)


def _modifies(token: Token) -> bool:
    if token.pos_ == "VERB":
        return token.tag_ in ("VBN", "VBG")  # "the planned", "the following", not "continued"
    return token.pos_ in _MODIFIERS or token.tag_ in ("HYPH", ",")


def _definite_start(token: Token) -> int | None:
    """The token of the determiner, where `token` ends a definite noun phrase; else None."""
    doc, i = token.doc, token.i
    after = doc[i + 1 : i + 2]
    if any(each.pos_ in _NOUNS or each.tag_ in ("POS", "HYPH") for each in after):
        return None
    if i > 0 and doc[i - 1].tag_ == ",":  # "they sold the mill, Doctor said"
        return None
    while i > 0 and not doc[i].is_sent_start and _modifies(doc[i - 1]):
        i -= 1
        if doc[i].lower_ in _DEFINITE:
            return i
        if doc[i].pos_ == "DET":
            return None
    return None
