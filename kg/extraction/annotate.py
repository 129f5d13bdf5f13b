"""Documents -> annotations, with one spaCy pipeline."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from kg.documents import Document
from kg.extraction.annotations import Annotations, Position, Span, Statement, TimeExpression
from kg.extraction.components import AFTER_MODEL
from kg.extraction.text.capitals import casing
from kg.extraction.text.paragraphs import paragraphs
from kg.extraction.text.reading import Reading

_PIECE = 50_000


def annotate(
    nlp: Language, documents: Iterable[Document], batch_size: int = 32
) -> Iterator[Annotations]:
    """The annotations of each document, in the order given.

    The batch size changes only the speed: annotations depend on their own document alone.
    """
    iterator = iter(documents)
    known = cache(partial(casing, nlp))
    while batch := list(islice(iterator, batch_size)):
        readings = [Reading(document.text, known) for document in batch]
        docs = _docs(nlp, batch, [reading.text for reading in readings])
        for document, reading, doc in zip(batch, readings, docs, strict=True):
            yield _annotations(document, reading, doc)


def _docs(nlp: Language, documents: list[Document], texts: list[str]) -> Iterator[Doc]:
    pairs = list(zip(documents, texts, strict=True))
    annotated = nlp.pipe([_prepared(nlp, d, text) for d, text in pairs if len(text) <= _PIECE])
    for document, text in pairs:
        yield next(annotated) if len(text) <= _PIECE else _long(nlp, document, text)


def _prepared(nlp: Language, document: Document, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.kg_published = _day(document.metadata.published)
    if "kg_tagger" in nlp.pipe_names:
        nlp.get_pipe("kg_tagger").begin(doc)  # type: ignore[attr-defined]
    return doc


def _day(published: date | datetime | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


def _long(nlp: Language, document: Document, text: str) -> Doc:
    """A long text, parsed in pieces, as memory grows with their length, and annotated as one."""
    found = tuple(paragraphs(text))
    with nlp.select_pipes(disable=[n for n in AFTER_MODEL if n in nlp.pipe_names]):
        parsed = [_light(nlp(piece)) for piece in _pieces(text, found)]
    doc = Doc.from_docs(
        parsed,
        ensure_whitespace=False,
        exclude=["user_data"],  # type: ignore[call-arg]  # the stub lacks it
    )
    doc._.kg_published = _day(document.metadata.published)
    doc._.kg_paragraphs = found
    for name in AFTER_MODEL:
        if name in nlp.pipe_names:
            doc = nlp.get_pipe(name)(doc)
    return doc


def _light(parsed: Doc) -> Doc:
    """A parsed doc without the model's vectors, which nothing reads after it."""
    parsed.tensor = parsed.tensor[:0]
    return parsed


def _pieces(text: str, paragraphs: Sequence[Span]) -> Iterator[str]:
    """The text in pieces of bounded length, which end with a paragraph where one ends in them."""
    starts = [paragraph.start for paragraph in paragraphs]
    start = 0
    while len(text) - start > _PIECE:
        end = start + _PIECE
        first, last = bisect_right(starts, start), bisect_right(starts, end)
        end = starts[last - 1] if first < last else _cut(text, start, end)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str, start: int, end: int) -> int:
    """Where a piece within a paragraph ends: after a sentence, else at a space, else anywhere."""
    found = (text.rfind(mark, start, end) + len(mark) for mark in (". ", " "))
    return next((each for each in found if each > start + 2), end)


def _annotations(document: Document, reading: Reading, doc: Doc) -> Annotations:
    positions: tuple[Position, ...] = doc._.kg_positions
    times: tuple[TimeExpression, ...] = doc._.kg_times
    sentences = tuple(Span(s.start_char, s.end_char) for s in doc.sents)
    return Annotations(
        document=document,
        sentences=reading.in_given(sentences),
        mentions=reading.in_given(doc._.kg_mentions),
        statements=reading.in_given(_placed(doc, positions, times, sentences)),
        positions=reading.in_given(positions),
        quantities=reading.in_given(doc._.kg_quantities),
        times=reading.in_given(times),
        tagger=doc._.kg_tagger,
        frames=reading.in_given(doc._.kg_frames),
    )


def _placed(
    doc: Doc,
    positions: tuple[Position, ...],
    times: tuple[TimeExpression, ...],
    sentences: tuple[Span, ...],
) -> tuple[Statement, ...]:
    """The statements with the position that each speaker speaks from, and the time."""
    posts: dict[int, list[tuple[int, Position]]] = defaultdict(list)
    for i, position in enumerate(positions):
        if not position.former:
            posts[position.holder].append((i, position))
    return tuple(
        replace(s, speaking_as=_post(s, posts), time=_time(doc, s, times, sentences))
        for s in doc._.kg_statements
    )


def _post(statement: Statement, posts: Mapping[int, list[tuple[int, Position]]]) -> int | None:
    """The index of the speaker's position whose title is in or beside the source."""
    if statement.speaker is None:
        return None
    for i, position in posts.get(statement.speaker, ()):
        if any(
            source.start <= position.title_span.end and position.title_span.start <= source.end
            for source in statement.source
        ):
            return i
    return None


def _time(
    doc: Doc, statement: Statement, times: tuple[TimeExpression, ...], sentences: tuple[Span, ...]
) -> int | None:
    """The index of the time nearest to the cue, in its sentence and outside the content, that does
    not belong to another verb."""
    if not statement.cue:
        return None
    cue = statement.cue[0]
    number = bisect_right(sentences, cue.start, key=lambda s: s.start) - 1
    sentence = sentences[number] if number >= 0 and cue.start < sentences[number].end else cue
    first = bisect_left(times, sentence.start, key=lambda time: time.span.start)
    last = bisect_left(times, sentence.end, key=lambda time: time.span.start)
    near = sorted(
        (abs(times[i].span.start - cue.start), i)
        for i in range(first, last)
        if not any(c.start <= times[i].span.start < c.end for c in statement.content)
    )
    return next((i for _, i in near if not _is_of_another(doc, times[i].span, cue)), None)


def _is_of_another(doc: Doc, time: Span, cue: Span) -> bool:
    """Whether a time belongs to a later verb than the cue: "said Roe, who left in May"."""
    when, said = (doc.char_span(*span, alignment_mode="expand") for span in (time, cue))
    if when is None or said is None:
        return False
    verb = next((t for t in when.root.ancestors if t.pos_ in ("VERB", "AUX")), None)
    return verb is not None and verb.i >= said.end and not verb.is_ancestor(said.root)
