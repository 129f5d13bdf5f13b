"""The tables of curated knowledge: people and bodies that news of the world names most, with their
Wikidata ids, and who held the highest posts of countries, and from when to when.

They are known, and stand in no graph until an article names them.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity.entities import Post
from kg.identity.places.countries import WIKIDATA
from kg.identity.slug import slug
from kg.identity.tables import items

STOCK, TENURES = "stock.csv", "tenures.csv"
"""The names of the files in a folder of curated knowledge."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Stocked:
    """Somebody of the stock.

    Attributes:
        external: the IRI in Wikidata.
        verified: what the id was verified by, as docs/knowledge-bases.md has it.
    """

    type: EntityType
    name: str
    aliases: tuple[str, ...]
    external: str
    verified: str

    @property
    def key(self) -> str:
        """The key of the entity."""
        return f"{self.type.value.lower()}/{slug(self.name)}"


def read_stock(paths: Iterable[Path]) -> Iterator[Stocked]:
    """The stock in those files of curated knowledge that have it; errors as `_rows`."""
    columns = "name, type, also, wikidata and verified"
    return _rows(paths, STOCK, columns, _stocked)


def _stocked(row: dict[str, str]) -> Stocked:
    return Stocked(
        EntityType(row["type"]),
        row["name"],
        tuple(items(row["also"])),
        WIKIDATA + row["wikidata"],
        row["verified"],
    )


def read_tenures(paths: Iterable[Path]) -> Iterator[Post]:
    """The terms of office in those files of curated knowledge that have them; errors as `_rows`."""
    columns = "post, in, holder, since, until, checked and verified"
    return _rows(paths, TENURES, columns, _tenure)


def _tenure(row: dict[str, str]) -> Post:
    country = row["in"]
    title = row["post"].partition(" of ")[0]
    return Post(
        f"post/{country.rpartition('/')[2]}/{slug(title)}",
        row["post"],
        f"person/{slug(row['holder'])}",
        country,
        row["since"] or None,
        row["until"] or None,
        row["checked"] or None,
    )


def _rows(
    paths: Iterable[Path], name: str, columns: str, value: Callable[[dict[str, str]], Value]
) -> Iterator[Value]:
    """What a function makes of each row of the CSV files of a name, among some files;
    KnowledgeError where a file cannot be read, or a row lacks one of the columns."""
    for path in (path for path in paths if path.name == name):
        try:
            with path.open(encoding="utf-8", newline="") as file:
                yield from map(value, csv.DictReader(file))
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise KnowledgeError(f"{path}: is no table with {columns}: {error}") from error
