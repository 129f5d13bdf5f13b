"""Maps what is the same elsewhere, with the evidence: the entries that entities have in other
knowledge bases, and the events that several articles tell."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kg.errors import KnowledgeError
from kg.identity import Entity, Link
from kg.identity.happenings import Sameness
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import decimal
from kg.mapping.terms import SCHEMA


def map_links(
    entity: Entity, namespaces: Namespaces, graph_name: NamedNode | None = None
) -> list[Quad]:
    """The quads of an entity's links, in a graph, by default the links graph; KnowledgeError where
    a link does not lead to an IRI."""
    graph = NamedGraph(graph_name or namespaces.links_graph)
    for link in entity.links:
        _describe_link(entity, link, graph, namespaces)
    return graph.quads


def map_same_events(found: Iterable[Sameness], namespaces: Namespaces) -> list[Quad]:
    """The quads of pairs of events that are one, in the graph of the same events."""
    graph, own = NamedGraph(namespaces.same_events_graph), namespaces.own
    for each in found:
        evidence = namespaces.same_event(each.event, each.other)
        graph.add_type(evidence, own("SameEvent"))
        graph.add(evidence, own("event"), *map(namespaces.below, (each.event, each.other)))
        graph.add(evidence, own("method"), each.method)
        graph.add(evidence, own("score"), decimal(each.score))
    return graph.quads


def _describe_link(entity: Entity, link: Link, graph: NamedGraph, namespaces: Namespaces) -> None:
    own = namespaces.own
    iri = namespaces.entity(entity.key)
    external = _external(link)
    said = (link.external, link.method, f"{link.score}", link.knowledge)
    evidence = namespaces.link(entity.key, *said)
    graph.add(iri, SCHEMA.sameAs, external)
    graph.add_type(evidence, own("Link"))
    graph.add(evidence, own("entity"), iri)
    graph.add(evidence, own("external"), external)
    graph.add(evidence, own("method"), link.method)
    graph.add(evidence, own("score"), decimal(link.score))
    graph.add(evidence, own("knowledge"), link.knowledge)


def _external(link: Link) -> NamedNode:
    try:
        return NamedNode(link.external)
    except ValueError as error:
        raise KnowledgeError(
            f"{link.knowledge}: links to {link.external!r}, which is no IRI; correct it there"
        ) from error
