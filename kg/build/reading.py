"""Documents -> graphs that are ready to be written: the work of one process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, serialize

from kg.build.analysis import Analyser
from kg.documents import Document, Source
from kg.errors import InputError, ShapeError
from kg.identity import Resolved
from kg.mapping import Namespaces, SourceRecord, Validator, map_document, map_links


@dataclass(frozen=True, slots=True)
class Task:
    """A document to read, its source as the store will know it, and its fingerprint."""

    document: Document
    source: Source
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """A document that is ready to be written.

    Attributes:
        record: source, document and fingerprint.
        quads: the document's graph in N-Quads, which can be sent to another process five times as
            quickly as terms.
        links: the links of its entities in N-Quads.
        statements: the number of statements.
    """

    record: SourceRecord
    quads: bytes
    links: bytes
    statements: int


def prepare_reading(
    analyser: Analyser, base: str
) -> Callable[[list[Task]], list[Mapped | InputError]]:
    """The work of a process on a batch: analyse the documents, map them, check their graphs.

    Args:
        analyser: what the analysis needs; it is loaded here.
        base: the IRI that everything of ours stands below.

    Returns:
        a function that gives, for each task, what is ready to be written, or an InputError.
    """
    analyse = analyser.load()
    namespaces = Namespaces(base)
    validator = Validator(namespaces)

    def mapped(task: Task, resolved: Resolved | InputError) -> Mapped | InputError:
        if isinstance(resolved, InputError):
            return resolved
        quads = map_document(resolved, namespaces)
        try:
            validator.check(quads)
        except ShapeError as error:
            return InputError(str(task.document.source), str(error))
        links = [quad for entity in resolved.entities for quad in map_links(entity, namespaces)]
        return Mapped(
            record=SourceRecord(task.source, task.document.id, task.fingerprint),
            quads=_nquads(quads),
            links=_nquads(links),
            statements=len(resolved.annotations.statements),
        )

    def work(batch: list[Task]) -> list[Mapped | InputError]:
        return list(map(mapped, batch, analyse([task.document for task in batch])))

    return work


def _nquads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
