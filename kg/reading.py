"""Documents -> what they say: extraction and identity.

The build maps what comes out to a graph, `kg annotate` prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.documents import Document
from kg.errors import InputError, KgError
from kg.identity import Knowledge, Resolved, resolve
from kg.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

Item = TypeVar("Item")

_BATCH_CHARACTERS = 200_000  # so that a few long documents make a batch of their own


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read documents: picklable, so that a worker process can be given one."""

    model: str
    knowledge: Path

    @classmethod
    def of(cls, settings: Settings) -> Reader:
        """The reader that some settings ask for."""
        return cls(settings.model, settings.knowledge)

    def open(self) -> Callable[[Document], Resolved]:
        """Load model and knowledge; the function returned reads a document.

        Documents are read one by one: what is found in one depends on no other, whatever the
        order, and it costs nothing against batches on a CPU (see benchmarks/throughput.py).

        Raises:
            ModelError, KnowledgeError: on loading.
            InputError: on reading, for a document that cannot be analysed.
        """
        # spaCy takes most of a second to import: not before there is something to read.
        from kg.extraction.annotate import annotate

        nlp = _pipeline(self.model)
        knowledge = Knowledge.load(self.knowledge)

        def read(document: Document) -> Resolved:
            try:
                # What one document adds to the vocabulary goes again: memory stays flat.
                with nlp.memory_zone():
                    (annotations,) = annotate(nlp, [document])
                return resolve(annotations, knowledge)
            except KgError:
                raise
            except Exception as error:
                reason = f"could not be analysed ({type(error).__name__}: {error})"
                raise InputError(document.source, " ".join(reason.split())) from error

        return read


@cache
def _pipeline(model: str) -> Language:
    """A loaded model; one that builds again and again in one process loads it once."""
    from kg.extraction.annotate import load_pipeline

    return load_pipeline(model)


def in_batches(
    items: Iterable[Item], most: int, characters: Callable[[Item], int]
) -> Iterator[list[Item]]:
    """Items in lists of at most `most`, shorter where they hold many characters."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += characters(item)
        if len(batch) >= most or size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
