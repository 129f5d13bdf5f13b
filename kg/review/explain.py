"""The way from anything in the graph back to the characters that it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import QueryError
from kg.mapping import terms
from kg.review.relinking import link_candidates, why
from kg.store import GraphStore, Prefixes
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
_MOST_PASSAGES = 10
_SHOWN_IN_PASSAGE = {
    terms.TYPE,
    terms.IS_STRING,
    terms.ANCHOR_OF,
    terms.BEGIN_INDEX,
    terms.END_INDEX,
    terms.REFERENCE_CONTEXT,
}
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of a passage: offsets in code points into its text, and what it is."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a passage stands, and how it came into the graph. What is unknown is None."""

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
        text: the sentences to the character.
        marks: sorted; they may hold one another.
        origin: the document.
    """

    begin: int
    text: str
    marks: tuple[Mark, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of one IRI.

    Attributes:
        iri: what is explained.
        kinds: its types, as short names.
        facts: what the graph says of it, as pairs of property and value, spans apart.
        passages: where it was read, at most ten.
        found: in how many places it was read.
        origin: the document, where the IRI is one or stands in one alone.
    """

    iri: str
    kinds: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    found: int
    origin: Origin | None


def explain(store: GraphStore, iri: str, index: Path | None = None) -> Explanation:
    """How a statement, mention, position, quantity, entity, link or document came into the graph.

    Args:
        store: the store.
        iri: in full, or short as tables show it (person:lloyd-austin, person/lloyd-austin).
        index: the index of Wikidata, whose candidates for a link are told.

    Raises:
        KnowledgeError: the index cannot be used.
        QueryError: the store knows nothing of that name.
    """
    return _Explainer(store, index).explain(full_iri(iri, store.base))


def full_iri(text: str, base: str) -> NamedNode:
    """The IRI that a person means by a full IRI, a prefixed name or a path below the base.

    Raises:
        QueryError: it is none of these.
    """
    full = Prefixes(base).full(text.strip().removeprefix("<").removesuffix(">"))
    try:
        return NamedNode(full if ":" in full.partition("/")[0] else base + full)
    except ValueError as error:
        raise QueryError(f"{text}: not an IRI; give one such as {base}person/jane-doe") from error


class _Explainer:
    def __init__(self, store: GraphStore, index: Path | None) -> None:
        self._index = index
        self._store = store
        self._namespaces = store.namespaces
        self._prefixes = Prefixes(store.base)
        self._ledger = Ledger(store)
        self._roles = {self._namespaces.own(name): role for name, role in _ROLES.items()}
        self._roles[terms.DERIVED_FROM] = "evidence"

    def explain(self, iri: NamedNode) -> Explanation:
        if next(iter(self._match(iri)), None) is None:
            raise QueryError(f"{iri.value}: the store holds nothing of that name")
        groups = self._groups(iri)
        return Explanation(
            iri=iri.value,
            kinds=tuple(sorted({self._label(kind) for kind in self._objects(iri, terms.TYPE)})),
            facts=tuple(self._facts(iri)),
            passages=tuple(self._passage(spans) for spans in groups[:_MOST_PASSAGES]),
            found=len(groups),
            origin=self._origin_of(iri),
        )

    def _groups(self, iri: NamedNode) -> list[list[tuple[NamedNode, str]]]:
        """Spans with their roles, those of one passage together, in the order of the text."""
        own = [
            (span, self._roles[quad.predicate])
            for quad in self._match(iri)
            if quad.predicate in self._roles
            for span in [quad.object]
            if isinstance(span, NamedNode)
        ]
        if own:
            return [sorted(set(own), key=self._place)]
        if self._value(iri, terms.BEGIN_INDEX) is not None:
            return [[(iri, "here")]]
        mentions = [q.subject for q in self._match(None, terms.IDENT_REF, iri)]
        claims = [q.subject for q in self._match(None, self._namespaces.own("claims"), iri)]
        posts = [q.subject for q in self._match(None, self._namespaces.own("post"), iri)]
        linked = self._objects(iri, self._namespaces.own("entity"))
        groups = [[(m, "mention")] for m in mentions if isinstance(m, NamedNode)]
        for each in dict.fromkeys([*claims, *posts, *linked]):
            if isinstance(each, NamedNode):
                groups += self._groups(each)
        return sorted(groups, key=lambda group: self._place(group[0]))

    def _place(self, span: tuple[NamedNode, str]) -> tuple[str, int, int, str]:
        begin, end = self._offsets(span[0])
        return span[0].value.partition("#")[0], begin, end, span[1]

    def _passage(self, spans: list[tuple[NamedNode, str]]) -> Passage:
        document = self._document_of(spans[0][0])
        text = self._value(document, terms.IS_STRING) or ""
        offsets = [(*self._offsets(span), role) for span, role in spans]
        begin, end = self._sentences(document, offsets)
        marks = (Mark(b - begin, e - begin, role) for b, e, role in offsets)
        ordered = tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.role)))
        return Passage(begin, text[begin:end], ordered, self._origin(document))

    def _sentences(
        self, document: NamedNode, offsets: list[tuple[int, int, str]]
    ) -> tuple[int, int]:
        """From the begin of the first sentence that holds some of the spans to the last's end."""
        first, last = min(o[0] for o in offsets), max(o[1] for o in offsets)
        begin, end = first, last
        for quad in self._match(None, terms.TYPE, terms.SENTENCE, document):
            if isinstance(quad.subject, NamedNode):
                start, stop = self._offsets(quad.subject)
                if start < last and first < stop:
                    begin, end = min(begin, start), max(end, stop)
        return begin, end

    def _facts(self, iri: NamedNode) -> Iterator[tuple[str, str]]:
        skipped = {*_SHOWN_IN_PASSAGE, *self._roles}
        facts = {
            (_words(quad.predicate), self._label(quad.object))
            for quad in self._match(iri)
            if quad.predicate not in skipped and quad.graph_name != self._namespaces.runs_graph
        }
        yield from sorted(facts)
        yield from self._links(iri)
        yield from self._candidates(iri)

    def _links(self, iri: NamedNode) -> list[tuple[str, str]]:
        own = self._namespaces.own
        lines = []
        for quad in self._match(None, own("entity"), iri):
            if isinstance(quad.subject, NamedNode):
                parts = [
                    self._value(quad.subject, own(name))
                    for name in ("external", "method", "score", "knowledge")
                ]
                external = self._prefixes.short(parts[0] or "")
                lines.append(("link", f"{external} ({', '.join(p for p in parts[1:] if p)})"))
        return sorted(lines)

    def _candidates(self, iri: NamedNode) -> Iterator[tuple[str, str]]:
        """Of a link: what else its entity could have been linked to, and why this one won."""
        own = self._namespaces.own
        entity, external = self._value(iri, own("entity")), self._value(iri, own("external"))
        if entity is None or external is None:
            return
        name = self._value(NamedNode(entity), terms.NAME) or ""
        method = self._value(iri, own("method")) or ""
        source = self._value(iri, own("knowledge")) or ""
        for each in link_candidates(name, method, source, self._index):
            won = " that won" if each.external == external else ""
            yield f"candidate{won}", f"{self._prefixes.short(each.external)} ({each.description})"
        yield "because", why(method, float(self._value(iri, own("score")) or 0))

    def _origin_of(self, iri: NamedNode) -> Origin | None:
        graphs = {quad.graph_name for quad in self._match(iri)}
        documents = sorted(
            (name for name in graphs if isinstance(name, NamedNode) and self._is_document(name)),
            key=str,
        )
        return self._origin(documents[0]) if len(documents) == 1 else None

    def _is_document(self, name: NamedNode) -> bool:
        return self._value(name, terms.IS_STRING) is not None

    def _origin(self, document: NamedNode) -> Origin:
        sources = self._ledger.sources_of(document)
        return Origin(
            document=document.value,
            title=self._value(document, terms.HEADLINE),
            published=self._value(document, terms.DATE_PUBLISHED),
            publisher=self._value(document, terms.PUBLISHER),
            url=self._value(document, terms.URL),
            paths=tuple(self._ledger.shown(each.source) for each in sources),
            run=tuple(self._run(document)),
        )

    def _run(self, document: NamedNode) -> Iterator[tuple[str, str]]:
        for run in self._objects(document, terms.GENERATED_BY):
            if isinstance(run, NamedNode):
                for quad in sorted(self._match(run), key=str):
                    if isinstance(quad.object, Literal):
                        yield _words(quad.predicate), quad.object.value

    def _label(self, term: object) -> str:
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return str(term)
        short = self._prefixes.short(term.value)
        name = self._value(term, terms.NAME)
        return short if name is None else f"{name} ({short})"

    def _document_of(self, span: NamedNode) -> NamedNode:
        for document in self._objects(span, terms.REFERENCE_CONTEXT):
            if isinstance(document, NamedNode):
                return document
        return NamedNode(span.value.partition("#")[0])

    def _offsets(self, span: NamedNode) -> tuple[int, int]:
        begin = self._value(span, terms.BEGIN_INDEX) or "0"
        end = self._value(span, terms.END_INDEX) or begin
        return int(begin), int(end)

    def _value(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        found = [o.value for o in self._objects(subject, predicate)
                 if isinstance(o, Literal | NamedNode)]  # fmt: skip
        return min(found, default=None)

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> Iterable[object]:
        return [quad.object for quad in self._match(subject, predicate)]

    def _match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        return self._store.engine.quads_for_pattern(subject, predicate, value, graph)


def _words(predicate: NamedNode) -> str:
    """A property's local name as words: "found by" for kg:foundBy."""
    local = re.split(r"[/#]", predicate.value)[-1]
    return _NEW_WORD.sub(" ", local).lower()
