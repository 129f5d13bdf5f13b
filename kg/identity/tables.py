"""Reads tables of facts: those of kg/identity/data, and those of curated knowledge."""

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.errors import KnowledgeError

Value = TypeVar("Value")

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, each by column."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def curated(
    paths: Iterable[Path], name: str, columns: str, value: Callable[[dict[str, str]], Value]
) -> Iterator[Value]:
    """What the rows of the CSV files of a name say, among some files of curated knowledge.

    Args:
        columns: what they should have, for the message.
        value: makes something of a row, by column.

    Raises:
        KnowledgeError: a file cannot be read, or a row lacks a column.
    """
    for path in (path for path in paths if path.name == name):
        try:
            with path.open(encoding="utf-8", newline="") as file:
                yield from map(value, csv.DictReader(file))
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise KnowledgeError(f"{path}: is no table with {columns}: {error}") from error


@cache
def entries(name: str) -> frozenset[str]:
    """The lines of a text file, without their order."""
    return frozenset((DATA / name).read_text(encoding="utf-8").splitlines())


def coordinates(row: dict[str, str]) -> tuple[float | None, float | None]:
    """The columns latitude and longitude of a row, in degrees of WGS 84, where they are given."""
    latitude, longitude = row["latitude"], row["longitude"]
    return float(latitude) if latitude else None, float(longitude) if longitude else None


def items(cell: str) -> list[str]:
    """The parts of a cell that has several, separated by semicolons."""
    return [part for part in cell.split(";") if part]
