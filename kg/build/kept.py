"""Keeps what was read in texts beside the store, so that new knowledge needs no second reading.

A file of SQLite in the store's folder has the annotations of each document by the hash of its
content. They depend on the text, the code and the model, and on the known names that stand in the
text. Rows of documents that have left the store stay until `clear`.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kg.build.fingerprint import Fingerprints, content_of, versions_of
from kg.errors import StoreError
from kg.identity import Knowledge, known_names
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.facts import text_of

FILE = "annotations.sqlite"

_LAYOUT = 1
_TABLES = f"""
DROP TABLE IF EXISTS kept;
DROP TABLE IF EXISTS names;
CREATE TABLE kept (
  content TEXT PRIMARY KEY, reading TEXT, names TEXT, annotations BLOB,
  versions TEXT, mapping TEXT, made TEXT, links TEXT
);
CREATE TABLE names (digest TEXT PRIMARY KEY, listing TEXT) WITHOUT ROWID;
PRAGMA user_version = {_LAYOUT};
"""


class Made(NamedTuple):
    """What a graph was made of: a digest of the resolved document, and one of its links."""

    graph: str
    links: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier build read in a document.

    Attributes:
        annotations: packed, as `kg.build.packed` has them.
        names: the known names that have come, gone or changed their type since; a text that has
            one of them must be read again.
        made: what the graph in the store was made of; None where the store may have another.
    """

    annotations: bytes
    names: tuple[str, ...] = ()
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class ToKeep:
    """What a build read in a document, packed, and what its graph is made of."""

    annotations: bytes
    made: Made


class KeptAnnotations:
    """The kept annotations of a store, as a build with some knowledge sees them; StoreError where
    the file is damaged, or cannot be written."""

    def __init__(self, store: GraphStore, fingerprints: Fingerprints, knowledge: Knowledge) -> None:
        self._path = store.path / FILE
        self._fingerprints = fingerprints
        self._knowledge = knowledge
        self._then: dict[str, tuple[str, ...]] = {}
        with self._errors():
            self._rows = sqlite3.connect(self._path, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode = WAL")
            if self._rows.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
                self._rows.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def find(self, fingerprint: str, before: str | None) -> Kept | None:
        """What is kept of a document.

        Args:
            fingerprint: of the document now.
            before: the one that the store has of its source.
        """
        query = "SELECT reading, names, annotations, versions, mapping, made, links FROM kept "
        with self._errors():
            found = self._rows.execute(query + "WHERE content = ?", [content_of(fingerprint)])
            row = found.fetchone()
        if row is None or row[0] != self._fingerprints.reading:
            return None
        _, names, annotations, versions, mapping, *made = row
        stands = (
            before is not None
            and content_of(before) == content_of(fingerprint)
            and versions_of(before) == versions
            and mapping == self._fingerprints.mapping
        )
        return Kept(annotations, self._changed_since(names), Made(*made) if stands else None)

    def keep(self, found: Iterable[tuple[str, ToKeep]]) -> None:
        """Keep what was read in documents whose graphs the store has now, by fingerprint."""
        now = self._fingerprints
        rows = [
            (content_of(fingerprint), now.reading, self._names, each.annotations,
             versions_of(fingerprint), now.mapping, *each.made)
            for fingerprint, each in found
        ]  # fmt: skip
        self._write("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def renew(self, found: Iterable[tuple[str, Made]]) -> None:
        """Note that the graphs of documents are the same with today's knowledge, by fingerprint."""
        rows = [
            (versions_of(fingerprint), self._names, made.links, content_of(fingerprint))
            for fingerprint, made in found
        ]
        self._write("UPDATE kept SET versions = ?, names = ?, links = ? WHERE content = ?", rows)

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            with self._errors(), self._rows:
                self._rows.execute("BEGIN")
                self._rows.executemany(statement, rows)

    @cached_property
    def _now(self) -> Mapping[str, str]:
        return {name: str(type) for name, type in known_names(self._knowledge).items()}

    @cached_property
    def _names(self) -> str:
        """The digest of today's names, which the file has from now on."""
        listing = json.dumps(self._now, sort_keys=True)
        digest = hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        self._write("INSERT OR IGNORE INTO names VALUES (?, ?)", [(digest, listing)])
        return digest

    def _changed_since(self, digest: str) -> tuple[str, ...]:
        """The names that are not what they were when the file had these."""
        if digest == self._names:
            return ()
        if digest not in self._then:
            query = "SELECT listing FROM names WHERE digest = ?"
            with self._errors():
                (listing,) = self._rows.execute(query, [digest]).fetchone()
            changed = self._now.items() ^ json.loads(listing).items()
            self._then[digest] = tuple(sorted({name for name, _ in changed}))
        return self._then[digest]

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            reason = f"{self._path}: cannot be used ({error}); remove it, and build again"
            raise StoreError(reason) from error


def open_kept(
    settings: Settings, store: GraphStore, fingerprints: Fingerprints
) -> KeptAnnotations | None:
    """The kept annotations of a store: where the settings ask for them, or it has some already."""
    asked = settings.keep_annotations and store.path.is_dir()
    if not asked and not (store.path / FILE).exists():
        return None
    knowledge = Knowledge.read(settings.knowledge_files, settings.judgements_file)
    return KeptAnnotations(store, fingerprints, knowledge)


def clear(store: GraphStore) -> None:
    """Remove what is kept of documents that the store no longer has."""
    if not (store.path / FILE).exists():
        return
    said = store.facts.match(None, store.namespaces.own("fingerprint"), None)
    rows = ((content_of(text_of(quad.object)),) for quad in said)
    with sqlite3.connect(store.path / FILE) as kept:
        kept.execute("CREATE TEMP TABLE there (content TEXT PRIMARY KEY)")
        kept.executemany("INSERT OR IGNORE INTO there VALUES (?)", rows)
        kept.execute("DELETE FROM kept WHERE content NOT IN (SELECT content FROM there)")
    kept.close()
