"""Documents -> graphs that are ready to be written: the work of one process."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, serialize

from kg.build.analysis import Analyser, Given
from kg.build.kept import Kept, Made
from kg.build.packed import digest, may_name, pack, unpack
from kg.documents import Document, Source
from kg.documents.packing import zstd
from kg.errors import InputError, ShapeError
from kg.identity import Resolved
from kg.mapping import Namespaces, SourceRecord, Validator, map_document, map_links


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read, its source, its fingerprint, and what was kept of it."""

    document: Document
    source: Source
    fingerprint: str
    kept: Kept | None = None

    @property
    def record(self) -> SourceRecord:
        """What the store will remember of the document."""
        return SourceRecord(self.source, self.document.id, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A document that is ready to be written.

    Attributes:
        record: source, document and fingerprint.
        quads: the document's graph in N-Quads, which can be sent to another process five times as
            quickly as terms.
        links: the links of its entities in N-Quads.
        statements: the number of statements.
        keep: the packed annotations, and what the graph is made of, where that is to be kept.
    """

    record: SourceRecord
    quads: bytes
    links: bytes
    statements: int
    keep: tuple[bytes, Made] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A document whose graph in the store is the one that today's knowledge gives.

    Attributes:
        record: source, document and fingerprint.
        made: what the graph is made of.
        relinked: whether its entities had other links before.
    """

    record: SourceRecord
    made: Made
    relinked: bool


Result = Mapped | Standing | InputError


def prepare_reading(
    analyser: Analyser, base: str, *, keep: bool = False
) -> Callable[[list[Task]], list[Result]]:
    """The work of a process on a batch: analyse the documents, map them, check their graphs.

    Args:
        analyser: what the analysis needs; it is loaded here.
        base: the IRI that everything of ours stands below.
        keep: whether what is read is to be kept.

    Returns:
        a function that gives, for each task, what is ready to be written, or an InputError.
    """
    analyse = analyser.load()
    namespaces = Namespaces(base)
    validator = Validator(namespaces)

    def mapped(task: Task, resolved: Resolved | InputError) -> Result:
        if isinstance(resolved, InputError):
            return resolved
        found = (quad for entity in resolved.entities for quad in map_links(entity, namespaces))
        links = _nquads(found)
        made = Made(digest(resolved), links, resolved.asked) if keep else None
        before = task.kept.made if task.kept else None
        if made and before and made.graph == before.graph:
            return Standing(task.record, made, links != before.links)
        quads = map_document(resolved, namespaces)
        try:
            validator.check(quads)
        except ShapeError as error:
            return InputError(str(task.document.source), str(error))
        return Mapped(
            record=task.record,
            quads=_nquads(quads),
            links=links,
            statements=len(resolved.annotations.statements),
            keep=(pack(resolved.annotations), made) if made else None,
        )

    def work(batch: list[Task]) -> list[Result]:
        stand = list(map(_untouched, batch))
        asked = [task for task, stands in zip(batch, stand, strict=True) if not stands]
        found = map(mapped, asked, analyse(list(map(_given, asked))))
        return [stands or next(found) for stands in stand]

    return work


def _untouched(task: Task) -> Standing | None:
    """A document as it stood, where nothing was judged since that concerns it."""
    kept = task.kept
    return Standing(task.record, kept.made, False) if kept and kept.made and kept.stands else None


def _given(task: Task) -> Given:
    """What was read in a document before, or the document, where it must be read."""
    if task.kept is None or may_name(task.document, task.kept.names):
        return task.document
    try:
        return unpack(task.kept.annotations, task.document)
    except (ValueError, zstd.ZstdError):
        return task.document


def _nquads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
