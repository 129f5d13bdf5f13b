"""From a dump to an index: staged beside it with checkpoints, sorted, and swapped in at the end.

While a dump is read, items and names go into PATH.partial as they come; each transaction holds
the position reached, so that a killed import goes on from there. When the dump has ended, the
index is written in one go, in the order of its keys, into PATH.new, which then replaces PATH. The
same dump and filters give the same bytes, however often the import was interrupted.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError, KnowledgeError
from kg.identity.wikidata.dump import Position, entities, identity
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.index import FORMAT, version_of
from kg.identity.wikidata.item import Item, parse_item

Progress = Callable[[int], object]

CHECKPOINT = 10_000  # lines of the dump
_CACHE = "PRAGMA cache_size = -65536"  # 64 MB: what sorting may hold too


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the lines that the dump has, the one it went on after (0 when begun
    anew), and the items and names that the index holds."""

    lines: int
    resumed: int
    items: int
    names: int


def import_dump(
    dump: Path, path: Path, filters: Filters | None = None, progress: Progress | None = None
) -> ImportReport:
    """Make an index of a dump (.json, .json.gz or .json.bz2).

    An import of the same dump with the same filters that was killed goes on where it was; any
    other unfinished one is given up. An index at the path stays in use until the new one is whole.

    Args:
        filters: what to keep; everything by default.

    Raises:
        InputError: the dump is broken or cut off; names the line.
        KnowledgeError: the index cannot be written, or another import is writing it.
    """
    filters = filters or Filters()
    version = version_of(identity(dump), filters)
    with staged(path, version) as database:
        start = Position(*database.execute("SELECT line, byte FROM progress").fetchone())
        lines = _fill(database, dump, start, filters, progress or (lambda line: None))
        items, names = finish(database, path, version, filters, dump.name)
    return ImportReport(lines, start.line, items, names)


@contextmanager
def staged(path: Path, version: str) -> Iterator[sqlite3.Connection]:
    """The staging database of an index, removed once the block has made the index; KnowledgeError
    where one of them cannot be written, or another import is writing it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f"{path.name}.partial")
    with _sqlite_errors(path), closing(_stage(staging, version)) as database:
        yield database
    _remove(staging)


def _stage(staging: Path, version: str) -> sqlite3.Connection:
    """The staging database, held by this process alone; emptied where it is of another import."""
    database = sqlite3.connect(staging, timeout=0, isolation_level=None)
    database.executescript(f"PRAGMA locking_mode = EXCLUSIVE; {_CACHE}; BEGIN EXCLUSIVE;")
    database.executescript(_sql("staging"))
    if database.execute("SELECT version FROM progress").fetchone() != (version,):
        for table in ("progress", "item", "name", "subclass"):
            database.execute(f"DELETE FROM {table}")
        database.execute("INSERT INTO progress VALUES (?, 0, 0)", (version,))
    if database.in_transaction:
        database.execute("COMMIT")
    return database


def _fill(
    database: sqlite3.Connection, dump: Path, start: Position, filters: Filters, tell: Progress
) -> int:
    """Read the rest of the dump; the number of its last line with an entity."""
    position = start
    database.execute("BEGIN")
    try:
        for position, record in entities(dump, start):
            if record.get("type") == "item":
                keep(database, _item(record, filters, f"{dump}:{position.line}"), filters)
            if position.line % CHECKPOINT == 0:
                _checkpoint(database, position)
                database.execute("BEGIN")
                tell(position.line)
    except KgError:
        database.execute("ROLLBACK")
        raise
    _checkpoint(database, position)
    return position.line


def _checkpoint(database: sqlite3.Connection, position: Position) -> None:
    database.execute("UPDATE progress SET line = ?, byte = ?", position)
    database.execute("COMMIT")


def _item(record: dict[str, Any], filters: Filters, where: str) -> Item:
    try:
        return parse_item(record, filters)
    except (KeyError, TypeError, ValueError, AttributeError, KgError) as error:
        reason = f"not an item as Wikidata writes it ({type(error).__name__}: {error})"
        raise InputError(where, f"{reason}; get the dump again") from error


def keep(database: sqlite3.Connection, item: Item, filters: Filters) -> None:
    """Stage what is kept of an item."""
    if parents := [(item.id, parent) for parent in item.superclasses]:
        database.executemany("INSERT INTO subclass VALUES (?, ?)", parents)
    if not item.names or not filters.admits_types(item.types):
        return
    terms = ((str(post), begin, end) for post, begin, end in item.terms)
    lists = (item.types, item.countries, item.posts, item.related)
    cells = (" ".join(map(str, each)) for each in lists)
    row = (item.id, item.label, *cells, item.latitude, item.longitude, item.geonames)
    database.execute(
        f"INSERT OR IGNORE INTO item VALUES ({', '.join('?' * 12)})",
        (*row, item.sitelinks, item.wikipedia, " ".join(map("/".join, terms))),
    )
    names = [(key, item.sitelinks, item.id, label) for key, label in item.names.items() if key]
    database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", names)


def finish(
    database: sqlite3.Connection, path: Path, version: str, filters: Filters, source: str
) -> tuple[int, int]:
    """Write the index, sorted, in the place of an older one; how many items and names it holds."""
    new = path.with_name(f"{path.name}.new")
    _remove(new)
    database.execute("ATTACH ? AS new", (str(new),))
    database.executescript(f"{_CACHE}; PRAGMA new.page_size = 4096; BEGIN;")
    for statement in _sql("index").split(";"):
        database.execute(statement)
    items, names = (
        int(database.execute(f"SELECT count(*) FROM new.{table}").fetchone()[0])
        for table in ("item", "name")
    )
    meta = {
        "format": FORMAT,
        "version": hashlib.sha256(version.encode()).hexdigest()[:16],
        "dump": source,
        "filters": str(filters),
        "items": str(items),
        "names": str(names),
    }
    database.executemany("INSERT INTO new.meta VALUES (?, ?)", meta.items())
    database.execute("COMMIT")
    database.execute("DETACH new")
    new.replace(path)
    return items, names


def _remove(path: Path) -> None:
    """Remove a database that is no longer wanted."""
    for end in ("", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    """Say in one line what is wrong with an index or what is staged for it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise KnowledgeError(f"{path}: another import is writing this index") from error
        raise KnowledgeError(f"{path}: the index cannot be written: {error}") from error
    except sqlite3.DatabaseError as error:
        raise KnowledgeError(
            f"{path}.partial: not an unfinished import ({error}); delete it and run again"
        ) from error


def _sql(name: str) -> str:
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
