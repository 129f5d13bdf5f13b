"""The lists of facts that identity reads, from kg/identity/data."""

import csv
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of this package, by column."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def lines(name: str) -> frozenset[str]:
    """The lines of a text file of this package."""
    return frozenset((_DATA / name).read_text(encoding="utf-8").splitlines())


def items(cell: str) -> list[str]:
    """The parts of a cell that holds several, separated by semicolons."""
    return [part for part in cell.split(";") if part]
