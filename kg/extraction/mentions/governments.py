"""Finds bodies that each country has one of: "the Greek government", "the U.S. parliament"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from kg.extraction.annotations import EntityType, Mention, MentionKind, Span
from kg.extraction.extensions import text_of
from kg.extraction.wordlists import word_set

FOUND_BY = "government"


def find_governments(doc: Doc, names: Sequence[Mention]) -> Iterator[Mention]:
    """Governments and parliaments right after the name of their country or people."""
    letters = word_set("places", "countries in letters")
    owners = {
        each.span.end: each
        for each in names
        if each.type is EntityType.COUNTRY or each.found_by == "adjective" or each.name in letters
    }
    text, bodies = text_of(doc), word_set("descriptions", "of countries")
    for token in doc[1:]:
        if token.lower_ not in bodies:
            continue
        before = token.nbor(-2 if token.nbor(-1).tag_ == "POS" and token.i > 1 else -1)
        owner = owners.get(before.idx + len(before))
        is_modifier = token.i + 1 < len(doc) and token.nbor().pos_ in ("NOUN", "PROPN")
        if owner is None or is_modifier:
            continue
        span = Span(owner.span.start, token.idx + len(token))
        name = " ".join(text[span.start : span.end].split())
        kind = MentionKind.DESCRIPTION
        yield Mention(span, kind, EntityType.ORGANIZATION, name, None, owner.name, FOUND_BY)
