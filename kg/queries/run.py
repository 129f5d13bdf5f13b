"""Queries run against a store."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.errors import QueryError
from kg.queries.tokens import Token, tokens
from kg.store import GraphStore, QueryResults

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}


def run(store: GraphStore, text: str) -> QueryResults:
    """Results of a SPARQL 1.1 query over the union of all graphs, unless it names its own
    dataset (FROM); read from the store as used.

    Raises:
        QueryError: the text is no query (the message has line, column and the line itself), or
            it is an update, or calls another service.
        StoreError: the store cannot be read.
    """
    checked = check_query(text)
    try:
        return store.query(checked, union=not names_dataset(checked))
    except SyntaxError as error:
        raise QueryError(_explain(checked, str(error))) from None
    except UnicodeEncodeError:
        raise QueryError("the query is not Unicode; save it as UTF-8") from None


def check_query(text: str) -> str:
    """The query, if it would neither write to the store nor call out of it.

    Returns:
        The text to run: the same query, which no parser can read otherwise than this check did.

    Raises:
        QueryError: the text is an update, or has SERVICE in it.
    """
    found = list(tokens(text))
    words = [token.text.upper() for token in found if token.kind == "word"]
    first = next((word for word in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise QueryError(f"{first} would change the store; only queries are allowed here")
    return _without(found, "SERVICE") if "SERVICE" in text.upper() else text


def check_update(text: str) -> str:
    """The update, if it would not call out of the store; as `check_query` does for queries.

    Raises:
        QueryError: the text has SERVICE or LOAD in it.
    """
    for word in ("SERVICE", "LOAD"):
        if word in text.upper():
            text = _without(list(tokens(text)), word)
    return text


def names_dataset(text: str) -> bool:
    """Whether a query has a dataset clause, FROM (SPARQL 1.1 Query Language, section 13.2)."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def _without(found: Sequence[Token], word: str) -> str:
    # `?a<?b)#>` is an IRI to our tokens and to some parsers a comparison and a comment, behind
    # which the word could hide. So such an IRI is refused, and a line ends after every other.
    words = [token.text.upper() for token in found if token.kind == "word"]
    if any(each.endswith(word) for each in words):
        raise QueryError(f"{word} is not allowed: queries and updates stay inside the store")
    iris = [token.text for token in found if token.kind == "iri"]
    doubtful = next((iri for iri in iris if set(iri) & set("()'")), None)
    if doubtful is not None:
        raise QueryError(
            f"{doubtful} cannot stand in a query that has the word {word.lower()} in it; "
            "write its brackets and apostrophes as %28, %29 and %27, or leave out the word"
        )
    return "".join(_unmistakable(token) for token in found)


def _unmistakable(token: Token) -> str:
    if token.kind == "comment":
        return ""
    return token.text + "\n" if token.kind == "iri" else token.text


def _explain(text: str, message: str) -> str:
    match = _POSITION.fullmatch(message)
    if match is None:
        return f"the query is not valid SPARQL: {message}"
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    offending = lines[line - 1].strip() if line <= len(lines) else ""
    return (
        f"the query is not valid SPARQL at line {line}, column {column}: {match[3]}; "
        f"the line reads: {offending or '(empty)'}"
    )
