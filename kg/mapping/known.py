"""Countries as kg knows them without a store, for a graph that only refers to one."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from kg.identity.places.countries import countries
from kg.mapping.entities import describe_entity
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.links import map_links


def map_known(iri: str, namespaces: Namespaces) -> list[Triple]:
    """Type, names, coordinates and links of a country, empty for any other IRI.

    Args:
        iri: the country's IRI, below the base of `namespaces`.
    """
    country = countries().by_key.get(iri.removeprefix(namespaces.base))
    if country is None:
        return []
    graph = NamedGraph(namespaces.links_graph)
    describe_entity(country.entity, graph, namespaces)
    quads = [*graph.quads, *map_links(country.entity, namespaces)]
    return [quad.triple for quad in quads if quad.subject == NamedNode(iri)]
