"""Maps a document to the quads of its named graph."""

from pyoxigraph import NamedNode, Quad

from kg.documents import Document
from kg.identity import Resolved
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
from kg.mapping.terms import NIF, SCHEMA


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
    graph.add_type(iri, SCHEMA.NewsArticle, NIF.Context)
    graph.add(iri, NIF.isString, document.text)
    graph.add(iri, SCHEMA.headline, metadata.title)
    graph.add(iri, SCHEMA.publisher, metadata.publisher)
    graph.add(iri, SCHEMA.author, metadata.author)
    graph.add(iri, SCHEMA.inLanguage, metadata.language)
    if metadata.url is not None:
        graph.add(iri, SCHEMA.url, any_uri(metadata.url))
    if metadata.published is not None:
        graph.add(iri, SCHEMA.datePublished, moment(metadata.published))
