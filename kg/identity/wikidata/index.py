"""The index of Wikidata on disk: names looked up, items with what the index keeps of them."""

from __future__ import annotations

import json
import re
import sqlite3
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity.knowledge_bases.base import Entry
from kg.identity.places.countries import GEONAMES, WIKIDATA
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.keys import name_key

FORMAT = "2"
_ITEM = re.compile(re.escape(WIKIDATA) + r"Q\d{1,18}")
_LOOKUP = """
SELECT item.*, name.label FROM name JOIN item ON item.id = name.item
WHERE name.key = ? ORDER BY name.sitelinks DESC, name.item LIMIT ?
"""
_ENTRIES = "SELECT *, 1 FROM item WHERE id IN (SELECT value FROM json_each(?))"
_CLASSES = """
WITH RECURSIVE class(id) AS (
    SELECT value FROM json_each(?)
    UNION SELECT parent FROM subclass JOIN class ON subclass.item = class.id
)
SELECT id FROM class
"""
_HUMAN, _ORGANIZATION = 5, 43229
_LOOKED_UP = frozenset({None, EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE})


class Index:
    """An index that `import_dump` made, opened to read: a `KnowledgeBase`. Many processes may
    read one. KnowledgeError where there is none at the path, or one of another format."""

    name = "Wikidata"
    space = WIKIDATA + "Q"

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise KnowledgeError(f"{path}: no such index; `kg kb fetch` or `kg kb import` makes it")
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

    def lookup(self, name: str, type: EntityType | None = None, limit: int = 50) -> list[Entry]:
        """The items that go by a name (compared by `name_key`), most popular first.

        People are human, organizations below that class, and places have coordinates. Of no
        other type is anything found. Of the first `limit` of the name those that fit are given.
        """
        if type not in _LOOKED_UP:
            return []
        rows = self._database.execute(_LOOKUP, (name_key(name), limit))
        return [_entry(row) for row in rows if self._fits(row, type)]

    def entries(self, iris: Iterable[str]) -> Mapping[str, Entry]:
        """What the index has of items, by IRI."""
        ids = [int(each[len(self.space) :]) for each in iris if _ITEM.fullmatch(each)]
        rows = self._database.execute(_ENTRIES, (json.dumps(ids),))
        return {found.iri: found for found in map(_entry, rows)}

    def classes(self, types: Iterable[int]) -> frozenset[int]:
        """Some types and all that they are subclasses of (P279), as far as the dump says."""
        found = self._database.execute(_CLASSES, (json.dumps(list(types)),))
        return frozenset(id for (id,) in found)

    def _fits(self, row: tuple[Any, ...], type: EntityType | None) -> bool:
        types = [int(each) for each in row[2].split()]
        if type is EntityType.PLACE:
            return row[6] is not None and _HUMAN not in types
        if type is EntityType.PERSON:
            return _HUMAN in types
        return type is None or _ORGANIZATION in self.classes(types)

    def close(self) -> None:
        """Release the file."""
        self._database.close()


def connect(path: Path) -> sqlite3.Connection:
    """An index opened to read, never changed or locked."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def version_of(dump: str, filters: Filters) -> str:
    """What identifies an index's content."""
    return f"{dump}-{FORMAT}-{filters}"


def _entry(row: tuple[Any, ...]) -> Entry:
    id, label, types, countries, posts, related, latitude, longitude, geonames, *more = row
    pages, wikipedia, terms, how = more
    return Entry(
        f"{WIKIDATA}Q{id}",
        label,
        f"{pages} pages in Wikimedia projects",
        pages,
        not how,
        _iris(types),
        _iris(countries),
        _iris(posts),
        _iris(related),
        None if geonames is None else f"{GEONAMES}{geonames}/",
        latitude,
        longitude,
        wikipedia,
        tuple(_term(each) for each in terms.split()),
    )


def _term(cell: str) -> tuple[str, str, str]:
    post, begin, end = cell.split("/")
    return f"{WIKIDATA}Q{post}", begin, end


def _iris(cell: str) -> tuple[str, ...]:
    """The items in a cell, which are separated by spaces."""
    return tuple(f"{WIKIDATA}Q{number}" for number in cell.split())
