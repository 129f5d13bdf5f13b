"""Queries run against a store."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.queries.tokens import tokens
from kg.store import GraphStore, QueryResults

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}


def run(store: GraphStore, text: str) -> QueryResults:
    """Results of a SPARQL 1.1 query over the union of all graphs, read from the store as used.

    Raises:
        QueryError: the text is no query (the message has line, column and the line itself), or
            it is an update, or calls another service.
        StoreError: the store cannot be read.
    """
    check_query(text)
    try:
        return store.query(text)
    except SyntaxError as error:
        raise QueryError(_explain(text, str(error))) from None
    except UnicodeEncodeError:
        raise QueryError("the query is not Unicode; save it as UTF-8") from None


def check_query(text: str) -> None:
    """Refuse what would write to the store or call out of it.

    Raises:
        QueryError: the text is an update, or has SERVICE in it.
    """
    words = [token.text.upper() for token in tokens(text) if token.kind == "word"]
    if "SERVICE" in words:
        raise QueryError("SERVICE is not allowed: queries stay inside the store")
    first = next((word for word in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise QueryError(f"{first} would change the store; only queries are allowed here")


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
