"""Writes mapped documents into a store, a batch in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.build.fingerprint import code_version, content_of, model_version, same_versions
from kg.build.links import Links
from kg.build.reading import Mapped, Result, Standing
from kg.documents import Source
from kg.identity.judgements import Judgements
from kg.mapping import Run, SourceRecord, map_run, map_source, ontology_version
from kg.mapping.terms import RDF, SEM
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.ledger import Ledger, Remembered
from kg.store.same_events import Reports, same_events

_MOST_UNFLUSHED = 20_000_000  # bytes of N-Quads


class Writer:
    """Writes documents and the record of the run into a store."""

    def __init__(self, store: GraphStore, ledger: Ledger, settings: Settings) -> None:
        self._store = store
        self._ledger = ledger
        self._namespaces = store.namespaces
        self._started = datetime.now(UTC)
        self._model = model_version(settings.model)
        self._ontology = ontology_version(self._namespaces)
        self._judgements = Judgements.load(settings.judgements_file)
        self._judged = False
        self._links = Links(ledger)
        self._unflushed = 0
        self._thread = ThreadPoolExecutor(1)

    def write(self, results: Sequence[Result]) -> Future[list[Standing]]:
        """Write documents, in a thread of its own: those that only add to the store in one
        transaction, which is quick, and then the others, in several where they affect each other.

        Returns:
            those of the graphs that stand that were given new fingerprints and links: whose
            documents have no other source of another text or metadata, which may have given the
            graph. StoreError where the last transaction was not written.
        """
        return self._thread.submit(self._write, results)

    def _write(self, results: Sequence[Result]) -> list[Standing]:
        renewed = self._renew(each for each in results if isinstance(each, Standing))
        waiting, only_adds = [each for each in results if isinstance(each, Mapped)], True
        while waiting:
            change = _Change(self._ledger, self._store, self._links, only_adds)
            waiting = [document for document in waiting if not change.add(document)]
            self._commit(change)
            only_adds = False
        return renewed

    def _renew(self, documents: Iterable[Standing]) -> list[Standing]:
        old: list[Quad] = []
        new: list[Quad] = []
        renewed = []
        for each in documents:
            document = self._namespaces.document(each.record.document_id)
            sources = self._ledger.sources_of(document)
            if len({content_of(source.fingerprint) for source in sources}) > 1:
                continue
            new += self._links.given(_parsed(each.made.links))
            own = [source for source in sources if source.source == each.record.source]
            old += self._ledger.fingerprints_of(own)
            new += map_source(each.record, self._namespaces)
            if each.relinked:
                old += self._links.other(document)
            renewed.append(each)
        gone = set(old)
        new = [quad for quad in new if quad in gone or quad not in self._store.engine]
        if renewed:
            self._judge_events()
            self._store.replace_graphs({}, also=new, also_remove=old)
        return renewed

    def _judge_events(self) -> None:
        """Find the same events anew, once: graphs that stand may have events that were judged."""
        if not self._judged:
            found = same_events(self._judgements, Reports(self._store.facts))
            self._store.replace_graphs({self._namespaces.same_events_graph: list(found)})
            self._judged = True

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
        before, after = self._same_events(change)
        if change.only_adds:
            self._store.add_graphs(change.graphs.values(), [*also, *after])
        else:
            self._store.replace_graphs(
                {graph: list(_parsed(quads)) for graph, quads in change.graphs.items()},
                drop=change.drop,
                also=[*also, *after],
                also_remove=[*change.also_remove, *before],
            )
        self._unflushed += sum(map(len, change.graphs.values()))
        if self._unflushed > _MOST_UNFLUSHED:
            self.flush()

    def _same_events(self, change: _Change) -> tuple[set[Quad], set[Quad]]:
        """What of the same events is no longer said, and what is now."""
        facts, graph = self._store.facts, self._namespaces.same_events_graph
        new = Reports.read(b"".join(change.graphs.values()).splitlines(), self._namespaces)
        old = Reports(facts, without={*change.graphs, *change.drop})
        found = set(same_events(self._judgements, new, old))
        before = {
            quad
            for document in change.graphs
            for event in facts.match(None, RDF.type, SEM.Event, document)
            if isinstance(event.subject, NamedNode)
            for quad in facts.link_quads(event.subject, graph)
        }
        return before - found, found - before

    def flush(self) -> None:
        """As `GraphStore.flush`; without it the memory would grow to gigabytes."""
        self._store.flush()
        self._unflushed = 0


class _Change:
    """The changes of one transaction, for documents that do not affect each other.

    Args:
        ledger, store, links: what documents are added to.
        only_adds: whether documents that take something away are refused.
    """

    def __init__(self, ledger: Ledger, store: GraphStore, links: Links, only_adds: bool) -> None:
        self._ledger = ledger
        self._links = links
        self._store = store
        self._touched: set[NamedNode | Source] = set()
        self.only_adds = only_adds
        self.graphs: dict[NamedNode, bytes] = {}
        self.drop: list[NamedNode] = []
        self.also: list[Quad] = []
        self.also_remove: list[Quad] = []
        self.records: list[SourceRecord] = []

    def add(self, mapped: Mapped) -> bool:
        """Add a document, unless it is refused or affects an earlier one; whether it was added."""
        source = mapped.record.source
        document = self._store.namespaces.document(mapped.record.document_id)
        before = self._ledger.remembered(source)
        touched: set[NamedNode | Source] = {source, document}
        if before is not None:
            touched.add(before.document)
        comes_first = touched.isdisjoint(self._touched)
        self._touched |= touched
        others = [each for each in self._ledger.sources_of(document) if each.source != source]
        is_new = not (before or others or self._store.has_graph(document))
        if not comes_first or (self.only_adds and not is_new):
            return False
        if before is not None:
            self._forget(before, document)
        own = mapped.record.fingerprint
        others = [each for each in others if same_versions(each.fingerprint, own)]
        if any(other.fingerprint < own for other in others):  # it is better described there
            self.also += map_source(mapped.record, self._store.namespaces)
        else:
            self._replace(document, mapped, before)
        return True

    def _forget(self, before: Remembered, document: NamedNode) -> None:
        """Remove what the source gave before: another document, or an earlier version of this."""
        if before.document == document:
            self.also_remove += self._ledger.record(before.iri)
            return
        gone, drop = self._ledger.leaving(before.document, [before])
        self.also_remove += gone
        self.drop += drop

    def _replace(self, document: NamedNode, mapped: Mapped, before: Remembered | None) -> None:
        self.graphs[document] = mapped.quads
        self.also += self._links.given(_parsed(mapped.links))
        self.also_remove += self._ledger.run_record(document)
        if before is not None and not same_versions(before.fingerprint, mapped.record.fingerprint):
            self.also_remove += self._links.other(document, _parsed(mapped.quads))
        self.records.append(mapped.record)


def _parsed(quads: bytes) -> Iterable[Quad]:
    # The lines are kg's own, which need no validation.
    return parse(quads, format=RdfFormat.N_QUADS, lenient=True)
