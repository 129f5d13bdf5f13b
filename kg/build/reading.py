"""Documents -> what they say: extraction and identity.

The build maps what comes out to a graph, `kg annotate` prints it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.documents import Document
from kg.errors import InputError, KgError
from kg.extraction import EntityType
from kg.extraction.tagger.weights import has_weights
from kg.identity import Knowledge, Resolved, known_names, link, resolve
from kg.identity.wikidata import Index
from kg.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

Read = Callable[[Sequence[Document]], Sequence[Resolved | InputError]]

Item = TypeVar("Item")

_BATCH_CHARACTERS = 200_000  # so that a few long documents make a batch of their own


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read documents: picklable, so that a worker process can be given one."""

    model: str
    knowledge: tuple[Path, ...]
    judgements: Path
    tagger: bool
    knowledge_base: Path | None = None

    @classmethod
    def of(cls, settings: Settings) -> Reader:
        """The reader that some settings ask for."""
        return cls(
            settings.model,
            settings.knowledge_files,
            settings.judgements_file,
            settings.tagger,
            settings.knowledge_base,
        )

    def open(self) -> Read:
        """Load model and knowledge; the function returned reads documents, in their order.

        In the place of a document that cannot be analysed it gives an InputError. Documents that
        are read together are quicker read, and what is found in one depends on no other.

        Raises:
            ModelError, KnowledgeError: on loading.
        """
        # spaCy takes most of a second to import: not before there is something to read.
        from kg.extraction.annotate import annotate

        knowledge = Knowledge.read(self.knowledge, self.judgements)
        index = Index(self.knowledge_base) if self.knowledge_base else None
        nlp = _pipeline(self.model, tuple(known_names(knowledge).items()), self.tagger)

        def read_together(documents: Sequence[Document]) -> list[Resolved]:
            # What the documents add to the vocabulary goes again: memory stays flat.
            with nlp.memory_zone():
                annotations = list(annotate(nlp, documents))
            resolved = (resolve(each, knowledge) for each in annotations)
            return [link(each, index, knowledge) if index else each for each in resolved]

        def read_one(document: Document) -> Resolved | InputError:
            try:
                (resolved,) = read_together([document])
            except Exception as error:
                return _failure(document, error)
            return resolved

        def read(documents: Sequence[Document]) -> Sequence[Resolved | InputError]:
            try:
                return read_together(documents)
            except Exception:
                # One of them is at fault: alone, each but that one is read.
                return [read_one(document) for document in documents]

        return read


def _failure(document: Document, error: Exception) -> InputError:
    if isinstance(error, KgError):
        return InputError(document.source, str(error))
    reason = f"could not be analysed ({type(error).__name__}: {error})"
    return InputError(document.source, " ".join(reason.split()))


def why_parse_only(settings: Settings) -> str | None:
    """Why no trained tagger finds statements under some settings; None where it does."""
    if not settings.tagger:
        return "the tagger is off"
    return None if has_weights() else "the tagger's weights are missing (reinstall kg)"


@lru_cache(maxsize=2)
def _pipeline(model: str, names: tuple[tuple[str, EntityType], ...], tagger: bool) -> Language:
    """A loaded model; one that builds again and again in one process loads it once."""
    from kg.extraction.pipeline import load_pipeline

    nlp = load_pipeline(model, dict(names), tagger)
    gc.freeze()  # the model stays: there is no garbage to look for in it
    return nlp


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
