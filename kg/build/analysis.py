"""Documents -> annotations with entities: extraction and identity, one after the other.

The build maps the results to graphs, `kg annotate` prints them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from kg.documents import Document
from kg.errors import InputError, KgError, is_interrupt
from kg.extraction import Annotations, EntityType
from kg.extraction.tagger import has_weights
from kg.identity import Knowledge, Resolved, add_links, known_names, open_knowledge_base, resolve
from kg.settings import MinScore, Settings

if TYPE_CHECKING:
    from spacy.language import Language

Given = Document | Annotations
"""A document to read, or one that was read before."""

Analyse = Callable[[Sequence[Given]], Iterator[Resolved | InputError]]

Item = TypeVar("Item")

LONGEST_TEXT = 2_000_000
"""The most characters of a document, which is held in memory as a whole with all that it says."""

_BATCH_CHARACTERS = 200_000  # so that a batch of long documents has few of them


@dataclass(frozen=True, slots=True)
class Analyser:
    """What analyses documents, not yet loaded: it can be sent to a worker process.

    Attributes:
        settings: model, knowledge and so on.
        lazily: whether the model is loaded only when a document has to be read.
    """

    settings: Settings
    lazily: bool = False

    def load(self) -> Analyse:
        """Load model and knowledge.

        Returns:
            a function that analyses some documents, in their order. It gives an InputError in the
            place of a document that cannot be analysed. Together they are quicker analysed than
            one by one, with the same results: while one is taken, the tagger reads the next. What
            was read before is not read again.

        Raises:
            ModelError, KnowledgeError, ServiceError, SettingsError: the model, the knowledge or
                the knowledge base cannot be loaded.
        """
        knowledge = Knowledge.of(self.settings)
        choice = self.settings.knowledge_base
        base = open_knowledge_base(choice) if choice else None
        pipeline = self._pipeline(knowledge)
        if not self.lazily:
            pipeline()

        def analyse_together(given: Sequence[Given]) -> Iterator[Resolved]:
            read = _read(pipeline, [each for each in given if isinstance(each, Document)])
            for each in given:
                yield resolve_one(next(read) if isinstance(each, Document) else each)

        def resolve_one(annotations: Annotations) -> Resolved:
            asked = knowledge.judgements.noting()
            resolved = resolve(annotations, knowledge)
            resolved = add_links(resolved, base, knowledge) if base else resolved
            return replace(resolved, asked=frozenset(asked))

        def analyse_all(given: Sequence[Given]) -> Iterator[Resolved | InputError]:
            analysed = 0
            try:
                for found in analyse_together(given):
                    yield found
                    analysed += 1
            except Exception as error:
                if is_interrupt(error):
                    raise
                if len(given) == 1:
                    yield _failure(_document(given[0]), error)
                    return
            # One of them is at fault; one by one, the others are analysed.
            for each in given[analysed:]:
                yield from analyse_all([each])

        def analyse(given: Sequence[Given]) -> Iterator[Resolved | InputError]:
            refused = [_too_long(_document(each)) for each in given]
            fitting = [each for each, error in zip(given, refused, strict=True) if not error]
            if any(isinstance(each, Document) for each in fitting):
                pipeline()  # here, so that a model that is missing is no document's fault
            found = analyse_all(fitting)
            for error in refused:
                yield error or next(found)

        return analyse

    def arithmetic(self) -> str:
        """How this machine computes, as `kg.extraction.language_model.arithmetic` has it;
        ModelError or KnowledgeError where model or knowledge cannot be loaded."""
        from kg.extraction.language_model.arithmetic import arithmetic

        return arithmetic(self._pipeline(Knowledge.of(self.settings))())

    def _pipeline(self, knowledge: Knowledge) -> Callable[[], Language]:
        names, chosen = tuple(known_names(knowledge).items()), self.settings
        return partial(_pipeline, chosen.model, names, chosen.tagger, chosen.min_score)


def _read(pipeline: Callable[[], Language], documents: list[Document]) -> Iterator[Annotations]:
    if not documents:
        return
    # spaCy takes most of a second to import: it waits until there are documents.
    from kg.extraction.annotate import annotate

    nlp = pipeline()
    # The zone frees what the documents add to the vocabulary, so that memory stays flat.
    with nlp.memory_zone():
        yield from annotate(nlp, documents)


def _document(given: Given) -> Document:
    return given if isinstance(given, Document) else given.document


def _too_long(document: Document) -> InputError | None:
    length = len(document.text)
    if length <= LONGEST_TEXT:
        return None
    reason = f"has {length:,} characters, more than the {LONGEST_TEXT:,} of a document; split it"
    return InputError(str(document.source), reason)


def _failure(document: Document, error: Exception) -> InputError:
    if isinstance(error, KgError):
        return InputError(str(document.source), str(error))
    reason = f"could not be analysed ({type(error).__name__}: {error})"
    return InputError(str(document.source), " ".join(reason.split()))


def why_parse_only(settings: Settings) -> str | None:
    """The reason why the trained tagger is not used with some settings; None where it is."""
    if not settings.tagger:
        return "the tagger is off"
    return None if has_weights() else "the tagger's weights are missing (reinstall kg)"


@lru_cache(maxsize=2)
def _pipeline(
    model: str, names: tuple[tuple[str, EntityType], ...], tagger: bool, min_score: MinScore
) -> Language:
    """The loaded pipeline, kept for the next build in this process."""
    from kg.extraction.pipeline import load_pipeline

    nlp = load_pipeline(model, dict(names), tagger, min_score._asdict())
    gc.freeze()  # the model stays: looking for garbage in it would be a waste
    return nlp


def in_batches(
    items: Iterable[Item], most: int, characters: Callable[[Item], int]
) -> Iterator[list[Item]]:
    """Items in lists of at most `most`, shorter ones where the items have many characters."""
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
