"""Names as spaCy finds them, for texts that the trained tagger does not read."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Slice

from kg.extraction.annotations import EntityType, Span
from kg.extraction.mentions.boundaries import is_outside_left
from kg.extraction.mentions.labels import labels
from kg.extraction.posts.beside import titles_beside
from kg.extraction.tagger.name_decoding import NameKind, TaggedName
from kg.extraction.wordlists import given_names, word_set

_KINDS = dict.fromkeys(("GPE", "LOC", "FAC"), NameKind.PLACE)
_KINDS |= {"PERSON": NameKind.PERSON, "ORG": NameKind.ORGANIZATION, "NORP": NameKind.PEOPLE}


def spacy_names(doc: Doc) -> Iterator[TaggedName]:
    """The names in the entities of a document; in headlines in capitals spaCy cannot tell."""
    sentences = labels(doc)
    for entity in doc.ents:
        start = entity.start
        kind = NameKind.PERSON if _is_persons(entity) else _KINDS.get(entity.label_)
        if kind is None or sentences[start].in_capitals:
            continue
        while kind is NameKind.PERSON and start and _is_first_name(doc[start - 1], entity[-1]):
            start -= 1
        likely = tuple(float(each is kind) for each in NameKind)
        yield TaggedName(Span(doc[start].idx, entity.end_char), kind, likely)


def _is_persons(entity: Slice) -> bool:
    """Whether what the model takes for no person is one, by a given name or post beside it."""
    if entity.label_ in ("PERSON", "GPE", "NORP"):
        return False
    before = entity.doc[entity.start - 1] if entity.start and len(entity) == 1 else None
    if before is not None and before.lower_ in given_names():
        return _is_first_name(before, entity[-1])
    return entity.label_ == "ORG" and _has_a_persons_post(entity.doc, entity.start, entity.end)


def _has_a_persons_post(doc: Doc, start: int, end: int) -> bool:
    """Whether plain words have a person's post beside them: "Nadia Verhoeven, the mayor"."""
    if end - start not in (2, 3) or not all(t.is_alpha and t.is_title for t in doc[start:end]):
        return False
    heads = (doc[title.title_end - 1].lower_ for title in titles_beside(doc, start, end))
    return any(head not in word_set("titles", "shared") for head in heads)


def _is_first_name(token: Token, last: Token) -> bool:
    """Whether a word before a person's name is a first name that the model left out."""
    is_name = token.pos_ == "PROPN" and token.is_title and token.ent_type_ in ("", "PERSON")
    is_part = token.dep_ == "compound" and token.i < token.head.i <= last.i
    is_department = token.lower_ in word_set("titles", "departments")
    return is_name and is_part and not (is_department or is_outside_left(token, EntityType.PERSON))
