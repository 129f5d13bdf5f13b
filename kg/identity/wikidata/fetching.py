"""From a SPARQL endpoint to an index: page by page, each in a transaction, gone on with later.

People, organizations and places come in bands by the number of pages about them, each band in the
order of their numbers. The place reached is staged with what was fetched, as an import does it.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.errors import ServiceError
from kg.identity.reconciliation.web import UnreachableError
from kg.identity.wikidata.endpoint import Endpoint
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.importing import ImportReport, Progress, finish, keep, staged
from kg.identity.wikidata.index import version_of
from kg.identity.wikidata.item import Item
from kg.identity.wikidata.rows import items_of, numbers

PAGE = 200  # items
_LEAST_PAGE = 10
_WIDE = (50, 100, 200, 100_000)  # pages about an item: where wide bands begin
_AGAIN = "what was fetched is kept: call the same command again, and it goes on from there"
_DIGESTED = (
    "SELECT * FROM item ORDER BY id",
    "SELECT DISTINCT key, item, label FROM name ORDER BY key, item, label",
    "SELECT DISTINCT item, parent FROM subclass ORDER BY item, parent",
)


def fetch(
    endpoint: Endpoint,
    path: Path,
    least: int = 20,
    languages: Iterable[str] = ("en",),
    progress: Progress | None = None,
) -> ImportReport:
    """Make an index of what an endpoint has.

    A fetch of the same things that was ended goes on where it was. An index at the path stays in
    use until the new one is whole.

    Args:
        least: the pages in Wikimedia projects about an item that is fetched.
        languages: those of its names, the first the one to show.

    Raises:
        ServiceError: the endpoint fails; what was fetched is kept.
        KnowledgeError: the index cannot be written, or another import is writing it.
    """
    filters = Filters.of(languages=languages)
    wanted = version_of(f"{endpoint.address} {least}", filters)
    with staged(path, wanted) as database:
        (before,) = database.execute("SELECT count(*) FROM item").fetchone()
        _Fetch(database, endpoint, filters, progress or (lambda count: None)).run(least)
        version = f"{wanted} {_digest(database)}"
        items, names = finish(database, path, version, filters, endpoint.address)
    return ImportReport(items, before, items, names)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: the number of its last item, whether it is the last of its band, its items with
    those of their posts, and pairs of a class and one that it is a subclass of."""

    last: int
    ends: bool
    items: list[Item]
    classes: list[tuple[int, int]]


class _Fetch:
    def __init__(
        self, database: sqlite3.Connection, endpoint: Endpoint, filters: Filters, tell: Progress
    ) -> None:
        self._database = database
        self._endpoint = endpoint
        self._filters = filters
        self._tell = tell
        self._size = PAGE
        self._posts: set[int] = set()
        self._types: set[int] = set()

    def run(self, least: int) -> None:
        """Fetch from the band and after the item that were reached."""
        band, after = self._database.execute("SELECT line, byte FROM progress").fetchone()
        bands = list(_bands(least))
        while band < len(bands):
            least_pages, most_pages = bands[band]
            page = self._smaller_where_it_fails(least_pages, most_pages, after)
            band, after = (band + 1, 0) if page.ends else (band, page.last)
            self._store(page, band, after)

    def _smaller_where_it_fails(self, least: int, most: int, after: int) -> _Page:
        """A page, of half as many items each time that the endpoint cannot give one."""
        while True:
            try:
                return self._page(least, most, after)
            except ServiceError as error:
                if isinstance(error, UnreachableError) or self._size <= _LEAST_PAGE:
                    raise ServiceError(f"{self._endpoint.address}: {error}; {_AGAIN}") from error
                self._size //= 2

    def _page(self, least: int, most: int, after: int) -> _Page:
        found = self._endpoint.items(least, most, after, self._size)
        items = self._items(found)
        held = {post for item in items for post in (*item.posts, *(t[0] for t in item.terms))}
        posts = self._items(sorted(held - self._posts - set(found)))
        types = {type for item in (*items, *posts) for type in item.types} - self._types
        rows = self._endpoint.classes(types) if types else []
        pairs = [numbers([row[each]["value"]]) for row in rows for each in ("item", "parent")]
        classes = [(a[0], b[0]) for a, b in zip(pairs[::2], pairs[1::2], strict=True) if a and b]
        self._posts |= held
        self._types |= types
        return _Page(max(found, default=after), len(found) < self._size, items + posts, classes)

    def _items(self, ids: list[int]) -> list[Item]:
        languages = (*self._filters.languages, "mul")
        rows = self._endpoint.facts(ids, languages) if ids else []
        return items_of(rows, self._filters)

    def _store(self, page: _Page, band: int, after: int) -> None:
        self._database.execute("BEGIN")
        for item in page.items:
            keep(self._database, item, self._filters)
        self._database.executemany("INSERT INTO subclass VALUES (?, ?)", page.classes)
        self._database.execute("UPDATE progress SET line = ?, byte = ?", (band, after))
        self._database.execute("COMMIT")
        (count,) = self._database.execute("SELECT count(*) FROM item").fetchone()
        self._tell(count)


def _bands(least: int) -> Iterator[tuple[int, int]]:
    """The least and the most pages about the items of each band, those with most pages first.

    Many items have few pages: a band each keeps what the endpoint must sort small.

    >>> list(_bands(48))
    [(200, 99999), (100, 199), (50, 99), (49, 49), (48, 48)]
    """
    wide = [(begin, end - 1) for begin, end in pairwise(_WIDE)]
    for begin, end in reversed(wide):
        if end >= least:
            yield max(begin, least), end
    for pages in range(_WIDE[0] - 1, least - 1, -1):
        yield pages, pages


def _digest(database: sqlite3.Connection) -> str:
    """A hash of what was fetched."""
    digest = hashlib.sha256()
    for select in _DIGESTED:
        for row in database.execute(select):
            digest.update(repr(row).encode())
    return digest.hexdigest()[:16]
