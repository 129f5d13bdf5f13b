"""Reads the tables and lists of kg/identity/data."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file, each by column."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
