"""The store: Oxigraph on disk, named graphs that come and go as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat

from kg.errors import DamageError, StoreError
from kg.mapping import DEFAULT_BASE, Namespaces
from kg.store.changes import update_text
from kg.store.engine import ENGINE_ERRORS, Reader, open_engine, unreadable
from kg.store.facts import Facts
from kg.store.folder import VERSION_FILE, check_folder, read_version, write_version
from kg.store.links import orphaned_links
from kg.store.lock import StoreLock
from kg.store.merge import in_default_graph, merge_change, triples_of
from kg.store.migration import migrate

if TYPE_CHECKING:
    from kg.store.remote import Endpoint

QueryResults: TypeAlias = QuerySolutions | QueryTriples | QueryBoolean
# A server takes a snapshot of the store after a change, which is soon done.
_WAIT = 2.0  # seconds
# From here on, writing tables of their own costs less than a transaction, whose cost for a quad
# grows with the quads before it. Both are there wholly or not at all after a kill.
_BULK = 5_000  # quads


class GraphStore:
    """An open store. A context manager: leaving it closes the store and lets others in.

    Attributes:
        base: the IRI that everything of ours stands below.
        namespaces: the IRIs below the base, those of the named graphs among them.
    """

    def __init__(
        self, path: Path, base: str, reader: Reader, release: Callable[[], object], read_only: bool
    ) -> None:
        self.path = path
        self.base = base
        self.read_only = read_only
        self.namespaces = Namespaces(base)
        self._reader: Reader | None = reader
        self._release = release
        self._written = False

    @classmethod
    def open(
        cls, path: str | Path, *, base: str | None = None, read_only: bool = False
    ) -> GraphStore:
        """Open the store in a folder; a new one is made unless `read_only`.

        Any number of processes may read a store together, or one write it.

        Args:
            path: the folder.
            base: base IRI of a new store, and the one that an existing store must have.
            read_only: open to read; the store must exist.

        Raises:
            StoreError: no store, one of another version or base, or one that is in use.
        """
        folder = Path(path)
        check_folder(folder, may_create=not read_only)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be made: {error.strerror}") from error
        if (folder / VERSION_FILE).exists():
            migrate(folder)
        lock = StoreLock(folder, exclusive=not read_only, wait=_WAIT)
        try:
            return cls._open_locked(folder, base, read_only, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def in_memory(cls, *, base: str = DEFAULT_BASE) -> GraphStore:
        """An empty store that lives in memory and is gone when closed."""
        return cls(Path(":memory:"), base, pyoxigraph.Store(), lambda: None, False)

    @classmethod
    def at(cls, endpoint: Endpoint, *, base: str = DEFAULT_BASE) -> GraphStore:
        """The store of another server, to read, with the base IRI of what kg has put there;
        StoreError where the address is none of a server."""
        # The library for HTTP takes a while to import, which other commands need not wait for.
        from kg.store.remote.reader import RemoteReader

        reader = RemoteReader(endpoint, base)
        # The names of files are those that the other store has.
        return cls(Path("store"), base, reader, reader.close, True)

    @classmethod
    def _open_locked(
        cls, folder: Path, base: str | None, read_only: bool, lock: StoreLock
    ) -> GraphStore:
        try:
            if not (folder / VERSION_FILE).exists():
                write_version(folder, base or DEFAULT_BASE)
            _, stored_base = read_version(folder)
            if base is not None and base != stored_base:
                raise StoreError(
                    f"{folder}: the store has the base IRI {stored_base}, not {base}; "
                    "set it in kg.toml or build into another folder"
                )
            engine = open_engine(folder / "oxigraph", read_only=read_only)
        except ENGINE_ERRORS as error:
            raise DamageError(folder, f"the store cannot be opened: {error}") from error
        return cls(folder, stored_base, engine, lock.release, read_only)

    def close(self) -> None:
        """Close the store; results of queries that are still being read stay valid. StoreError
        where the disk is full or at fault, and what was written stays."""
        try:
            self.flush()
        finally:
            self._reader = None
            self._release()

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, *_: object
    ) -> None:
        try:
            self.close()
        except StoreError:
            if error is None:
                raise
        fault = unreadable(self.path, error)
        if fault is not None:
            raise fault from error

    def flush(self) -> None:
        """Move what was written from the store's memory and journal to its tables.

        The journal holds what is in memory alone, however the process ends. But a store with a long
        one opens slowly, and damage to it goes unseen, while tables are checked as they are read.
        StoreError where the disk is full or at fault; what was written stays.
        """
        if not self._written:
            return
        self._written = False
        try:
            self.engine.flush()
        except ENGINE_ERRORS as error:
            raise StoreError(f"{self.path}: cannot be flushed: {error}") from error

    @property
    def reader(self) -> Reader:
        """Reads the store; StoreError where it is closed."""
        if self._reader is None:
            raise StoreError(f"{self.path}: the store is closed; open it again")
        return self._reader

    @property
    def engine(self) -> pyoxigraph.Store:
        """The Oxigraph store itself; StoreError where it is closed, or another server's."""
        if not isinstance(self.reader, pyoxigraph.Store):
            raise StoreError("the store of another server can only be asked")
        return self.reader

    @property
    def facts(self) -> Facts:
        """What the named graphs say."""
        return Facts(self.reader, self.namespaces)

    def replace_graphs(
        self,
        graphs: Mapping[NamedNode, Collection[Quad]],
        *,
        drop: Iterable[NamedNode] = (),
        also: Iterable[Quad] = (),
        also_remove: Iterable[Quad] = (),
    ) -> None:
        """Replace some named graphs as a whole and drop others, in one transaction.

        Links of entities that occur in no document graph afterwards go in the same transaction.

        Args:
            graphs: for each named graph, all quads that it shall hold.
            drop: named graphs to remove, there or not.
            also: quads of other graphs to add (the record of the run, links).
            also_remove: quads of other graphs to remove, before `also` is added.

        Raises:
            StoreError: nothing was written, for want of space or another fault of the disk.
        """
        dropped = sorted(set(drop) - set(graphs), key=str)
        removed, added = list(also_remove), list(also)
        for graph, quads in graphs.items():
            new = set(quads)
            old = set(self.quads(graph))
            if any(quad.graph_name != graph for quad in new):
                raise ValueError(f"quads of another graph among those of {graph}")
            removed += old - new
            added += new - old
        leaving = removed + [quad for graph in dropped for quad in self.quads(graph)]
        if leaving:
            orphaned = orphaned_links(self.engine, self.namespaces, graphs, dropped, leaving)
            removed += orphaned
            leaving += orphaned
        left, entered = merge_change(self.engine, leaving, added)
        removed, added = removed + left, added + entered
        with self._writing():
            if dropped or removed:
                self.engine.update(update_text(dropped, removed, added))
            elif len(added) >= _BULK:
                self.engine.bulk_extend(added)
            elif added:
                self.engine.extend(added)

    def add_graphs(self, graphs: Collection[bytes], also: Collection[Quad]) -> None:
        """Add named graphs that are not there, in one transaction, while other threads work.

        Args:
            graphs: the quads of each, in N-Quads as kg writes them.
            also: quads of other graphs to add.

        Raises:
            StoreError: as `replace_graphs`.
        """
        others = pyoxigraph.serialize({*also, *in_default_graph(also)}, format=RdfFormat.N_QUADS)
        quads = b"".join([*graphs, *map(triples_of, graphs), others or b""])
        with self._writing():
            if quads.count(b"\n") >= _BULK:
                self.engine.bulk_load(quads, RdfFormat.N_QUADS, lenient=True)
            else:
                self.engine.extend(pyoxigraph.parse(quads, RdfFormat.N_QUADS, lenient=True))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            raise StoreError(f"{self.path}: the store was opened to read; open it to write")
        try:
            yield
            self._written = True
        except ENGINE_ERRORS as error:
            raise StoreError(
                f"{self.path}: nothing was written: {error}; "
                "make room or mend the disk, then run the same command again"
            ) from error

    def graphs(self) -> list[NamedNode]:
        """The named graphs, sorted by IRI."""
        # A list at once: an error would keep the engine's iterator, which no other thread may drop.
        names = (name for name in list(self.reader.named_graphs()) if isinstance(name, NamedNode))
        return sorted(names, key=lambda name: name.value)

    def has_graph(self, graph: NamedNode) -> bool:
        """Whether there is a named graph of this name."""
        return self.reader.contains_named_graph(graph)

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all, in no order."""
        for name in self.graphs() if graph is None else [graph]:
            yield from self.reader.quads_for_pattern(None, None, None, name)

    def count(self) -> int:
        """How many quads the named graphs hold; reads them all."""
        # At a damaged block this raises an error, while the query below would go on without end.
        everything = len(self.engine)
        # The merge of all is counted twice as quickly as what stands in named graphs.
        rows = self.query("SELECT (COUNT(*) AS ?quads) WHERE { ?s ?p ?o }")
        assert isinstance(rows, QuerySolutions)
        return everything - int(next(rows)["quads"].value)

    def query(self, text: str) -> QueryResults:
        """Results of a SPARQL 1.1 query, whose default graph is the merge of the named graphs.

        Raises:
            SyntaxError: as Oxigraph words it. `kg.queries.run` turns it into a QueryError.
            StoreError: the store cannot be read.
        """
        try:
            results: QueryResults = self.reader.query(text)
            return results
        except ENGINE_ERRORS as error:
            raise StoreError(f"{self.path}: the query failed: {error}") from error
