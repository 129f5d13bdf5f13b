"""Entities of a store without a link, looked up in a reconciliation service.

What is sure goes into the service's own links graph, `graph/links/<slug of its address>`. A build
leaves that graph alone, but for the links of entities that no document mentions any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from kg.errors import SettingsError
from kg.extraction import EntityType
from kg.identity import Entity, Link
from kg.identity.reconciliation.cache import Cache
from kg.identity.reconciliation.client import Client
from kg.identity.reconciliation.decision import Sureness, link_to, sure_candidate
from kg.identity.reconciliation.protocol import Answer, Candidate, Manifest, Query
from kg.identity.reconciliation.service import DEFAULT_CACHE, LOOKED_UP, types_asked
from kg.identity.reconciliation.web import Manners, Web
from kg.mapping import map_links
from kg.mapping.terms import ORG, SCHEMA
from kg.store import GraphStore
from kg.store.facts import Facts

__all__ = [
    "DEFAULT_CACHE",
    "Cache",
    "Client",
    "Manners",
    "Plan",
    "Report",
    "Sureness",
    "Unsure",
    "Web",
    "reconcile",
    "types_asked",
]

PROPERTIES = ("country", "post")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked.

    Attributes:
        types: the entity types that are looked up, each with the id of that type in the service,
            None to leave it open; empty for all but groups.
        properties: "country" and "post", each with the id of that property in the service.
        sureness: when a candidate becomes a link.

    Raises:
        SettingsError: there is no such property.
    """

    types: Mapping[EntityType, str | None]
    properties: Mapping[str, str]
    limit: int = 5
    sureness: Sureness = field(default_factory=Sureness)

    def __post_init__(self) -> None:
        for name in self.properties:
            if name not in PROPERTIES:
                raise SettingsError(f"no property {name!r}; choose from {', '.join(PROPERTIES)}")


@dataclass(frozen=True, slots=True)
class Unsure:
    """An entity with candidates of which none is sure; their scores are from 0 to 1."""

    key: str
    name: str
    candidates: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """How many entities were linked, without a candidate, unanswered; and those left unsure."""

    linked: int
    unknown: int
    unanswered: int
    unsure: tuple[Unsure, ...]


@dataclass(frozen=True, slots=True)
class _Unlinked:
    entity: Entity
    countries: tuple[str, ...]
    posts: tuple[str, ...]

    def query(self, plan: Plan) -> Query:
        values = {"country": self.countries, "post": self.posts}
        return Query(
            name=self.entity.name,
            type=plan.types.get(self.entity.type),
            limit=plan.limit,
            properties=tuple(
                (pid, values[name]) for name, pid in sorted(plan.properties.items()) if values[name]
            ),
        )


def reconcile(store: GraphStore, client: Client, plan: Plan) -> Report:
    """Look the entities that have no other link up, and write the links that are sure.

    The links that the service gave before to entities that it does not answer for now are kept.
    ServiceError where the cache cannot be used, StoreError where nothing was written.
    """
    graph = store.namespaces.service_links_graph(client.service)
    unlinked = _unlinked(store, graph)
    types = plan.types.keys() or LOOKED_UP
    asked = {each: each.query(plan) for each in unlinked if each.entity.type in types}
    manifest = client.manifest() if asked else None
    answers = {} if manifest is None else client.answers(asked.values())
    linked: list[Entity] = []
    unsure: list[Unsure] = []
    unknown = 0
    answered = {each.entity.key: answers[asked[each]] for each in asked if asked[each] in answers}
    for each in asked:
        answer = answered.get(each.entity.key)
        if answer is None or manifest is None:
            continue
        link = _link(answer, manifest, client.service, plan.sureness)
        if link is not None:
            linked.append(replace(each.entity, links=(link,)))
        elif answer.candidates:
            unsure.append(_unsure(each.entity, answer.candidates, plan.sureness))
        else:
            unknown += 1
    facts = store.facts
    unanswered = {each.entity.key for each in unlinked} - answered.keys()
    nodes = map(store.namespaces.entity, sorted(unanswered))
    kept = [quad for node in nodes for quad in facts.link_quads(node, graph)]
    quads = [quad for entity in linked for quad in map_links(entity, store.namespaces, graph)]
    quads += kept
    store.replace_graphs({graph: quads} if quads else {}, drop=[graph])
    return Report(len(linked), unknown, len(asked) - len(answered), tuple(unsure))


def _unlinked(store: GraphStore, graph: NamedNode) -> list[_Unlinked]:
    """The entities that documents mention in full and that no other graph has a link of."""
    facts, namespaces = store.facts, store.namespaces
    mentioned = facts.mentioned().keys()
    found = []
    for entity in facts.entities():
        node = namespaces.entity(entity.key)
        linked = any(quad.graph_name != graph for quad in facts.match(node, SCHEMA.sameAs))
        if entity.key in mentioned and not entity.local and not linked:
            countries = _names(facts, node, namespaces.own("ofCountry"))
            found.append(_Unlinked(entity, countries, _names(facts, node, ORG.holds)))
    return found


def _names(facts: Facts, node: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
    """The names of what a property of a node leads to, each once, sorted."""
    others = facts.nodes(node, predicate)
    return tuple(sorted({name for each in others for name in facts.values(each, SCHEMA.name)}))


def _link(answer: Answer, manifest: Manifest, service: str, sureness: Sureness) -> Link | None:
    candidate = sure_candidate(answer, sureness)
    if candidate is None:
        return None
    return link_to(candidate, answer, manifest, service, sureness)


def _unsure(entity: Entity, candidates: Sequence[Candidate], sureness: Sureness) -> Unsure:
    shown = ((each.id, each.name, sureness.score(each)) for each in candidates)
    return Unsure(entity.key, entity.name, tuple(shown))
