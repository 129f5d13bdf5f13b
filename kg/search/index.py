"""The search: entities, statements and articles that have the words typed, or similar ones."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.search.facts import Facts, facts_of
from kg.search.folding import folded
from kg.search.matching import Matcher
from kg.search.snippets import Piece, snippet
from kg.search.variants import variants

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class EntityHit:
    """An entity by one of its names. `similar`: found by another spelling."""

    iri: str
    type: str
    name: str
    also: tuple[str, ...]
    mentions: int
    similar: bool


@dataclass(frozen=True, slots=True)
class StatementHit:
    """A statement by its words or its speaker's name. `similar`: found by another spelling."""

    iri: str
    stance: str
    pieces: tuple[Piece, ...]
    document: str
    date: str | None
    speaker: str | None
    speaker_name: str | None
    similar: bool


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article by its headline or text. `similar`: found by another spelling."""

    iri: str
    headline: str | None
    published: str | None
    publisher: str | None
    pieces: tuple[Piece, ...]
    similar: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best first, what is spelled differently last.

    Attributes:
        entities: those of exactly that name first, then the most mentioned.
        statements: in the order of how well the words fit (BM25).
        articles: in the same order.
        spellings: other spellings that were looked for.
    """

    entities: tuple[EntityHit, ...] = ()
    statements: tuple[StatementHit, ...] = ()
    articles: tuple[ArticleHit, ...] = ()
    spellings: tuple[str, ...] = ()


class SearchIndex:
    """An index that `write_index` wrote, opened to be searched."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        """Close the index."""
        self._connection.close()

    @cached_property
    def _vocabulary(self) -> list[str]:
        return [word for (word,) in self._connection.execute("SELECT word FROM vocabulary")]

    @cached_property
    def matcher(self) -> Matcher:
        """Finds entities by the names in somebody's table."""
        return Matcher(self._connection)

    def facts(self, iris: Iterable[str], properties: Iterable[str]) -> Facts:
        """What is known of entities; see `kg.search.facts.facts_of`."""
        return facts_of(self._connection, iris, properties)

    def entity(self, iri: str) -> EntityHit | None:
        """The entity of an IRI; None if the index does not have it."""
        row = self._connection.execute("SELECT * FROM entity WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else _entity_hit(row[1:], similar=False)

    def search(self, text: str, limit: int = 20) -> Found:
        """Find what has all the words of a text, each as the beginning of a word; what somebody
        typed is data, whatever characters it has."""
        words = folded(text).split()[:_MOST_WORDS]
        if not words:
            return Found()
        spelled = variants(words, self._vocabulary)
        marked = frozenset(words) | {other for others in spelled.values() for other in others}
        finder = _Finder(self._connection, words, spelled, marked, limit)
        return Found(
            tuple(finder.entities(" ".join(words))),
            tuple(finder.statements()),
            tuple(finder.articles()),
            tuple(dict.fromkeys(other for others in spelled.values() for other in others)),
        )


class _Finder:
    def __init__(
        self,
        connection: sqlite3.Connection,
        words: list[str],
        spelled: Mapping[str, list[str]],
        marked: frozenset[str],
        limit: int,
    ) -> None:
        self._connection = connection
        self._exact = " AND ".join(f'"{word}"*' for word in words)
        self._similar = " AND ".join(
            "(" + " OR ".join([f'"{word}"*', *(f'"{other}"' for other in spelled[word])]) + ")"
            for word in words
        )
        self._prefixes = tuple(words)
        self._marked = marked
        self._limit = limit

    def entities(self, asked: str) -> list[EntityHit]:
        rows = self._rows("entity", "mentions DESC, iri")
        hits = [_entity_hit(row, similar) for similar, _, *row in rows]
        exact = {hit.iri for hit in hits if asked in map(folded, (hit.name, *hit.also))}
        return sorted(hits, key=lambda hit: (hit.similar, hit.iri not in exact))

    def statements(self) -> list[StatementHit]:
        rows = self._rows("statement", "rank, date DESC, iri")
        return [
            StatementHit(
                iri, stance, self._snippet(text, 400), document, date, speaker, name, similar
            )
            for similar, _, iri, stance, text, document, date, speaker, name in rows
        ]

    def articles(self) -> list[ArticleHit]:
        rows = self._rows("article", "rank, published DESC, iri")
        return [
            ArticleHit(iri, headline, published, publisher, self._snippet(text or "", 220), similar)
            for similar, _, iri, headline, published, publisher, text in rows
        ]

    def _snippet(self, text: str, length: int) -> tuple[Piece, ...]:
        return tuple(snippet(text, self._marked, self._prefixes, length))

    def _rows(self, table: str, order: str) -> list[tuple[Any, ...]]:
        """The rows that match as typed, then those that match in another spelling.

        The first value of a row says whether it matches in another spelling.
        """
        sql = (
            f"SELECT {table}.* FROM {table}_words JOIN {table} ON id = {table}_words.rowid "
            f"WHERE {table}_words MATCH ? ORDER BY {order} LIMIT ?"
        )
        rows = self._connection.execute(sql, (self._exact, self._limit)).fetchall()
        if len(rows) == self._limit or self._similar == self._exact:
            return [(False, *row) for row in rows]
        known = {row[0] for row in rows}
        more = self._connection.execute(sql, (self._similar, 2 * self._limit)).fetchall()
        other = [row for row in more if row[0] not in known][: self._limit - len(rows)]
        return [*((False, *row) for row in rows), *((True, *row) for row in other)]


def _entity_hit(row: Sequence[Any], similar: bool) -> EntityHit:
    iri, kind, name, also, mentions = row
    return EntityHit(iri, kind, name, tuple(also.split("\n")) if also else (), mentions, similar)
