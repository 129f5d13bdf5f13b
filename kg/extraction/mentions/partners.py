"""Finds firms that are named for their partners: "Finch and Finch", "the law firm of Orrin, Finch
and Brae"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extraction.mentions.companies import AND, is_capitalised


def find_partners(doc: Doc) -> Iterator[tuple[int, int]]:
    """The tokens [start, end) of firms whose name is a list of partners, without a legal form."""
    for i in range(1, len(doc) - 1):
        if doc[i].text in AND and _is_partner(doc[i - 1]) and _is_partner(doc[i + 1]):
            start = i - 1
            while start > 1 and doc[start - 1].text == "," and _is_partner(doc[start - 2]):
                start -= 2
            is_double = doc[i - 1].text == doc[i + 1].text and doc[i + 1].dep_ != "compound"
            if _is_firm(doc, start) or is_double:
                yield start, i + 2


def _is_partner(token: Token) -> bool:
    return is_capitalised(token) and token.is_title


def _is_firm(doc: Doc, start: int) -> bool:
    """Whether "firm" or "firm of" stands before a token."""
    of = start > 0 and doc[start - 1].lower_ == "of"
    return doc[max(0, start - 1 - of) : start - of].text.lower() == "firm"
