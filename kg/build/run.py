"""Builds a store from articles."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.build.analysis import Analyser, in_batches
from kg.build.fingerprint import Fingerprints
from kg.build.kept import clear, open_kept
from kg.build.processes import ordered
from kg.build.reading import Mapped, Result, Standing, Task, prepare_reading
from kg.build.waiting import Waiting
from kg.build.writing import Writer
from kg.documents import Document, Source, read_documents
from kg.errors import InputError, KgError, LeftOut
from kg.mapping import map_knowledge
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.ledger import Ledger, Remembered


class Status(StrEnum):
    """What happened to a document; a warning comes beside that."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    REMOVED = "removed"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one document; `error` says why where it failed, or what to heed."""

    source: str
    status: Status
    error: KgError | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Numbers of documents by status, and of statements in those that were built."""

    built: int = 0
    unchanged: int = 0
    failed: int = 0
    removed: int = 0
    warned: int = 0
    statements: int = 0


Progress = Callable[[Outcome], None]


def build(
    paths: Sequence[str | Path],
    settings: Settings,
    store: GraphStore,
    *,
    published: date | datetime | None = None,
    force: bool = False,
    prune: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Read articles into a store.

    Each batch of documents is one transaction, or several batches are where much has been written
    before. A build that was interrupted and is run again gives the same store as one that was not.
    Documents that cannot be read, or whose graph breaks the shapes, are reported, the others built.

    Args:
        paths: files and folders, or "-" for standard input.
        prune: remove the documents of files that have vanished from the paths.
        progress: called once for each document, when its outcome is certain, and for each warning.

    Raises:
        ModelError, KnowledgeError, StoreError, WorkerError: the build cannot go on.
    """
    run = _Build(settings, store, progress, force)
    found = read_documents(paths, published, any_language=settings.any_language)
    return run.run(paths, found, prune)


def load_knowledge(paths: Iterable[Path], store: GraphStore) -> None:
    """Make the store's graphs of curated knowledge those of some Turtle files; KnowledgeError where
    a file is broken, and then the store stays as it was."""
    graphs: dict[NamedNode, list[Quad]] = {}
    for path in paths:
        for quad in map_knowledge(path, store.namespaces):
            if isinstance(quad.graph_name, NamedNode):
                graphs.setdefault(quad.graph_name, []).append(quad)
    known = store.namespaces.knowledge_graph("").value
    gone = [name for name in store.graphs() if name.value.startswith(known) and name not in graphs]
    store.replace_graphs(graphs, drop=gone)


class _Build:
    def __init__(
        self, settings: Settings, store: GraphStore, progress: Progress | None, force: bool
    ) -> None:
        self._settings = settings
        self._store = store
        self._ledger = Ledger(store)
        self._fingerprints = Fingerprints(settings)
        self._progress = progress
        self._force = force
        self._counts = dict.fromkeys(Status, 0)
        self._statements = 0
        self._seen: set[Source] = set()
        self._unread: set[str] = set()
        self._kept = open_kept(settings, store, self._fingerprints)
        self._again: list[Task] = []
        self._writing: tuple[list[Task], Sequence[Result], Future[list[Standing]]] | None = None

    def run(
        self, paths: Sequence[str | Path], found: Iterable[Document | InputError], prune: bool
    ) -> BuildReport:
        load_knowledge(self._settings.knowledge_files, self._store)
        writer = Writer(self._store, self._ledger, self._settings)
        with closing(self._kept) if self._kept else nullcontext():
            self._read(self._changed(found), writer)
            self._read(self._again, writer)
        writer.flush()
        if prune:
            self._prune(paths)
        return BuildReport(**self._counts, statements=self._statements)

    def _read(self, tasks: Iterable[Task], writer: Writer) -> None:
        keep = self._kept is not None
        analyser = Analyser(self._settings, lazily=keep)
        prepare = partial(prepare_reading, analyser, self._store.base, keep=keep)
        sent: deque[list[Task]] = deque()

        def batches() -> Iterator[list[Task]]:
            of_tasks = in_batches(tasks, self._settings.batch, lambda task: len(task.document.text))
            for batch in of_tasks:
                sent.append(batch)
                yield batch

        waiting = Waiting()
        try:
            for results in ordered(prepare, batches(), self._settings.jobs):
                waiting.add(sent.popleft(), results)
                if waiting.are_many:
                    self._write(*waiting.taken(), writer)
            self._write(*waiting.taken(), writer)
        finally:
            self._wait_for_writing()

    def _changed(self, found: Iterable[Document | InputError]) -> Iterator[Task]:
        """The documents that have to be built; the outcome of the others is reported."""
        for each in found:
            if isinstance(each, LeftOut):
                self._say(each.source, Status.WARNED, each)
                continue
            if isinstance(each, InputError):
                self._unread.add(each.path)
                self._say(each.source, Status.FAILED, each)
                continue
            task = Task(each, self._ledger.source_of(each), self._fingerprints.of(each))
            if task.source in self._seen:
                continue  # the same file again, or the same text from standard input
            self._seen.add(task.source)
            if each.warning is not None:
                self._say(str(each.source), Status.WARNED, KgError(each.warning))
            before = None if self._force else self._before(task)
            if before is not None and before.fingerprint == task.fingerprint:
                self._say(str(each.source), Status.UNCHANGED)
            elif self._kept is None or self._force:
                yield task
            else:
                kept = self._kept.find(task.fingerprint, before.fingerprint if before else None)
                yield replace(task, kept=kept)

    def _before(self, task: Task) -> Remembered | None:
        """What the store remembers of a task's source, where it has the same document."""
        before = self._ledger.remembered(task.source)
        same = (
            before is not None
            and before.document == self._store.namespaces.document(task.document.id)
            and self._store.has_graph(before.document)
        )
        return before if same else None

    def _write(self, tasks: list[Task], results: Sequence[Result], writer: Writer) -> None:
        self._wait_for_writing()
        self._writing = tasks, results, writer.write(results)

    def _wait_for_writing(self) -> None:
        """Wait until what is being written has been, and say what became of it."""
        if self._writing is None:
            return
        tasks, results, written = self._writing
        renewed = written.result()  # also where Ctrl-C came while it was waited for
        self._writing = None
        if self._kept is not None:
            mapped = (result for result in results if isinstance(result, Mapped))
            self._kept.renew((each.record.fingerprint, each.made) for each in renewed)
            self._kept.keep((each.record.fingerprint, *each.keep) for each in mapped if each.keep)
        for task, result in zip(tasks, results, strict=True):
            if isinstance(result, InputError):
                self._say(result.source, Status.FAILED, result)
            elif isinstance(result, Mapped):
                self._statements += result.statements
                self._say(self._ledger.shown(result.record.source), Status.BUILT)
            elif result in renewed:
                self._say(self._ledger.shown(result.record.source), Status.UNCHANGED)
            else:
                kept = task.kept and replace(task.kept, made=None)
                self._again.append(replace(task, kept=kept))

    def _prune(self, paths: Sequence[str | Path]) -> None:
        vanished = self._ledger.vanished(paths, self._seen, self._unread)
        self._ledger.forget(vanished)
        clear(self._store)
        for source in vanished:
            self._say(self._ledger.shown(source), Status.REMOVED)

    def _say(self, source: str, status: Status, error: KgError | None = None) -> None:
        self._counts[status] += 1
        if self._progress is not None:
            self._progress(Outcome(source, status, error))
