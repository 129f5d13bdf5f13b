"""Writes mapped documents into a store, a batch in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.build.fingerprint import code_version, content_of, model_version, same_versions
from kg.build.links import Links
from kg.build.reading import Mapped, Standing
from kg.documents import Source
from kg.identity.judgements import Judgements
from kg.mapping import Run, SourceRecord, map_run, map_source, ontology_version
from kg.mapping.terms import RDF, SEM
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.ledger import Ledger, Remembered
from kg.store.same_events import Reports, same_events

_MOST_UNFLUSHED = 100_000  # quads


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

    def write(self, documents: Iterable[Mapped]) -> None:
        """Write documents: those that only add to the store in one transaction, which is quick, and
        then the others, in several where they affect each other. StoreError where the last
        transaction was not written."""
        waiting, only_adds = list(documents), True
        while waiting:
            change = _Change(self._ledger, self._store, self._links, only_adds)
            waiting = [document for document in waiting if not change.add(document)]
            self._commit(change)
            only_adds = False

    def renew(self, documents: Iterable[Standing]) -> list[Standing]:
        """Give sources their new fingerprints, and documents their new links, where graphs stand.

        Returns:
            those whose documents have no other source of another text or metadata, which may have
            given the graph; the others stay as they were. StoreError where nothing was written.
        """
        old: list[Quad] = []
        new: list[Quad] = []
        renewed = []
        for each in documents:
            document = self._namespaces.document(each.record.document_id)
            sources = self._ledger.sources_of(document)
            if len({content_of(source.fingerprint) for source in sources}) > 1:
                continue
            new += self._links.given(parse(each.made.links, format=RdfFormat.N_QUADS))
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
        self._store.replace_graphs(
            change.graphs,
            drop=change.drop,
            also=[*also, *after],
            also_remove=[*change.also_remove, *before],
        )
        self._unflushed += sum(map(len, change.graphs.values()))
        if self._unflushed > _MOST_UNFLUSHED:
            self.flush()

    def _same_events(self, change: _Change) -> tuple[set[Quad], set[Quad]]:
        """What is no longer said of the documents' events being the same as others, and what is
        now."""
        facts, graph = self._store.facts, self._namespaces.same_events_graph
        new = Reports.read(change.lines, self._namespaces)
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
        self._only_adds = only_adds
        self._namespaces = store.namespaces
        self._touched: set[NamedNode | Source] = set()
        self.graphs: dict[NamedNode, list[Quad]] = {}
        self.lines: list[bytes] = []
        self.drop: list[NamedNode] = []
        self.also: list[Quad] = []
        self.also_remove: list[Quad] = []
        self.records: list[SourceRecord] = []

    def add(self, mapped: Mapped) -> bool:
        """Add a document, unless it is refused or affects one that came before; whether it was
        added."""
        source = mapped.record.source
        document = self._namespaces.document(mapped.record.document_id)
        before = self._ledger.remembered(source)
        touched: set[NamedNode | Source] = {source, document}
        if before is not None:
            touched.add(before.document)
        comes_first = touched.isdisjoint(self._touched)
        self._touched |= touched
        others = [each for each in self._ledger.sources_of(document) if each.source != source]
        if not comes_first or (self._only_adds and (before or others)):
            return False
        if before is not None:
            self._forget(before, document)
        if any(_is_better(other, mapped.record.fingerprint) for other in others):
            self.also += map_source(mapped.record, self._namespaces)
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
        # The lines are kg's own, which need no validation.
        quads = parse(mapped.quads, format=RdfFormat.N_QUADS, lenient=True)
        self.graphs[document] = list(quads)
        self.lines += mapped.quads.splitlines()
        links = self._links.given(parse(mapped.links, format=RdfFormat.N_QUADS))
        self.also += links
        self.also_remove += self._ledger.run_record(document)
        if before is not None and not same_versions(before.fingerprint, mapped.record.fingerprint):
            self.also_remove += self._links.other(document, self.graphs[document])
        self.records.append(mapped.record)


def _is_better(other: Remembered, fingerprint: str) -> bool:
    return same_versions(other.fingerprint, fingerprint) and other.fingerprint < fingerprint
