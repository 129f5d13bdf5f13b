"""Writes rows of results as a workbook for spreadsheets (.xlsx, ECMA-376)."""

from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from pyoxigraph import QuerySolutions
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kg.errors import QueryError
from kg.queries.python_values import Value, python_value

_MOST_ROWS = 1 << 20
_MOST_CHARACTERS = 32_767
_MOST_DIGITS = 15
_MOST_ZEROS = 300
_FIRST_DAY = date(1900, 3, 1)  # Spreadsheets count the days before it wrongly.
_CREATED = datetime(2000, 1, 1)  # So that the same rows give the same bytes.


def write_workbook(results: QuerySolutions, out: BinaryIO) -> None:
    """Write all rows of a SELECT as a workbook of one sheet.

    Numbers, days and truth values are such in the sheet too. All else is text, which no spreadsheet
    takes for a formula: moments, since a cell has no time zone, and numbers with more digits than a
    cell keeps. QueryError where there are more rows, or a longer text, than a sheet can have.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": _CREATED})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("results")
        names = [variable.value for variable in results.variables]
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for row, solution in enumerate(results, start=1):
            if row == _MOST_ROWS:
                raise QueryError(
                    f"a sheet has {_MOST_ROWS:,} rows at most; ask for less, or as csv"
                )
            for column, name in enumerate(names):
                _write(sheet, row, column, python_value(solution[name]), day)


def _write(sheet: Worksheet, row: int, column: int, value: Value, day: object) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif type(value) is date and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float | Decimal) and _is_exact(value):
        sheet.write_number(row, column, value)
    elif value is not None:
        text = value.isoformat() if isinstance(value, date) else str(value)
        if len(text) > _MOST_CHARACTERS:
            raise QueryError(
                f"a cell has {_MOST_CHARACTERS:,} characters at most, and row {row} has more; "
                "ask for csv"
            )
        sheet.write_string(row, column, text)


def _is_exact(value: int | float | Decimal) -> bool:
    """Whether a cell keeps a number as it is."""
    number = Decimal(str(value)).normalize()
    if not number.is_finite():
        return False
    return len(number.as_tuple().digits) <= _MOST_DIGITS and abs(number.adjusted()) < _MOST_ZEROS
