"""Describes entities in the graph of every document that mentions them.

So everything about an entity leaves the store with the last document that mentions it.
"""

from pyoxigraph import NamedNode, Triple

from kg.extraction import EntityType
from kg.identity import Entity
from kg.identity.places.countries import countries
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.links import map_links
from kg.mapping.literals import decimal
from kg.mapping.terms import FOAF, SCHEMA

TYPES = {
    EntityType.PERSON: SCHEMA.Person,
    EntityType.ORGANIZATION: SCHEMA.Organization,
    EntityType.COUNTRY: SCHEMA.Country,
    EntityType.PLACE: SCHEMA.Place,
    EntityType.GROUP: FOAF.Group,
    EntityType.EVENT: SCHEMA.Event,
    EntityType.WORK: SCHEMA.CreativeWork,
    EntityType.PRODUCT: SCHEMA.Product,
    EntityType.LEGISLATION: SCHEMA.Legislation,
    EntityType.OTHER: SCHEMA.Thing,
}


def describe_entity(entity: Entity, graph: NamedGraph, namespaces: Namespaces) -> None:
    """Add type, names, country and coordinates to `graph`, and whether the entity is local."""
    iri = namespaces.entity(entity.key)
    graph.add_type(iri, TYPES[entity.type])
    graph.add(iri, SCHEMA.name, entity.name)
    graph.add(iri, SCHEMA.alternateName, *entity.aliases)
    graph.add(iri, namespaces.own("mergedFrom"), *map(namespaces.entity, entity.merged))
    graph.add(iri, namespaces.own("unresolved"), entity.local)
    country = entity.of_country
    graph.add(iri, namespaces.own("ofCountry"), country and namespaces.entity(country))
    if entity.latitude is not None and entity.longitude is not None:
        graph.add(iri, SCHEMA.latitude, decimal(entity.latitude))
        graph.add(iri, SCHEMA.longitude, decimal(entity.longitude))


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
