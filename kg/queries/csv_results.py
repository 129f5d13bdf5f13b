"""Rows of results as CSV (RFC 4180; SPARQL 1.1 Query Results CSV and TSV Formats, section 3).

Oxigraph's own writer is fast, but leaves a comma in an IRI unquoted, and every span has one
(`#char=1,5`). The module needs nothing else of kg, so that a small process can load it alone.
"""

import csv
import io
from collections.abc import Callable
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions

_ROWS = 1000  # how many rows are written at once


class _UnquotedCommaError(Exception):
    """An IRI was written whose comma is taken for the end of its field."""


def write_csv(results: QuerySolutions, out: BinaryIO) -> None:
    """Write the rows of a SELECT with every field quoted that needs it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([variable.value for variable in results.variables])
    for number, row in enumerate(results, 1):
        writer.writerow(map(_field, row))
        if number % _ROWS == 0:
            _flush(buffer, out)
    _flush(buffer, out)


def write_csv_quickly(
    results: QuerySolutions, out: BinaryIO, begin_anew: Callable[[], QuerySolutions]
) -> None:
    """Write what `write_csv` writes, by Oxigraph's writer where no IRI has a comma.

    Args:
        begin_anew: takes back what was written to `out`, and gives the rows once more; called
            where an IRI has a comma.
    """
    checked = _Checked(out, len(results.variables))
    try:
        results.serialize(checked, QueryResultsFormat.CSV)  # type: ignore[arg-type]
        checked.check_end()
    except _UnquotedCommaError:
        write_csv(begin_anew(), out)


def _field(term: Any) -> str:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return "" if term is None else str(term)


def _flush(buffer: io.StringIO, out: BinaryIO) -> None:
    out.write(buffer.getvalue().encode())
    buffer.seek(0)
    buffer.truncate()


class _Checked:
    """Passes CSV on, and counts the commas and the ends of lines that stand in no quotes: each
    line has one comma fewer than there are columns, unless an IRI has one."""

    def __init__(self, out: BinaryIO, columns: int) -> None:
        self._out = out
        self._between = max(columns - 1, 0)
        self._quoted = False
        self._commas = 0
        self._lines = 0

    def write(self, data: bytes) -> int:
        pieces = bytes(data).split(b'"')
        bare = b"".join(pieces[self._quoted :: 2])
        self._quoted ^= len(pieces) % 2 == 0
        self._commas += bare.count(b",")
        self._lines += bare.count(b"\n")
        # The last line may not be whole.
        if self._commas > self._between * (self._lines + 1):
            raise _UnquotedCommaError
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    def check_end(self) -> None:
        if self._commas != self._between * self._lines:
            raise _UnquotedCommaError
