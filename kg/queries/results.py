"""Writes the results of queries, for people and for programs."""

import io
from typing import BinaryIO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples

from kg.errors import QueryError
from kg.mapping import DEFAULT_BASE
from kg.queries.csv_results import write_csv
from kg.queries.table import write_markdown, write_table
from kg.queries.workbook import write_workbook
from kg.store import Prefixes, QueryResults, write_turtle

_STANDARD = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
RESULT_FORMATS = ("table", *_STANDARD, "markdown", "xlsx", "turtle")
"""The formats of results."""


def write_results(
    results: QueryResults,
    out: BinaryIO,
    format: str = "table",
    *,
    base: str = DEFAULT_BASE,
    width: int | None = None,
) -> None:
    """Write the results of a query, in UTF-8.

    csv, tsv, json and xml are the W3C's SPARQL 1.1 results formats, written as results come in.
    markdown and xlsx are tables of a SELECT. turtle is for CONSTRUCT and DESCRIBE, which are
    written so under table too.

    Args:
        format: one of `RESULT_FORMATS`.
        base: the store's base IRI, for short names in tables and Turtle.
        width: columns of the terminal for a table with lines, None for plain aligned text.

    Raises:
        QueryError: no such format, or one that does not fit this kind of query.
    """
    if format not in RESULT_FORMATS:
        raise QueryError(f"{format}: no such format; choose from {', '.join(RESULT_FORMATS)}")
    if isinstance(results, QueryTriples):
        _write_triples(results, out, format, base)
    elif format == "turtle":
        raise QueryError(
            "turtle is for CONSTRUCT and DESCRIBE; choose table, markdown, csv, tsv, json or xml"
        )
    elif format == "csv" and isinstance(results, QuerySolutions):
        write_csv(results, out)
    elif format == "markdown" and isinstance(results, QuerySolutions):
        write_markdown(results, out, Prefixes(base))
    elif format == "xlsx" and isinstance(results, QuerySolutions):
        write_workbook(results, out)
    elif format == "xlsx":
        raise QueryError("xlsx is for SELECT; choose table, csv, tsv, json or xml")
    elif format in _STANDARD:
        results.serialize(out, _STANDARD[format])
        _end_line(out, format)
    elif isinstance(results, QueryBoolean):
        out.write(b"true\n" if results else b"false\n")
    else:
        write_table(results, out, Prefixes(base), width)


def format_results(
    results: QueryResults, format: str = "table", *, width: int | None = None
) -> str:
    """The results of a query as text, in any format but xlsx; see `write_results`."""
    if format == "xlsx":
        raise QueryError("xlsx is no text; write it with write_results")
    out = io.BytesIO()
    write_results(results, out, format, width=width)
    return out.getvalue().decode()


def _write_triples(results: QueryTriples, out: BinaryIO, format: str, base: str) -> None:
    if format not in ("turtle", "table"):
        raise QueryError(f"{format} is for SELECT and ASK; choose turtle")
    for line in write_turtle(results, Prefixes(base)):
        out.write(line.encode() + b"\n")


def _end_line(out: BinaryIO, format: str) -> None:
    if format in ("json", "xml"):
        out.write(b"\n")
