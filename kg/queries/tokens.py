"""Cuts SPARQL into tokens, finely enough to tell variables and keywords from data.

SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/, section 19.8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "iri", "comment", "variable", "name", "word", "other"]

_TOKEN = re.compile(
    r"""
      (?P<string> '''(?:(?:''?)?(?:[^'\\]|\\.))*''' | \"\"\"(?:(?:\"\"?)?(?:[^\"\\]|\\.))*\"\"\"
                | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*" )
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?:[^\W\d][\w.-]*)? : (?:[\w.:%-]|\\.)* | @[A-Za-z0-9-]+ )
    | (?P<word> [^\W\d]\w* )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a query. The texts of all tokens, joined, are the query."""

    kind: Kind
    text: str


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query; never fails, whatever the text."""
    for match in _TOKEN.finditer(query):
        kind: Kind = match.lastgroup or "other"  # type: ignore[assignment]
        yield Token(kind, match[0])


def has_keyword(query: str, keyword: str) -> bool:
    """Whether a query has a keyword, given in capital letters."""
    return keyword in query.upper() and any(
        token.kind == "word" and token.text.upper() == keyword for token in tokens(query)
    )
