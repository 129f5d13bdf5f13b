"""The sentences that something in the graph was read from, with what was read marked in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.mapping.terms import ITS, NIF, PROV, RDF, SCHEMA
from kg.review.html import quotation
from kg.store import GraphStore
from kg.store.ledger import Ledger

_ROLES = {
    "speakerSpan": "speaker",
    "cueSpan": "cue",
    "contentSpan": "content",
    "addresseeSpan": "addressee",
    "timeSpan": "time",
    "placeSpan": "place",
    "titleSpan": "title",
}
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")

Marked = list[tuple[NamedNode, str]]
"""Spans of one document, each with its role."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a passage: offsets in code points into its text, and what it is."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A document, and how it came into the graph. What is unknown is None.

    Attributes:
        title, published, publisher, url: as the article gives them.
        paths: the files that it was read from.
        run: what is recorded of the run that read it, as pairs of property and value.
    """

    document: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    paths: tuple[str, ...]
    run: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences that something was read from.

    Attributes:
        begin: offset of the text in the document, in code points.
        marks: sorted; they may hold one another.
    """

    begin: int
    text: str
    marks: tuple[Mark, ...]
    origin: Origin

    def _repr_html_(self) -> str:
        spans = [(mark.start, mark.end, mark.role) for mark in self.marks]
        origin = (self.origin.title, self.origin.publisher, self.origin.published)
        return quotation(self.text, spans, ", ".join(filter(None, origin)))


class Passages:
    """Finds and reads the passages of a store."""

    def __init__(self, store: GraphStore) -> None:
        self._facts = store.facts
        self._ledger = Ledger(store)
        self._own = store.namespaces.own
        self.roles = {self._own(name): role for name, role in _ROLES.items()}
        self.roles[PROV.wasDerivedFrom] = "evidence"

    def places(self, iri: NamedNode) -> list[Marked]:
        """Where something was read: the spans of each place, in the order of the texts."""
        own = [
            (span, role)
            for predicate, role in self.roles.items()
            for span in self._facts.nodes(iri, predicate)
        ]
        parts = self._facts.nodes(iri, self._own("role"))
        if parts:
            own = [(span, "predicate" if role == "evidence" else role) for span, role in own]
            own += [pair for part in parts for pair in self._role(part)]
        if own:
            return [sorted(own, key=self._place)]
        if self._facts.value(iri, NIF.beginIndex) is not None:
            return [[(iri, "here")]]
        mentions = self._facts.subjects(ITS.taIdentRef, iri)
        others = [
            *self._facts.subjects(self._own("claims"), iri),
            *self._facts.subjects(self._own("post"), iri),
            *self._facts.nodes(iri, self._own("entity")),
            *self._facts.nodes(iri, self._own("event")),
        ]
        found: list[Marked] = [[(mention, "mention")] for mention in mentions]
        for each in dict.fromkeys(others):
            found += self.places(each)
        return sorted(found, key=lambda spans: self._place(spans[0]))

    def _role(self, part: NamedNode) -> Marked:
        """The spans of what fills a role of a frame, each with the name of the role."""
        named = self._facts.value(part, self._own("roleType")) or "role"
        name = named.rpartition("#")[2].lower()
        return [(span, name) for span in self._facts.nodes(part, PROV.wasDerivedFrom)]

    def passage(self, spans: Marked) -> Passage:
        """The sentences that hold some spans of one document."""
        document = self._document_of(spans[0][0])
        text = self._facts.value(document, NIF.isString) or ""
        offsets = [(*self._offsets(span), role) for span, role in spans]
        first, last = min(o[0] for o in offsets), max(o[1] for o in offsets)
        begin, end = self._sentences(document, first, last)
        marks = (Mark(b - begin, e - begin, role) for b, e, role in offsets)
        ordered = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.role)))
        return Passage(begin, text[begin:end], ordered, self.origin(document))

    def origin(self, document: NamedNode) -> Origin:
        """A document, and how it came into the graph."""
        sources = self._ledger.sources_of(document)
        return Origin(
            document=document.value,
            title=self._facts.value(document, SCHEMA.headline),
            published=self._facts.value(document, SCHEMA.datePublished),
            publisher=self._facts.value(document, SCHEMA.publisher),
            url=self._facts.value(document, SCHEMA.url),
            paths=tuple(self._ledger.shown(each.source) for each in sources),
            run=tuple(self._run(document)),
        )

    def _sentences(self, document: NamedNode, first: int, last: int) -> tuple[int, int]:
        """From the begin of the first sentence that a stretch touches to the end of the last."""
        begin, end = first, last
        for quad in self._facts.match(None, RDF.type, NIF.Sentence, document):
            if isinstance(quad.subject, NamedNode):
                start, stop = self._offsets(quad.subject)
                if start < last and first < stop:
                    begin, end = min(begin, start), max(end, stop)
        return begin, end

    def _run(self, document: NamedNode) -> Iterator[tuple[str, str]]:
        for run in self._facts.nodes(document, PROV.wasGeneratedBy):
            for quad in sorted(self._facts.match(run), key=str):
                if isinstance(quad.object, Literal):
                    yield words_of(quad.predicate), quad.object.value

    def _place(self, span: tuple[NamedNode, str]) -> tuple[str, int, int, str]:
        begin, end = self._offsets(span[0])
        return span[0].value.partition("#")[0], begin, end, span[1]

    def _document_of(self, span: NamedNode) -> NamedNode:
        documents = self._facts.nodes(span, NIF.referenceContext)
        return documents[0] if documents else NamedNode(span.value.partition("#")[0])

    def _offsets(self, span: NamedNode) -> tuple[int, int]:
        begin = self._facts.value(span, NIF.beginIndex) or "0"
        end = self._facts.value(span, NIF.endIndex) or begin
        return int(begin), int(end)


def words_of(predicate: NamedNode) -> str:
    """A property's local name as words: "found by" for kg:foundBy."""
    local = re.split(r"[/#]", predicate.value)[-1]
    return _NEW_WORD.sub(" ", local).lower()
