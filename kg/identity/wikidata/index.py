"""The index of Wikidata on disk: names looked up, items with what the index keeps of them."""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.errors import KnowledgeError
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.keys import name_key

FORMAT = "1"
SCHEMA = """
CREATE TABLE {0}meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE {0}item (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, types TEXT NOT NULL, countries TEXT NOT NULL,
    posts TEXT NOT NULL, related TEXT NOT NULL, latitude REAL, longitude REAL, geonames INTEGER,
    sitelinks INTEGER NOT NULL
);
CREATE TABLE {0}name (
    key TEXT NOT NULL, sitelinks INTEGER NOT NULL, item INTEGER NOT NULL, label INTEGER NOT NULL,
    PRIMARY KEY (key, sitelinks DESC, item)
) WITHOUT ROWID;
CREATE TABLE {0}subclass (
    item INTEGER NOT NULL, parent INTEGER NOT NULL, PRIMARY KEY (item, parent)
) WITHOUT ROWID;
"""
_LOOKUP = """
SELECT item.*, name.label FROM name JOIN item ON item.id = name.item
WHERE name.key = ? ORDER BY name.sitelinks DESC, name.item LIMIT ?
"""
_CLASSES = """
WITH RECURSIVE class(id) AS (
    SELECT value FROM json_each(?)
    UNION SELECT parent FROM subclass JOIN class ON subclass.item = class.id
)
SELECT id FROM class
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that goes by a name; its fields are those of `Item`, and `by_label` says whether
    the name is its label in some language or only an alias."""

    id: int
    label: str
    types: tuple[int, ...]
    countries: tuple[int, ...]
    posts: tuple[int, ...]
    related: tuple[int, ...]
    latitude: float | None
    longitude: float | None
    geonames: int | None
    sitelinks: int
    by_label: bool = True

    @property
    def qid(self) -> str:
        """The item's id as Wikidata writes it."""
        return f"Q{self.id}"


class Index:
    """An index that `import_dump` made, opened to read. Many processes may read one.

    Raises:
        KnowledgeError: there is none at the path, or it is of another format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise KnowledgeError(f"{path}: no such index; make it with `kg kb import DUMP`")
        self._database = connect(path)
        weakref.finalize(self, self._database.close)
        try:
            self.meta = dict(self._database.execute("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as error:
            self.close()
            raise KnowledgeError(f"{path}: not an index of Wikidata: {error}") from error
        if self.meta.get("format") != FORMAT:
            self.close()
            raise KnowledgeError(f"{path}: made by another version of kg; import the dump again")

    @property
    def version(self) -> str:
        """A short hash of the dump and the filters that the index was made from."""
        return str(self.meta["version"])

    def lookup(self, name: str, limit: int = 50) -> list[Candidate]:
        """The items that go by a name (compared by `name_key`), most popular first."""
        found = self._database.execute(_LOOKUP, (name_key(name), limit))
        return [_candidate(row) for row in found]

    def classes(self, types: Iterable[int]) -> frozenset[int]:
        """Some types and all that they are subclasses of (P279), as far as the dump says."""
        found = self._database.execute(_CLASSES, (json.dumps(list(types)),))
        return frozenset(id for (id,) in found)

    def labels(self, items: Iterable[int]) -> dict[int, str]:
        """The labels of those items that the index has."""
        statement = "SELECT id, label FROM item WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._database.execute(statement, (json.dumps(list(items)),)))

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def connect(path: Path) -> sqlite3.Connection:
    """An index opened to read, never changed or locked."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def version_of(dump: str, filters: Filters) -> str:
    """What identifies an index's content."""
    return f"{dump}-{FORMAT}-{filters}"


def numbers(text: str) -> tuple[int, ...]:
    """The items in a cell, which are separated by spaces."""
    return tuple(map(int, text.split()))


def _candidate(row: tuple[Any, ...]) -> Candidate:
    id, label, types, countries, posts, related, latitude, longitude, geonames, pages, how = row
    lists = (numbers(types), numbers(countries), numbers(posts), numbers(related))
    return Candidate(id, label, *lists, latitude, longitude, geonames, pages, bool(how))
