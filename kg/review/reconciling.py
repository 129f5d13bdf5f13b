"""Entities of a store without a link, looked up in a reconciliation service.

What is sure goes into the service's own links graph, `graph/links/<slug of its address>`. A build
leaves that graph alone, but for the links of entities that no document mentions any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.errors import SettingsError
from kg.extraction import EntityType
from kg.identity import Entity, Link
from kg.identity.reconciliation import (
    Answer,
    Cache,
    Candidate,
    Client,
    Manifest,
    Manners,
    Query,
    Sureness,
    Web,
    choose,
    link_to,
)
from kg.mapping import map_links
from kg.mapping.entities import TYPES
from kg.store import GraphStore

__all__ = ["Cache", "Client", "Manners", "Plan", "Report", "Sureness", "Unsure", "Web", "reconcile"]

_UNLINKED = """
PREFIX its: <http://www.w3.org/2005/11/its/rdf#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
PREFIX kg: <{base}ns#>
SELECT ?entity ?type (MIN(?label) AS ?name) (GROUP_CONCAT(DISTINCT ?countryName; SEPARATOR="\\n")
    AS ?country) (GROUP_CONCAT(DISTINCT ?postName; SEPARATOR="\\n") AS ?post)
WHERE {{
  GRAPH ?document {{ ?mention its:taIdentRef ?entity . ?entity a ?type ; schema:name ?label . }}
  FILTER NOT EXISTS {{ ?entity kg:unresolved true }}
  FILTER NOT EXISTS {{
    GRAPH ?links {{ ?entity schema:sameAs ?external }}
    FILTER(?links != {graph})
  }}
  OPTIONAL {{ ?entity kg:ofCountry/schema:name ?countryName }}
  OPTIONAL {{ ?entity org:holds/schema:name ?postName }}
}}
GROUP BY ?entity ?type ORDER BY ?entity ?type
"""
# A people, troops or officials are seldom an entry of a knowledge base: only where asked for.
_ASKED = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.PLACE)
PROPERTIES = ("country", "post")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked.

    Attributes:
        types: names of the entity types that are looked up, each with the id of that type in the
            service, None to leave it open; empty for all but groups.
        properties: "country" and "post", each with the id of that property in the service.
        limit: the most candidates an entity.
        sureness: when a candidate becomes a link.

    Raises:
        SettingsError: there is no such type or property.
    """

    types: Mapping[str, str | None]
    properties: Mapping[str, str]
    limit: int = 5
    sureness: Sureness = field(default_factory=Sureness)

    def __post_init__(self) -> None:
        for what, given, known in (
            ("type", self.types, [each.value for each in EntityType]),
            ("property", self.properties, PROPERTIES),
        ):
            for name in given:
                if name not in known:
                    raise SettingsError(f"no {what} {name!r}; choose from {', '.join(known)}")


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
            type=plan.types.get(self.entity.type.value),
            limit=plan.limit,
            properties=tuple(
                (pid, values[name]) for name, pid in sorted(plan.properties.items()) if values[name]
            ),
        )


def reconcile(store: GraphStore, client: Client, plan: Plan) -> Report:
    """Look the entities that have no other link up, and write the links that are sure.

    The links that the service gave before to entities that it does not answer for now are kept.

    Raises:
        ServiceError: the cache cannot be used.
        StoreError: nothing was written.
    """
    graph = store.namespaces.service_links_graph(client.service)
    unlinked = _unlinked(store, graph)
    chosen = {EntityType(name) for name in plan.types} or set(_ASKED)
    asked = {each: each.query(plan) for each in unlinked if each.entity.type in chosen}
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
    kept = _kept(store, graph, {each.entity.key for each in unlinked} - set(answered))
    links = [quad for entity in linked for quad in map_links(entity, store.namespaces, graph)]
    if links or kept:
        store.replace_graph(graph, [*links, *kept])
    else:
        store.remove_graph(graph)
    return Report(len(linked), unknown, len(asked) - len(answered), tuple(unsure))


def _unlinked(store: GraphStore, graph: NamedNode) -> list[_Unlinked]:
    found: dict[str, _Unlinked] = {}
    types = {term.value: kind for kind, term in TYPES.items()}
    rows = store.query(_UNLINKED.format(base=store.base, graph=graph))
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        kind = types.get(_text(row["type"]))
        key = _text(row["entity"]).removeprefix(store.base)
        if kind is not None and key not in found:
            entity = Entity(key, kind, _text(row["name"]))
            found[key] = _Unlinked(entity, _lines(row["country"]), _lines(row["post"]))
    return list(found.values())


def _link(answer: Answer, manifest: Manifest, service: str, sureness: Sureness) -> Link | None:
    candidate = choose(answer, sureness)
    if candidate is None:
        return None
    return link_to(candidate, answer, manifest, service, sureness)


def _unsure(entity: Entity, candidates: Sequence[Candidate], sureness: Sureness) -> Unsure:
    shown = ((each.id, each.name, sureness.score(each)) for each in candidates)
    return Unsure(entity.key, entity.name, tuple(shown))


def _kept(store: GraphStore, graph: NamedNode, keys: Iterable[str]) -> list[Quad]:
    """The links, with their evidence, that the graph holds of entities."""
    found: list[Quad] = []
    own = store.namespaces.own("entity")
    for iri in map(store.namespaces.entity, sorted(keys)):
        found += store.engine.quads_for_pattern(iri, None, None, graph)
        for evidence in store.engine.quads_for_pattern(None, own, iri, graph):
            found += store.engine.quads_for_pattern(evidence.subject, None, None, graph)
    return found


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _lines(term: object) -> tuple[str, ...]:
    return tuple(sorted(set(_text(term).split("\n")) - {""}))
