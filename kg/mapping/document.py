"""Maps a document to the quads of its named graph."""

from pyoxigraph import Literal, NamedNode, Quad

from kg.documents import Document
from kg.identity import Resolved
from kg.mapping import terms
from kg.mapping.document_iris import statement_iris
from kg.mapping.entities import describe_entity
from kg.mapping.frames import describe_frames
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import any_uri, moment
from kg.mapping.positions import describe_positions
from kg.mapping.quantities import describe_quantities
from kg.mapping.spans import Spans
from kg.mapping.statements import describe_statements


def map_document(resolved: Resolved, namespaces: Namespaces) -> list[Quad]:
    """All quads of a document, in the graph that has the document's IRI, without blank nodes.

    The same document gives the same list: it has no clock times and no paths.
    """
    annotations = resolved.annotations
    iri = namespaces.document(annotations.document.id)
    graph = NamedGraph(iri)
    spans = Spans(annotations.document, graph, namespaces)
    _describe_document(iri, annotations.document, graph)
    for entity in resolved.entities:
        describe_entity(entity, graph, namespaces)
    for sentence in annotations.sentences:
        spans.sentence(sentence)
    for mention in resolved.mentions:
        spans.mention(mention)
    for time in annotations.times:
        spans.time(time)
    statements = statement_iris(resolved, namespaces)
    describe_statements(resolved, statements, spans)
    describe_positions(resolved, spans)
    describe_quantities(resolved, statements, spans)
    describe_frames(resolved, statements, spans)
    return graph.quads


def _describe_document(iri: NamedNode, document: Document, graph: NamedGraph) -> None:
    metadata = document.metadata
    graph.add_type(iri, terms.NEWS_ARTICLE)
    graph.add_type(iri, terms.CONTEXT)
    graph.add(iri, terms.IS_STRING, Literal(document.text))
    graph.add_text(iri, terms.HEADLINE, metadata.title)
    graph.add_text(iri, terms.PUBLISHER, metadata.publisher)
    graph.add_text(iri, terms.AUTHOR, metadata.author)
    graph.add_text(iri, terms.IN_LANGUAGE, metadata.language)
    if metadata.url is not None:
        graph.add(iri, terms.URL, any_uri(metadata.url))
    if metadata.published is not None:
        graph.add(iri, terms.DATE_PUBLISHED, moment(metadata.published))
