"""Queries run against a store."""

import re
from collections.abc import Collection

from kg.errors import QueryError
from kg.queries.calls import check_calls
from kg.queries.tokens import tokens
from kg.store import GraphStore, QueryResults

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}


def run(store: GraphStore, text: str) -> QueryResults:
    """Results of a SPARQL 1.1 query, read from the store as used.

    Its default graph is the merge of the named graphs, unless it names a dataset itself (FROM).

    Raises:
        QueryError: the text is no query (the message has line, column and the line itself), or
            it is an update, or calls another service.
        StoreError: the store cannot be read.
    """
    checked = check_query(text)
    try:
        return store.query(checked)
    except SyntaxError as error:
        raise QueryError(_explain(checked, str(error))) from None
    except UnicodeEncodeError:
        raise QueryError("the query is not Unicode; save it as UTF-8") from None


def check_query(text: str, hosts: Collection[str] = ()) -> str:
    """Check that a query neither writes to the store nor calls another server.

    Args:
        hosts: servers that it may call nevertheless, as `check_calls` takes them.

    Returns:
        The text to run, as `check_calls` returns it.

    Raises:
        QueryError: the text is an update, or has SERVICE in it.
    """
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    first = next((word for word in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise QueryError(f"{first} would change the store; only queries are allowed here")
    return check_calls(text, "SERVICE", hosts)


def check_update(text: str, hosts: Collection[str] = ()) -> str:
    """Check that an update calls no server but the listed ones, as `check_query` does; QueryError
    where SERVICE or LOAD is in it."""
    return check_calls(check_calls(text, "SERVICE", hosts), "LOAD", hosts)


def query_form(text: str) -> str:
    """What kind of query a text is: SELECT, ASK, CONSTRUCT or DESCRIBE; SELECT if it is none."""
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "SELECT")


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
