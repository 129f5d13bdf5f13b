"""What the store remembers of the files it was built from: the sources in the graph of runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.documents import Document
from kg.mapping import terms
from kg.store import GraphStore
from kg.store.facts import text_of

_RECORD = re.compile(r"[:#][0-9]+$")  # of a line or record, at the end of an InputError's source


@dataclass(frozen=True, slots=True)
class Remembered:
    """A source as the store remembers it.

    Attributes:
        source: where the document was read from, as `Ledger.name` has it.
        document: IRI of the document that it gave.
        fingerprint: of the document then.
    """

    source: str
    document: NamedNode
    fingerprint: str


class Ledger:
    """Reads the sources of a store. Paths are remembered relative to the store's parent folder,
    so that a project can be moved as a whole, and no export tells where it stood."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._namespaces = store.namespaces
        self._home = store.path.absolute().parent

    def name(self, document: Document) -> str:
        """What a document's source is called in the store.

        Text from standard input has no path; its content names it.
        """
        if document.path == "-":
            return f"-#{document.id}"
        path = self.path_name(document.path)
        return path if document.record is None else f"{path}#{document.record}"

    def path_name(self, path: str | Path) -> str:
        """What a file or folder is called in the store."""
        return Path(os.path.relpath(path, self._home)).as_posix()

    def shown(self, name: str) -> str:
        """A source's name for a person who works in the current folder."""
        return name if name.startswith("-#") else os.path.relpath(self._home / name)

    def remembered(self, source: str) -> Remembered | None:
        """What a source gave when it was last read."""
        iri = self._namespaces.source(source)
        for quad in self._match(None, terms.PRIMARY_SOURCE, iri):
            if isinstance(quad.subject, NamedNode):
                return Remembered(source, quad.subject, self._said(iri, "fingerprint") or "")
        return None

    def sources_of(self, document: NamedNode) -> list[Remembered]:
        """The sources that gave a document, sorted by name."""
        found = []
        for quad in self._match(document, terms.PRIMARY_SOURCE, None):
            iri = quad.object
            if isinstance(iri, NamedNode) and (source := self._said(iri, "path")) is not None:
                fingerprint = self._said(iri, "fingerprint") or ""
                found.append(Remembered(source, document, fingerprint))
        return sorted(found, key=lambda each: each.source)

    def sources(self) -> Iterator[str]:
        """The names of all sources."""
        for quad in self._match(None, self._namespaces.own("path"), None):
            yield text_of(quad.object)

    def sources_below(self, path: str) -> list[str]:
        """The sources that a file or a folder gave, sorted."""
        root = path if path.startswith("-#") else self.path_name(path)
        return sorted(source for source in self.sources() if _is_below(source, root))

    def record(self, source: str) -> list[Quad]:
        """All quads about a source: to take away when it goes or changes."""
        iri = self._namespaces.source(source)
        return [*self._match(iri, None, None), *self._match(None, None, iri)]

    def run_record(self, document: NamedNode) -> list[Quad]:
        """The quads that tie a document to the run that made it."""
        return [
            *self._match(document, terms.GENERATED_BY, None),
            *self._match(None, terms.GENERATED, document),
        ]

    def outdated(self, sources: Iterable[Remembered], fingerprint: str) -> list[Quad]:
        """The quads to remove so that sources of a document are read again: their fingerprints.

        Args:
            sources: those that still give the document.
            fingerprint: of the source that its graph was made from, and that is now gone; other
                sources with the same fingerprint need not be read again.
        """
        own = self._namespaces.own("fingerprint")
        return [
            quad
            for each in sources
            if each.fingerprint != fingerprint
            for quad in self._match(self._namespaces.source(each.source), own, None)
        ]

    def other_links(self, links: Sequence[Quad], document: Sequence[Quad]) -> list[Quad]:
        """The links in the store of the entities that a document names, `links` apart."""
        entities = {
            quad.subject
            for quad in document
            if quad.predicate == terms.NAME and isinstance(quad.subject, NamedNode)
        }
        graph = self._namespaces.links_graph
        found = {quad for each in entities for quad in self._store.facts.link_quads(each, graph)}
        return sorted(found - set(links), key=str)

    def forget(self, source: str) -> None:
        """Remove a source, and its document where no other source gives it."""
        before = self.remembered(source)
        gone = self.record(source)
        if before is None:
            self._store.remove_graphs([], also_remove=gone)
            return
        others = [each for each in self.sources_of(before.document) if each.source != source]
        if others:
            gone += self.outdated(others, before.fingerprint)
            self._store.remove_graphs([], also_remove=gone)
        else:
            gone += self.run_record(before.document)
            self._store.remove_graphs([before.document], also_remove=gone)

    def remove(self, document: NamedNode) -> None:
        """Remove a document with all its sources."""
        gone = self.run_record(document)
        for each in self.sources_of(document):
            gone += self.record(each.source)
        self._store.remove_graphs([document], also_remove=gone)

    def vanished(self, paths: Sequence[str | Path], seen: Set[str], unread: Set[str]) -> list[str]:
        """The sources below some paths that are no longer there, sorted.

        Args:
            paths: the files and folders that were read.
            seen: the sources that were found in them.
            unread: what could not be read, as InputError names it; its records are left alone.
        """
        roots = [self.path_name(path) for path in paths if str(path) != "-"]
        files = {self.path_name(_RECORD.sub("", source)) for source in unread}
        kept = sorted(file for file in files if (self._home / file).exists())
        return sorted(
            name
            for name in self.sources()
            if name not in seen
            and any(_is_below(name, root) for root in roots)
            and not any(_is_below(name, file) for file in kept)
        )

    def _said(self, source: NamedNode, name: str) -> str | None:
        return self._store.facts.value(
            source, self._namespaces.own(name), self._namespaces.runs_graph
        )

    def _match(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None
    ) -> Iterator[Quad]:
        return self._store.facts.match(subject, predicate, value, self._namespaces.runs_graph)


def _is_below(name: str, root: str) -> bool:
    return root == "." or name == root or name.startswith((root + "/", root + "#"))
