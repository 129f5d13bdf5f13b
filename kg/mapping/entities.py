"""Describes entities in the graph of every document that mentions them.

So everything about an entity leaves the store with the last document that mentions it.
"""

from pyoxigraph import Literal, NamedNode, Triple

from kg.extraction import EntityType
from kg.identity import Entity
from kg.identity.places.countries import countries
from kg.mapping import terms
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.links import map_links
from kg.mapping.literals import TRUE, decimal

TYPES = {
    EntityType.PERSON: terms.PERSON,
    EntityType.ORGANIZATION: terms.ORGANIZATION,
    EntityType.COUNTRY: terms.COUNTRY,
    EntityType.PLACE: terms.PLACE,
    EntityType.GROUP: terms.GROUP,
    EntityType.EVENT: terms.EVENT,
    EntityType.WORK: terms.CREATIVE_WORK,
    EntityType.PRODUCT: terms.PRODUCT,
    EntityType.LEGISLATION: terms.LEGISLATION,
    EntityType.OTHER: terms.THING,
}


def describe_entity(entity: Entity, graph: NamedGraph, namespaces: Namespaces) -> None:
    """Add type, names, country and coordinates to `graph`, and whether the entity is local."""
    iri = namespaces.entity(entity.key)
    graph.add_type(iri, TYPES[entity.type])
    graph.add(iri, terms.NAME, Literal(entity.name))
    for alias in entity.aliases:
        graph.add(iri, terms.ALTERNATE_NAME, Literal(alias))
    for key in entity.merged:
        graph.add(iri, namespaces.own("mergedFrom"), namespaces.entity(key))
    if entity.local:
        graph.add(iri, namespaces.own("unresolved"), TRUE)
    if entity.of_country is not None:
        graph.add(iri, namespaces.own("ofCountry"), namespaces.entity(entity.of_country))
    if entity.latitude is not None and entity.longitude is not None:
        graph.add(iri, terms.LATITUDE, decimal(entity.latitude))
        graph.add(iri, terms.LONGITUDE, decimal(entity.longitude))


def map_known(iri: str, namespaces: Namespaces) -> list[Triple]:
    """Type, names, coordinates and links of a country that a graph only refers to, as kg knows them
    without a store; empty for any other IRI."""
    country = countries().by_key.get(iri.removeprefix(namespaces.base))
    if country is None:
        return []
    graph = NamedGraph(namespaces.links_graph)
    describe_entity(country.entity, graph, namespaces)
    quads = [*graph.quads, *map_links(country.entity, namespaces)]
    return [quad.triple for quad in quads if quad.subject == NamedNode(iri)]
