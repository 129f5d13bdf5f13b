"""Mapped documents -> store: what a batch changes, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.build.fingerprint import code_version, model_version, same_versions
from kg.errors import StoreError
from kg.mapping import Run, SourceRecord, map_run, map_source, ontology_version
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.ledger import Ledger, Remembered

_MOST_UNFLUSHED = 100_000  # quads


@dataclass(frozen=True, slots=True)
class Mapped:
    """A document that is ready to be written.

    Attributes:
        record: source, document and fingerprint.
        quads: of the document's graph, as N-Quads: five times quicker to hand from process to
            process than the terms themselves.
        links: of its entities, as N-Quads.
        statements: how many statements were found.
    """

    record: SourceRecord
    quads: bytes
    links: bytes
    statements: int


class Writer:
    """Writes documents and the record of the run into a store."""

    def __init__(self, store: GraphStore, ledger: Ledger, settings: Settings) -> None:
        self._store = store
        self._ledger = ledger
        self._namespaces = store.namespaces
        self._started = datetime.now(UTC)
        self._model = model_version(settings.model)
        self._ontology = ontology_version(self._namespaces)
        self._unflushed = 0

    def write(self, documents: Iterable[Mapped]) -> None:
        """Write documents in one transaction; in more where they bear on one another.

        Raises:
            StoreError: the last transaction was not written.
        """
        change = self._change()
        for document in documents:
            if not change.add(document):
                self._commit(change)
                change = self._change()
                change.add(document)
        self._commit(change)

    def _change(self) -> _Change:
        return _Change(self._ledger, self._store)

    def _commit(self, change: _Change) -> None:
        if not change.records and not change.also:
            return
        run = Run(
            code=code_version(),
            model=self._model,
            ontology=self._ontology,
            started=self._started,
            ended=datetime.now(UTC),
            records=tuple(change.records),
        )
        also = change.also + (map_run(run, self._namespaces) if change.records else [])
        self._store.replace_graphs(
            change.graphs, drop=change.drop, also=also, also_remove=change.also_remove
        )
        self._unflushed += sum(map(len, change.graphs.values()))
        if self._unflushed > _MOST_UNFLUSHED:
            self.flush()

    def flush(self) -> None:
        """Move what was written from the store's memory and journal to its tables.

        It is safe without; but the store would hold gigabytes, and open slowly the next time.

        Raises:
            StoreError: the disk is full or at fault; what was written stays.
        """
        try:
            if self._unflushed:
                self._store.engine.flush()
        except OSError as error:
            raise StoreError(f"{self._store.path}: cannot be flushed: {error}") from error
        self._unflushed = 0


class _Change:
    """What some documents, none of which bears on another, change in the store."""

    def __init__(self, ledger: Ledger, store: GraphStore) -> None:
        self._ledger = ledger
        self._store = store
        self._namespaces = store.namespaces
        self._touched: set[NamedNode | str] = set()
        self.graphs: dict[NamedNode, list[Quad]] = {}
        self.drop: list[NamedNode] = []
        self.also: list[Quad] = []
        self.also_remove: list[Quad] = []
        self.records: list[SourceRecord] = []

    def add(self, mapped: Mapped) -> bool:
        """Take a document in; False where it bears on one that is in already."""
        source = mapped.record.source
        document = self._namespaces.document(mapped.record.document_id)
        before = self._ledger.remembered(source)
        touched: set[NamedNode | str] = {source, document}
        if before is not None:
            touched.add(before.document)
        if touched & self._touched:
            return False
        self._touched |= touched
        if before is not None:
            self._forget(before, document)
        others = [each for each in self._ledger.sources_of(document) if each.source != source]
        if any(_is_better(other, mapped.record.fingerprint) for other in others):
            self.also += map_source(mapped.record, self._namespaces)
        else:
            self._replace(document, mapped, before)
        return True

    def _forget(self, before: Remembered, document: NamedNode) -> None:
        """The source gives another document now, or the same one anew."""
        self.also_remove += self._ledger.record(before.source)
        if before.document == document:
            return
        others = [
            each
            for each in self._ledger.sources_of(before.document)
            if each.source != before.source
        ]
        if others:
            self.also_remove += self._ledger.outdated(others, before.fingerprint)
        else:
            self.drop.append(before.document)
            self.also_remove += self._ledger.run_record(before.document)

    def _replace(self, document: NamedNode, mapped: Mapped, before: Remembered | None) -> None:
        self.graphs[document] = list(parse(mapped.quads, format=RdfFormat.N_QUADS))
        links = list(parse(mapped.links, format=RdfFormat.N_QUADS))
        self.also += links
        self.also_remove += self._ledger.run_record(document)
        if before is not None and not same_versions(before.fingerprint, mapped.record.fingerprint):
            self.also_remove += self._ledger.other_links(links, self.graphs[document])
        self.records.append(mapped.record)


def _is_better(other: Remembered, fingerprint: str) -> bool:
    return same_versions(other.fingerprint, fingerprint) and other.fingerprint < fingerprint
