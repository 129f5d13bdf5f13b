"""Writes the index of a graph; the same graph gives the same bytes."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.identity.places.countries import countries
from kg.queries import bind, load_query
from kg.search.facts import PROPERTIES
from kg.search.folding import folded
from kg.search.matching import name_keys

_HERE = Path(__file__).parent

Row = dict[str, str]


def write_index(snapshot: Path, target: Path, *, base: str) -> None:
    """Write the index of a store.

    Args:
        snapshot: the folder of an Oxigraph store that nobody writes to.
        target: the file to write; it appears once it is complete.
    """
    started = target.with_suffix(".new")
    started.unlink(missing_ok=True)
    store = Store.read_only(str(snapshot))
    connection = sqlite3.connect(started)
    try:
        with connection:
            connection.executescript((_HERE / "schema.sql").read_text(encoding="utf-8"))
            _Writer(connection, store, base).write()
    finally:
        connection.close()
    started.replace(target)


class _Writer:
    def __init__(self, connection: sqlite3.Connection, store: Store, base: str) -> None:
        self._connection = connection
        self._store = store
        self._base = base
        self._vocabulary: set[str] = set()

    def write(self) -> None:
        self._insert("entity", self._entities())
        self._insert_names()
        self._insert_facts()
        self._insert("statement", self._statements())
        self._insert("article", self._articles())
        words = [(word,) for word in sorted(self._vocabulary)]
        self._connection.executemany("INSERT INTO vocabulary VALUES (?)", words)

    def _insert(self, table: str, found: Iterable[tuple[tuple[object, ...], str]]) -> None:
        """Insert rows into a table, and the words to find each by into its full-text table."""
        for number, (values, text) in enumerate(found, 1):
            marks = ", ".join("?" * (len(values) + 1))
            self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", (number, *values))
            words = folded(text)
            self._vocabulary.update(words.split())
            self._connection.execute(
                f"INSERT INTO {table}_words (rowid, words) VALUES (?, ?)", (number, words)
            )

    def _insert_names(self) -> None:
        """Insert the names of the entities as they are compared, and their words."""
        rows = self._connection.execute("SELECT id, name, also FROM entity").fetchall()
        named = ((id, each) for id, name, also in rows for each in (name, *also.split("\n")))
        keys = sorted({(key, id) for id, name in named for key in name_keys(name)})
        words = sorted({(word, id) for key, id in keys for word in key.split()})
        self._connection.executemany("INSERT INTO name VALUES (?, ?)", keys)
        self._connection.executemany("INSERT INTO name_word VALUES (?, ?)", words)

    def _insert_facts(self) -> None:
        ids = dict(self._connection.execute("SELECT iri, id FROM entity"))
        for property in PROPERTIES:
            found = (
                (ids[row["entity"]], property, row["value"], self._name_of(row))
                for row in self._rows(f"facts/{property}")
                if row["entity"] in ids
            )
            self._connection.executemany("INSERT INTO fact VALUES (?, ?, ?, ?)", found)

    def _name_of(self, row: Row) -> str:
        """The name of a value, also where it is a country that the graph does not describe."""
        country = countries().by_key.get(row["value"].removeprefix(self._base))
        return row.get("name") or (country.entity.name if country else "")

    def _entities(self) -> Iterator[tuple[tuple[object, ...], str]]:
        mentions = {row["entity"]: int(row["mentions"]) for row in self._rows("mentions")}
        for iri, group in groupby(self._rows("entities"), key=lambda row: row["entity"]):
            rows = list(group)
            country = countries().by_key.get(iri.removeprefix(self._base))
            known = country.names if country else ()
            names = list(dict.fromkeys((*(row["name"] for row in rows), *known)))
            values = (iri, rows[0]["type"], names[0], "\n".join(names[1:]), mentions.get(iri, 0))
            yield values, "\n".join(names)

    def _statements(self) -> Iterator[tuple[tuple[object, ...], str]]:
        for iri, group in groupby(self._rows("statements"), key=lambda row: row["statement"]):
            rows = list(group)
            first, speakers = rows[0], " ".join(row.get("speakerName", "") for row in rows)
            named = ("stance", "text", "document", "date", "speaker", "speakerName")
            yield (iri, *(first.get(name) for name in named)), f"{speakers}\n{first['text']}"

    def _articles(self) -> Iterator[tuple[tuple[object, ...], str]]:
        named = ("document", "headline", "published", "publisher", "text")
        for row in self._rows("articles"):
            text = f"{row.get('headline', '')}\n{row.get('text', '')}"
            yield tuple(row.get(name) for name in named), text

    def _rows(self, name: str) -> Iterator[Row]:
        query = load_query(_HERE / "queries" / f"{name}.rq")
        found = self._store.query(bind(query, {}, base=self._base))
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        for row in found:
            terms = ((name, row[name]) for name in names)
            yield {
                name: term.value for name, term in terms if isinstance(term, NamedNode | Literal)
            }
