"""What the store remembers of the files it was built from: the sources in the graph of runs."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.documents import Document, Source, utf8_path
from kg.documents.paths.objects import is_address
from kg.errors import StoreError
from kg.mapping.terms import PROV, SCHEMA
from kg.store import GraphStore
from kg.store.facts import text_of

_MOST_AT_ONCE = 100  # sources: each takes some megabytes while it goes


@dataclass(frozen=True, slots=True)
class Remembered:
    """A source as the store remembers it.

    Attributes:
        source: where the document was read from, as `Ledger.source_of` has it.
        iri: its IRI in the store.
        document: IRI of the document that it gave.
        fingerprint: of the document then.
    """

    source: Source
    iri: NamedNode
    document: NamedNode
    fingerprint: str


class Ledger:
    """Reads the sources of a store. Paths are remembered relative to the store's parent folder,
    so that a project can be moved as a whole, and no export tells where it stood."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._namespaces = store.namespaces
        self._home = store.path.absolute().parent

    def source_of(self, document: Document) -> Source:
        """A document's source as the store has it.

        Text from standard input has no path; its content names it.
        """
        if document.path == "-":
            return Source("-", document.id)
        return Source(self.path_name(document.path), document.record)

    def path_name(self, path: str | Path) -> str:
        """What a file or folder is called in the store."""
        if is_address(path):
            return str(path)
        # What lies beside a folder of another encoding is named in UTF-8 too.
        whole = utf8_path(Path(path).absolute())
        return Path(os.path.relpath(whole, utf8_path(self._home))).as_posix()

    def shown(self, source: Source) -> str:
        """A source's name for a person who works in the current folder."""
        return str(Source(self.path_of(source), source.record))

    def path_of(self, source: Source) -> str:
        """The path of a source's file from the current folder; an address or "-" as it is."""
        named = source.file == "-" or is_address(source.file)
        return source.file if named else os.path.relpath(self._home / source.file)

    def remembered(self, source: Source) -> Remembered | None:
        """What a source gave when it was last read."""
        # Stores of earlier versions have the name of a file as it is.
        earlier = source.file if source.record is None else f"{source.file}#{source.record}"
        names = [str(source), *([earlier] if Source.parse(earlier) == source else [])]
        for iri in map(self._namespaces.source, names):
            for quad in self._match(None, PROV.hadPrimarySource, iri):
                if isinstance(quad.subject, NamedNode):
                    return self._remembered(source, iri, quad.subject)
        return None

    def _remembered(self, source: Source, iri: NamedNode, document: NamedNode) -> Remembered:
        return Remembered(source, iri, document, self._said(iri, "fingerprint") or "")

    def sources_of(self, document: NamedNode) -> list[Remembered]:
        """The sources that gave a document, sorted by name."""
        found = []
        for quad in self._match(document, PROV.hadPrimarySource, None):
            iri = quad.object
            if isinstance(iri, NamedNode) and (path := self._said(iri, "path")) is not None:
                found.append(self._remembered(Source.parse(path), iri, document))
        return sorted(found, key=lambda each: str(each.source))

    def sources(self) -> Iterator[Source]:
        """All sources."""
        for quad in self._match(None, self._namespaces.own("path"), None):
            yield Source.parse(text_of(quad.object))

    def sources_called(self, name: str) -> list[Source]:
        """The sources that a person means, sorted: a file, all in a folder, or one record as
        `shown` writes it. StoreError where two different things are called so."""
        written = Source.parse(name)
        if not written.file:
            return []
        if written.file != "-":
            written = Source(self.path_name(written.file), written.record)
        path = self.path_name(name)
        known = sorted(self.sources(), key=str)
        as_path = [each for each in known if each.is_below(path)]
        as_written = [
            each
            for each in known
            if each == written or (written.record is None and each.is_below(written.file))
        ]
        if as_path and as_written and as_path != as_written:
            raise StoreError(
                f"{name}: a file and another source are called so; write "
                f"{self.shown(Source(path))} for the file, or give the IRI of the document"
            )
        return as_path or as_written

    def record(self, source: NamedNode) -> list[Quad]:
        """All quads about a source: to take away when it goes or changes."""
        return [*self._match(source, None, None), *self._match(None, None, source)]

    def run_record(self, document: NamedNode) -> list[Quad]:
        """The quads that tie a document to the run that made it."""
        return [
            *self._match(document, PROV.wasGeneratedBy, None),
            *self._match(None, PROV.generated, document),
        ]

    def leaving(
        self, document: NamedNode, going: Collection[Remembered]
    ) -> tuple[list[Quad], list[NamedNode]]:
        """What goes with some sources of a document: quads to remove, and graphs to drop.

        The document goes where no other source gives it. Else the others are to be read again, so
        that their fingerprints go too, but for those that have the same as a source that leaves.
        """
        gone = [quad for each in going for quad in self.record(each.iri)]
        left = {each.iri for each in going}
        others = [each for each in self.sources_of(document) if each.iri not in left]
        if not others:
            return gone + self.run_record(document), [document]
        for each in going:
            differing = (other for other in others if other.fingerprint != each.fingerprint)
            gone += self.fingerprints_of(differing)
        return gone, []

    def fingerprints_of(self, sources: Iterable[Remembered]) -> list[Quad]:
        """The quads of the fingerprints of some sources."""
        own = self._namespaces.own("fingerprint")
        return [quad for each in sources for quad in self._match(each.iri, own, None)]

    def links_in(self, document: Iterable[Quad]) -> set[Quad]:
        """The links in the store of the entities that a document names."""
        entities = {
            quad.subject
            for quad in document
            if quad.predicate == SCHEMA.name and isinstance(quad.subject, NamedNode)
        }
        graph = self._namespaces.links_graph
        return {quad for each in entities for quad in self._store.facts.link_quads(each, graph)}

    def named_in(self, document: NamedNode) -> Iterator[Quad]:
        """The quads that name the entities of a document."""
        return self._store.facts.match(None, SCHEMA.name, None, document)

    def forget(self, sources: Sequence[Source]) -> None:
        """Remove sources, and the documents that no other source gives.

        A hundred sources at a time go in one transaction.
        """
        for begin in range(0, len(sources), _MOST_AT_ONCE):
            self._forget(sources[begin : begin + _MOST_AT_ONCE])

    def _forget(self, sources: Iterable[Source]) -> None:
        going: dict[NamedNode, list[Remembered]] = {}
        drop: list[NamedNode] = []
        gone: list[Quad] = []
        for source in sources:
            before = self.remembered(source)
            if before is None:
                gone += self.record(self._namespaces.source(str(source)))
            else:
                going.setdefault(before.document, []).append(before)
        for document, leaving in going.items():
            quads, dropped = self.leaving(document, leaving)
            gone += quads
            drop += dropped
        self._store.replace_graphs({}, drop=drop, also_remove=gone)

    def remove(self, document: NamedNode) -> None:
        """Remove a document with all its sources."""
        gone, drop = self.leaving(document, self.sources_of(document))
        self._store.replace_graphs({}, drop=drop, also_remove=gone)

    def vanished(
        self, paths: Sequence[str | Path], seen: Set[Source], unread: Set[str]
    ) -> list[Source]:
        """The sources below some paths that are no longer there, sorted.

        Args:
            paths: the files and folders that were read.
            seen: the sources that were found in them.
            unread: the files and folders that could not be read; what they gave is left alone.
        """
        roots = [self.path_name(path) for path in paths if str(path) != "-"]
        there = (path for path in sorted(unread) if path)
        kept = [self.path_name(p) for p in there if is_address(p) or Path(p).exists()]
        gone = (
            source
            for source in self.sources()
            if source not in seen
            and any(source.is_below(root) for root in roots)
            and not any(source.is_below(path) for path in kept)
        )
        return sorted(gone, key=str)

    def _said(self, source: NamedNode, name: str) -> str | None:
        return self._store.facts.value(
            source, self._namespaces.own(name), self._namespaces.runs_graph
        )

    def _match(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None
    ) -> Iterator[Quad]:
        return self._store.facts.match(subject, predicate, value, self._namespaces.runs_graph)
