"""Links by the index of Wikidata, from what the store keeps of each document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from kg.extraction import EntityType
from kg.identity import Entity, Knowledge, Link
from kg.identity.wikidata import Index
from kg.identity.wikidata.linking import index_link, linked_by
from kg.mapping import terms
from kg.mapping.entities import TYPES
from kg.store import GraphStore


@dataclass(slots=True)
class _Document:
    """What a document's graph says of entities, by their keys."""

    types: dict[str, EntityType] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    titles: dict[str | None, set[str]] = field(default_factory=lambda: defaultdict(set))

    def entities(self, links: Mapping[str, Sequence[Link]]) -> Iterator[Entity]:
        """Its entities with the links that they have."""
        for key, type in sorted(self.types.items()):
            local = key.startswith("doc/")
            own, country = tuple(links.get(key, ())), self.countries.get(key)
            yield Entity(key, type, self.names.get(key, key), local, country, own)


def index_links(
    store: GraphStore, index: Index, knowledge: Knowledge, links: Mapping[str, Sequence[Link]]
) -> Mapping[str, list[Link]]:
    """The links that reading the stored documents with an index would give, by key.

    An entity that would get another key by it, because the item is not the most popular of the
    name, takes a build.

    Args:
        links: the links that the entities have without the index.
    """
    found: dict[str, dict[Link, None]] = defaultdict(dict)
    for document in _documents(store):
        entities = tuple(document.entities(links))
        for entity, chosen in linked_by(index, entities, document.titles, knowledge):
            suffixed = entity.key.endswith(f"-{chosen.candidate.qid.lower()}")
            if chosen.most_popular or suffixed or entity.links or knowledge.entity(entity.key):
                found[entity.key][index_link(chosen, index)] = None
    return {key: list(each) for key, each in found.items()}


def _documents(store: GraphStore) -> Iterator[_Document]:
    found: dict[NamedNode, _Document] = defaultdict(_Document)
    for kind, type in TYPES.items():
        for graph, quad in _quads(store, terms.TYPE, type):
            found[graph].types[_key(quad.subject, store)] = EntityType(kind)
    for graph, quad in _quads(store, terms.NAME):
        key, name = _key(quad.subject, store), _text(quad)
        found[graph].names[key] = min(name, found[graph].names.get(key, name))
    for graph, quad in _quads(store, store.namespaces.own("ofCountry")):
        found[graph].countries[_key(quad.subject, store)] = _key(quad.object, store)
    roles = {quad.subject: _text(quad) for _, quad in _quads(store, terms.ROLE_NAME)}
    for graph, quad in _quads(store, terms.MEMBER):
        found[graph].titles[_key(quad.object, store)].add(roles[quad.subject])
    for graph in sorted(found, key=str):
        yield found[graph]


def _quads(
    store: GraphStore, predicate: NamedNode, value: NamedNode | None = None
) -> Iterator[tuple[NamedNode, Quad]]:
    for quad in store.engine.quads_for_pattern(None, predicate, value, None):
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph.value.startswith(store.base + "doc/"):
            yield graph, quad


def _key(node: object, store: GraphStore) -> str:
    return node.value.removeprefix(store.base) if isinstance(node, NamedNode) else ""


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else ""
