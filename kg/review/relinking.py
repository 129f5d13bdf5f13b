"""Linking anew: the links graph from stored entities, without reading the texts again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from kg.extraction import EntityType
from kg.identity import Entity, Knowledge, Link
from kg.identity.merging import METHOD, judge_links
from kg.identity.places.cities import cities
from kg.identity.places.countries import GEONAMES, WIKIDATA, countries
from kg.identity.places.places import BY_COUNTRY, BY_SIZE, BY_TEXT
from kg.identity.wikidata import Index
from kg.identity.wikidata.linking import INDEX
from kg.mapping import map_links, terms
from kg.mapping.entities import TYPES
from kg.review.index_links import index_links
from kg.settings import Settings
from kg.store import GraphStore

_COUNTED_ANEW = frozenset({"curated", METHOD})


_WHY = {
    "curated": "curated knowledge gives this id to the entity",
    "territory": "the packages of territories give this id to the country or region",
    METHOD: "a person judged it to be the same",
}
_WHY_CITY = {
    BY_TEXT: "the text puts it in its state or country",
    BY_SIZE: "of the cities of this name it is by far the largest, or the only one",
    BY_COUNTRY: "of the cities of this name it is the one that the countries and places of the "
    "text speak for",
}


def why(method: str, score: float) -> str:
    """What a link of a method and score rests on, for people to read."""
    found = _WHY_CITY.get(score) if method == "city" else _WHY.get(method)
    return found or f"found by {method}"


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """What a name could be linked to: its IRI, and what tells it from the others."""

    external: str
    description: str


def link_candidates(
    name: str, method: str, source: str, index: Path | None
) -> Iterator[LinkCandidate]:
    """What the tables behind a link have under a name, the most populous or popular first.

    Args:
        name: of the entity.
        method: of the link.
        source: the knowledge that the link names.
        index: the index of Wikidata, where there is one.
    """
    for city in cities().named(name) if method == "city" else ():
        where = (city.region or city.country).upper()
        people = f"{city.population:,} people"
        yield LinkCandidate(f"{GEONAMES}{city.number}/", f"{city.name}, {where}, {people}")
    if index and source.startswith(f"{INDEX} "):
        with Index(index) as opened:
            for item in opened.lookup(name):
                about = f"{item.label}, {item.sitelinks} pages in Wikimedia projects"
                yield LinkCandidate(WIKIDATA + item.qid, about)


class Linker(Protocol):
    """A source of links."""

    @property
    def methods(self) -> frozenset[str]:
        """The methods of its links; what the store has by them is replaced."""

    def links(self, entity: Entity) -> Iterable[Link]:
        """The links of an entity, as the store has it: names, type, country."""


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """Links of curated entities and of countries, as a build finds them."""

    knowledge: Knowledge
    methods: frozenset[str] = _COUNTED_ANEW

    def links(self, entity: Entity) -> Iterable[Link]:
        """What curated knowledge and the table of countries say."""
        country = countries().by_key.get(entity.key)
        known = country.entity if country else self.knowledge.entity(entity.key)
        return known.links if known else ()


def linkers(settings: Settings, knowledge: Knowledge) -> Sequence[Linker]:
    """The sources of links that settings ask for."""
    return [KnownLinks(knowledge)]


def relink(store: GraphStore, settings: Settings) -> int:
    """Make the links graph what a full build with today's knowledge and judgements would.

    Links that reading a text decided, such as which city a name means, stand; one of them that a
    judgement once refused takes a build to come back.

    Returns:
        The number of links in the graph now.

    Raises:
        KnowledgeError, StoreError: nothing was changed.
    """
    knowledge = Knowledge.read(settings.knowledge_files, settings.judgements_file)
    sources = linkers(settings, knowledge)
    anew = {method for each in sources for method in each.methods}
    before = _stored_links(store)
    quads: set[Quad] = set()
    entities = list(stored(store))
    links: dict[str, tuple[Link, ...]] = {}
    for entity in entities:
        kept = [link for link in before.get(entity.key, ()) if link.method not in anew]
        if settings.knowledge_base:
            kept = [link for link in kept if not link.knowledge.startswith(f"{INDEX} ")]
        found = [link for each in sources for link in each.links(entity)]
        whole = replace(entity, links=(*found, *kept))
        links[entity.key] = judge_links(whole, knowledge.judgements)
    added = _by_index(store, settings, knowledge, links)
    for entity in entities:
        whole = replace(entity, links=(*links[entity.key], *added.get(entity.key, ())))
        quads.update(map_links(whole, store.namespaces))
    graph = store.namespaces.links_graph
    store.replace_graphs({graph: sorted(quads, key=str)})
    return sum(quad.predicate == store.namespaces.own("external") for quad in quads)


def _by_index(
    store: GraphStore, settings: Settings, knowledge: Knowledge, links: Mapping[str, Sequence[Link]]
) -> Mapping[str, Sequence[Link]]:
    if settings.knowledge_base is None:
        return {}
    with Index(settings.knowledge_base) as index:
        return index_links(store, index, knowledge, links)


def stored(store: GraphStore) -> Iterator[Entity]:
    """The entities of all documents as the store has them, sorted by key.

    Of several names the first in the alphabet is `name`, the others are `aliases`.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for kind, type in TYPES.items():
        for quad in store.engine.quads_for_pattern(None, terms.TYPE, type, None):
            if _is_of_document(quad, store) and isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, {})["type"] = [kind]
    for iri in sorted(found):
        node = NamedNode(iri)
        names = _values(store, node, terms.NAME)
        aliases = {*names, *_values(store, node, terms.ALTERNATE_NAME)}
        country = _values(store, node, store.namespaces.own("ofCountry"))
        yield Entity(
            iri.removeprefix(store.base),
            EntityType(found[iri]["type"][0]),
            names[0],
            local=iri.startswith(store.base + "doc/"),
            of_country=country[0].removeprefix(store.base) if country else None,
            aliases=tuple(sorted(aliases - {names[0]})),
        )


def _stored_links(store: GraphStore) -> Mapping[str, list[Link]]:
    own, graph = store.namespaces.own, store.namespaces.links_graph
    links: dict[str, list[Link]] = {}
    for quad in store.engine.quads_for_pattern(None, terms.TYPE, own("Link"), graph):
        about = {
            each.predicate: each.object.value
            for each in store.engine.quads_for_pattern(quad.subject, None, None, graph)
            if isinstance(each.object, Literal | NamedNode)
        }
        entity, external, method, score, knowledge = (
            about[own(name)] for name in ("entity", "external", "method", "score", "knowledge")
        )
        link = Link(external, method, float(score), knowledge)
        links.setdefault(entity.removeprefix(store.base), []).append(link)
    return links


def _values(store: GraphStore, node: NamedNode, predicate: NamedNode) -> list[str]:
    found = store.engine.quads_for_pattern(node, predicate, None, None)
    return sorted(
        {
            quad.object.value
            for quad in found
            if isinstance(quad.object, Literal | NamedNode) and _is_of_document(quad, store)
        }
    )


def _is_of_document(quad: Quad, store: GraphStore) -> bool:
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and graph.value.startswith(store.base + "doc/")
