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
from functools import cache, cached_property
from typing import NamedTuple

from kg.build.fingerprint import Fingerprints, content_of, versions_of
from kg.documents.packing import zstd
from kg.errors import StoreError
from kg.identity import Knowledge, known_names
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.facts import text_of

FILE = "annotations.sqlite"

_LAYOUT = 2
_TABLES = f"""
DROP TABLE IF EXISTS kept;
DROP TABLE IF EXISTS names;
DROP TABLE IF EXISTS listings;
CREATE TABLE kept (
  content TEXT PRIMARY KEY, reading TEXT, annotations BLOB, mapping TEXT, graph TEXT,
  versions TEXT, names TEXT, judged TEXT, links BLOB, asked TEXT
);
CREATE TABLE listings (digest TEXT PRIMARY KEY, listing TEXT) WITHOUT ROWID;
PRAGMA user_version = {_LAYOUT};
"""


class Made(NamedTuple):
    """What a graph was made of: a digest of the resolved document, its links in N-Quads, and the
    keys that judgements were asked about."""

    graph: str
    links: bytes
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier build read in a document.

    Attributes:
        annotations: packed, as `kg.build.packed` has them.
        names: the known names that have come, gone or changed their type since; a text that has
            one of them must be read again.
        made: what the graph in the store was made of; None where the store may have another.
        stands: whether it would be made of the same today: nothing that it asked about was judged.
    """

    annotations: bytes
    names: tuple[str, ...] = ()
    made: Made | None = None
    stands: bool = False


class KeptAnnotations:
    """The kept annotations of a store, as a build with some knowledge sees them; StoreError where
    the file is damaged, or cannot be written."""

    def __init__(self, store: GraphStore, fingerprints: Fingerprints, knowledge: Knowledge) -> None:
        self._path = store.path / FILE
        self._fingerprints = fingerprints
        self._knowledge = knowledge
        self._renamed = cache(self._find_renamed)
        self._judged_since = cache(self._find_judged_since)
        with self._errors():
            self._rows = sqlite3.connect(self._path, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode = WAL")
            if self._rows.execute("PRAGMA user_version").fetchone() != (_LAYOUT,):
                self._rows.executescript(_TABLES)

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def find(self, fingerprint: str, before: str | None) -> Kept | None:
        """What is kept of a document, by its fingerprint now and the one that the store has."""
        query = "SELECT * FROM kept WHERE content = ?"
        with self._errors():
            row = self._rows.execute(query, [content_of(fingerprint)]).fetchone()
        if row is None or row[1] != self._fingerprints.reading:
            return None
        content, _, annotations, mapping, graph, versions, names, judged, links, asked = row
        names = self._renamed(names)
        if before != f"{versions}-{content}" or mapping != self._fingerprints.mapping:
            return Kept(annotations, names)
        with self._errors():
            made = Made(graph, zstd.decompress(links), frozenset(asked.split()))
        judged_since = self._judged_since(judged)
        stands = judged_since is not None and made.asked.isdisjoint(judged_since)
        return Kept(annotations, names, made, stands)

    def keep(self, found: Iterable[tuple[str, bytes, Made]]) -> None:
        """Keep the packed annotations of documents whose graphs the store has now, and what these
        are made of, by fingerprint."""
        reading, mapping = self._fingerprints.reading, self._fingerprints.mapping
        rows = [
            (content_of(each), reading, packed, mapping, made.graph, *self._known(each, made))
            for each, packed, made in found
        ]
        self._write(f"INSERT OR REPLACE INTO kept VALUES (?{', ?' * 9})", rows)

    def renew(self, found: Iterable[tuple[str, Made]]) -> None:
        """Note that the graphs of documents are the same with today's knowledge, by fingerprint."""
        rows = [(*self._known(each, made), content_of(each)) for each, made in found]
        columns = "versions = ?, names = ?, judged = ?, links = ?, asked = ?"
        self._write(f"UPDATE kept SET {columns} WHERE content = ?", rows)

    def _known(self, fingerprint: str, made: Made) -> tuple[object, ...]:
        """The columns that today's knowledge and judgements fill."""
        links, asked = zstd.compress(made.links), " ".join(sorted(made.asked))
        return versions_of(fingerprint), self._names, self._judged, links, asked

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
        return self._listed(json.dumps(self._now, sort_keys=True))

    @cached_property
    def _judged(self) -> str:
        """The digest of today's judgements, beside what else is known; as `_names`."""
        return self._listed(f"{self._fingerprints.knowledge}\n{self._knowledge.judgements}")

    def _find_renamed(self, digest: str) -> tuple[str, ...]:
        """The names that are not what they were when the file had these."""
        changed = self._now.items() ^ json.loads(self._listing(digest)).items()
        return tuple(sorted({name for name, _ in changed}))

    def _find_judged_since(self, digest: str) -> set[str] | None:
        """The keys that were judged otherwise then; None where something else was known."""
        known, *lines = self._listing(digest).splitlines()
        same = known == self._fingerprints.knowledge
        return self._knowledge.judgements.differing(lines, self._path) if same else None

    def _listed(self, listing: str) -> str:
        digest = hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        self._write("INSERT OR IGNORE INTO listings VALUES (?, ?)", [(digest, listing)])
        return digest

    def _listing(self, digest: str) -> str:
        query = "SELECT listing FROM listings WHERE digest = ?"
        with self._errors():
            (listing,) = self._rows.execute(query, [digest]).fetchone()
        return str(listing)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zstd.ZstdError) as error:
            reason = f"{self._path}: cannot be used ({error}); remove it, and build again"
            raise StoreError(reason) from error


def open_kept(
    settings: Settings, store: GraphStore, fingerprints: Fingerprints
) -> KeptAnnotations | None:
    """The kept annotations of a store: where the settings ask for them, or it has some already."""
    asked = settings.keep_annotations and store.path.is_dir()
    if not asked and not (store.path / FILE).exists():
        return None
    return KeptAnnotations(store, fingerprints, Knowledge.of(settings))


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
