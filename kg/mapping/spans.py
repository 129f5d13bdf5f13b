"""Maps spans of text to NIF phrases, the evidence that everything else points to.

NIF 2.0 Core, https://persistence.uni-leipzig.org/nlp2rdf/. What is read in the same characters
shares one phrase.
"""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.documents import Document
from kg.extraction import Span, TimeExpression
from kg.identity import ResolvedMention
from kg.mapping import terms
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import integer, time_value


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
            iri = self._located(span, terms.PHRASE)
            anchor = Literal(self._text[span.start : span.end])
            self.graph.add(iri, terms.ANCHOR_OF, anchor)
            self._phrases[span] = iri
        return self._phrases[span]

    def phrases(self, spans: Iterable[Span]) -> list[NamedNode]:
        """The phrases of spans."""
        return [self.phrase(span) for span in spans]

    def sentence(self, span: Span) -> None:
        """Add a sentence, with offsets alone: its text would double the document's."""
        self._located(span, terms.SENTENCE)

    def mention(self, resolved: ResolvedMention) -> None:
        """Add a mention and what it refers to; of several at a span, only the first."""
        mention = resolved.mention
        if mention.span in self._mentioned:
            return
        self._mentioned.add(mention.span)
        iri = self.phrase(mention.span)
        own = self.namespaces.own
        self.graph.add(iri, own("mentionKind"), Literal(mention.kind.value))
        self.graph.add(iri, own("foundBy"), Literal(mention.found_by))
        if resolved.entity is not None:
            entity = self.namespaces.entity(resolved.entity.key)
            self.graph.add(iri, terms.IDENT_REF, entity)

    def time(self, time: TimeExpression) -> None:
        """Add a time expression."""
        iri = self.phrase(time.span)
        self.graph.add_type(iri, self.namespaces.own("TimeExpression"))
        if time.value is not None:
            self.graph.add(iri, self.namespaces.own("timeValue"), time_value(time.value))

    def _located(self, span: Span, kind: NamedNode) -> NamedNode:
        iri = self.namespaces.span(self._id, span)
        self.graph.add_type(iri, kind)
        self.graph.add(iri, terms.BEGIN_INDEX, integer(span.start))
        self.graph.add(iri, terms.END_INDEX, integer(span.end))
        self.graph.add(iri, terms.REFERENCE_CONTEXT, self._context)
        return iri
