"""Maps spans of text to NIF phrases, the evidence that everything else points to.

NIF 2.0 Core, https://persistence.uni-leipzig.org/nlp2rdf/. What is read in the same characters
shares one phrase.
"""

from pyoxigraph import NamedNode

from kg.documents import Document
from kg.extraction import Span, TimeExpression
from kg.identity import ResolvedMention
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import integer, time_value
from kg.mapping.terms import ITS, NIF


class Spans:
    """Adds the spans of one document to its graph, each once."""

    def __init__(self, document: Document, graph: NamedGraph, namespaces: Namespaces) -> None:
        self._text = document.text
        self._id = document.id
        self.graph = graph
        self.namespaces = namespaces
        self._context = namespaces.document(document.id)
        self._phrases: dict[Span, NamedNode] = {}
        self._mentioned: set[Span] = set()

    def phrase(self, span: Span) -> NamedNode:
        """The phrase of a span, which is added with its offsets and text."""
        if span not in self._phrases:
            iri = self._located(span, NIF.Phrase)
            self.graph.add(iri, NIF.anchorOf, self._text[span.start : span.end])
            self._phrases[span] = iri
        return self._phrases[span]

    def phrases(self, *spans: Span | None) -> list[NamedNode]:
        """The phrases of spans, without those that are None."""
        return [self.phrase(span) for span in spans if span is not None]

    def sentence(self, span: Span) -> None:
        """Add a sentence, with offsets alone: its text would double the document's."""
        self._located(span, NIF.Sentence)

    def mention(self, resolved: ResolvedMention) -> None:
        """Add a mention and what it refers to; of several at a span, only the first."""
        mention = resolved.mention
        if mention.span in self._mentioned:
            return
        self._mentioned.add(mention.span)
        iri = self.phrase(mention.span)
        own = self.namespaces.own
        self.graph.add(iri, own("mentionKind"), mention.kind.value)
        self.graph.add(iri, own("foundBy"), mention.found_by)
        self.graph.add(iri, ITS.taIdentRef, *self.namespaces.entities(resolved.entity))

    def time(self, time: TimeExpression) -> None:
        """Add a time expression."""
        iri = self.phrase(time.span)
        self.graph.add_type(iri, self.namespaces.own("TimeExpression"))
        self.graph.add(iri, self.namespaces.own("timeValue"), time.value and time_value(time.value))

    def time_of(self, iri: NamedNode, time: TimeExpression | None, dated: NamedNode) -> None:
        """Add where it is told when something was, and that time, as the value of a property."""
        if time is not None:
            self.graph.add(iri, self.namespaces.own("timeSpan"), self.phrase(time.span))
            self.graph.add(iri, dated, time.value and time_value(time.value))

    def _located(self, span: Span, kind: NamedNode) -> NamedNode:
        iri = self.namespaces.span(self._id, span)
        self.graph.add_type(iri, kind)
        self.graph.add(iri, NIF.beginIndex, integer(span.start))
        self.graph.add(iri, NIF.endIndex, integer(span.end))
        self.graph.add(iri, NIF.referenceContext, self._context)
        return iri
