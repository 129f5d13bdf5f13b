"""Entities, described in the graph of every document that mentions them.

So a document leaves with all that it said of them, and an entity with its last document.
"""

from __future__ import annotations

from pyoxigraph import Literal

from kg.extraction import EntityType
from kg.identity import Entity
from kg.mapping import terms
from kg.mapping.graph import Graph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import TRUE, decimal

TYPES = {
    EntityType.PERSON: terms.PERSON,
    EntityType.ORGANIZATION: terms.ORGANIZATION,
    EntityType.COUNTRY: terms.COUNTRY,
    EntityType.PLACE: terms.PLACE,
    EntityType.GROUP: terms.GROUP,
}


def describe_entity(entity: Entity, graph: Graph, namespaces: Namespaces) -> None:
    """Adds type, names, country, coordinates and the flag of an unresolved entity to `graph`."""
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
