"""Writes rows of results as a table: with lines on a terminal, as plain aligned text elsewhere."""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode, QuerySolutions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.mapping.terms import XSD
from kg.store import Prefixes
from kg.terminal import visible

_MARKUP = re.compile(r"[\\|<>`*_\[\]]")
_NARROWEST = 12
_LINES = 3
_NUMBERS = {XSD.integer, XSD.decimal, XSD.double, XSD.float}


def write_table(
    results: QuerySolutions, out: BinaryIO, prefixes: Prefixes, width: int | None
) -> None:
    """Write all rows of a SELECT as a table for a terminal of some columns; a width of None gives
    plain text with columns as wide as they must be."""
    variables = list(results.variables)
    headings = [variable.value for variable in variables]
    rows: list[list[str]] = []
    numeric = [True] * len(variables)
    for solution in results:
        terms = [solution[variable] for variable in variables]
        rows.append([_cell(term, prefixes) for term in terms])
        numeric = [n and _is_number(term) for n, term in zip(numeric, terms, strict=True)]
    right = [number and bool(rows) for number in numeric]
    text = _plain(headings, rows, right) if width is None else _rich(headings, rows, right, width)
    out.write(text.encode())


def write_markdown(results: QuerySolutions, out: BinaryIO, prefixes: Prefixes) -> None:
    """Write all rows of a SELECT as a table in Markdown (GitHub's), in UTF-8, as they come."""
    headings = [variable.value for variable in results.variables]
    for line in (headings, ["---"] * len(headings)):
        out.write(_markdown_line(line))
    for solution in results:
        out.write(_markdown_line(_cell(term, prefixes) for term in solution))


def _markdown_line(cells: Iterable[str]) -> bytes:
    # What would end a cell or begin HTML or a link is text.
    safe = (_MARKUP.sub(r"\\\g<0>", " ".join(visible(cell).split())) for cell in cells)
    return f"| {' | '.join(safe)} |\n".encode()


def _cell(term: object, prefixes: Prefixes) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return prefixes.short(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def _is_number(term: object) -> bool:
    return term is None or (isinstance(term, Literal) and term.datatype in _NUMBERS)


def _rich(
    headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int
) -> str:
    rows = [[visible(cell, keep="\n") for cell in row] for row in rows]
    needed = sum(
        min(max(map(_columns, column)), _NARROWEST) + _LINES
        for column in zip(headings, *rows, strict=True)
    )
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, force_terminal=True, legacy_windows=False)
    if needed < width:
        console.print(_table(headings, rows, right))
    else:
        for row in rows:
            console.print(_record(headings, row), "")
    return buffer.getvalue()


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Table:
    table = Table(header_style="bold", expand=False)
    for heading, number in zip(headings, right, strict=True):
        table.add_column(Text(heading), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _record(headings: Sequence[str], row: Sequence[str]) -> Table:
    # The terminal is too narrow for the columns: each gets a line, and rows follow one another.
    record = Table.grid(padding=(0, 2, 0, 0))
    record.add_column(style="bold", overflow="fold")
    record.add_column(overflow="fold")
    for heading, cell in zip(headings, row, strict=True):
        if cell:
            record.add_row(Text(heading), Text(cell))
    return record


def _plain(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    lines = [list(headings), *([visible(cell) for cell in row] for row in rows)]
    widths = [max(map(_columns, column), default=0) for column in zip(*lines, strict=True)]
    return "".join(_aligned(line, widths, right) for line in lines)


def _aligned(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, number in zip(cells, widths, right, strict=True):
        space = " " * (width - _columns(cell))
        padded.append(space + cell if number else cell + space)
    return "  ".join(padded).rstrip() + "\n"


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
