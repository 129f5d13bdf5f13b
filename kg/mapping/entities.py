"""Describes entities in the graph of every document that mentions them.

So everything about an entity leaves the store with the last document that mentions it.
"""

from __future__ import annotations

from pyoxigraph import Literal

from kg.extraction import EntityType
from kg.identity import Entity
from kg.mapping import terms
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
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
