"""Entities that knowledge leaves without a Wikidata id, linked through the index."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.extraction import EntityType
from kg.identity.candidates import Evidence, Ranked, choose
from kg.identity.countries import GEONAMES, WIKIDATA
from kg.identity.entities import Entity, Link, Resolved
from kg.identity.knowledge import Knowledge
from kg.identity.wikidata import Index

_TYPES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE})


def link(resolved: Resolved, index: Index, knowledge: Knowledge) -> Resolved:
    """A document with links to Wikidata added where the index has the one item that is meant.

    What curated knowledge has keeps its key and its links; an entity that the document does not
    name in full gets none. The plain key ("person/ana-quispe") is that of the most popular
    namesake, or of one without a link; another one's ends in its id ("person/ana-quispe-q102").
    So the same key never means two items, whatever other documents there are.
    """
    document = _Document(resolved)
    linked: dict[str, Entity] = {}
    keys = {entity.key: entity.key for entity in resolved.entities}
    for entity in resolved.entities:
        evidence = document.evidence(entity) if _wants_link(entity) else None
        chosen = evidence and choose(entity.name, entity.type, evidence, index)
        linked[entity.key] = _linked(entity, chosen, index) if chosen else entity
        if chosen and not (chosen.most_popular or entity.links or knowledge.entity(entity.key)):
            keys[entity.key] = f"{entity.key}-{chosen.candidate.qid.lower()}"
    entities = (replace(each, key=keys[key]) for key, each in linked.items())
    return replace(
        resolved,
        entities=tuple(sorted(entities, key=lambda each: each.key)),
        mention_entities=tuple(key and keys[key] for key in resolved.mention_entities),
        speakers=tuple(key and keys[key] for key in resolved.speakers),
        joint_speakers=tuple((i, keys[key]) for i, key in resolved.joint_speakers),
    )


class _Document:
    """What a document tells of the entities that it names."""

    def __init__(self, resolved: Resolved) -> None:
        self._ids = {each.key: id for each in resolved.entities if (id := _wikidata(each))}
        self._countries = frozenset(
            self._ids[each.key]
            for each in resolved.entities
            if each.type is EntityType.COUNTRY and each.key in self._ids
        )
        self._titles: dict[str | None, set[str]] = defaultdict(set)
        for position in resolved.annotations.positions:
            holder = resolved.mention_entities[position.holder]
            self._titles[holder].add(position.title)

    def evidence(self, entity: Entity) -> Evidence:
        """What speaks for one item or another being the entity."""
        return Evidence(
            self._ids.get(entity.of_country or ""),
            self._countries,
            frozenset(self._ids.values()),
            tuple(sorted(self._titles[entity.key])),
            _number(entity, GEONAMES),
        )


def _wants_link(entity: Entity) -> bool:
    return entity.type in _TYPES and not entity.local and _wikidata(entity) is None


def _linked(entity: Entity, chosen: Ranked, index: Index) -> Entity:
    candidate = chosen.candidate
    method, source = " and ".join(chosen.reasons), f"Wikidata {index.version}"
    found = Link(WIKIDATA + candidate.qid, method, chosen.score, source)
    entity = replace(entity, links=(*entity.links, found))
    if entity.type is EntityType.PLACE and entity.latitude is None:
        return replace(entity, latitude=candidate.latitude, longitude=candidate.longitude)
    return entity


def _wikidata(entity: Entity) -> int | None:
    return _number(entity, WIKIDATA + "Q")


def _number(entity: Entity, prefix: str) -> int | None:
    """The number that ends the first of an entity's links that begins in some way."""
    for each in entity.links:
        if each.external.startswith(prefix):
            number = each.external.removeprefix(prefix).rstrip("/")
            return int(number) if number.isdecimal() else None
    return None
