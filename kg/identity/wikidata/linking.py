"""Entities that knowledge leaves without a Wikidata id, linked through the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link, Resolved
from kg.identity.knowledge import Knowledge
from kg.identity.places.countries import GEONAMES, WIKIDATA
from kg.identity.wikidata import Index
from kg.identity.wikidata.candidates import Evidence, Ranked, choose

INDEX = "Wikidata"  # how the knowledge of links by the index begins
Titles = Mapping[str | None, AbstractSet[str]]
"""Titles of posts, by the key of who holds them."""

_TYPES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE})


def link(resolved: Resolved, index: Index, knowledge: Knowledge) -> Resolved:
    """A document with links to Wikidata added where the index has the one item that is meant.

    What curated knowledge has keeps its key and its links; an entity that the document does not
    name in full gets none. The plain key ("person/ana-quispe") is that of the most popular
    namesake, or of one without a link; another one's ends in its id ("person/ana-quispe-q102").
    So the same key never means two items, whatever other documents there are.
    """
    linked = {entity.key: entity for entity in resolved.entities}
    keys = {entity.key: entity.key for entity in resolved.entities}
    for entity, chosen in linked_by(index, resolved.entities, _titles(resolved), knowledge):
        linked[entity.key] = _linked(entity, chosen, index)
        if not (chosen.most_popular or entity.links or knowledge.entity(entity.key)):
            keys[entity.key] = f"{entity.key}-{chosen.candidate.qid.lower()}"
    return resolved.with_entities(
        {key: replace(each, key=keys[key]) for key, each in linked.items()}
    )


def linked_by(
    index: Index, entities: Sequence[Entity], titles: Titles, knowledge: Knowledge
) -> Iterator[tuple[Entity, Ranked]]:
    """The entities of a document for which the index has the one item that is meant, with it.

    Args:
        index: is consulted for those without a Wikidata id.
        entities: all of the document, each with the links it has.
        titles: of the posts that the document gives its persons, by their keys.
        knowledge: has the judgements, which refuse items.
    """
    document = _Document(entities, titles)
    for entity in filter(_wants_link, entities):
        chosen = choose(entity.name, entity.type, document.evidence(entity), index)
        refused = knowledge.judgements.different(entity.key)
        if chosen and WIKIDATA + chosen.candidate.qid not in refused:
            yield entity, chosen


def index_link(chosen: Ranked, index: Index) -> Link:
    """The link to an item of the index, with its evidence."""
    method, source = " and ".join(chosen.reasons), f"{INDEX} {index.version}"
    return Link(WIKIDATA + chosen.candidate.qid, method, chosen.score, source)


def _titles(resolved: Resolved) -> Titles:
    titles: dict[str | None, set[str]] = defaultdict(set)
    for each in resolved.positions:
        titles[each.holder.key if each.holder else None].add(each.position.title)
    return titles


class _Document:
    """What a document tells of the entities that it names."""

    def __init__(self, entities: Sequence[Entity], titles: Titles) -> None:
        self._ids = {each.key: id for each in entities if (id := _wikidata(each))}
        self._countries = frozenset(
            self._ids[each.key]
            for each in entities
            if each.type is EntityType.COUNTRY and each.key in self._ids
        )
        self._titles = titles

    def evidence(self, entity: Entity) -> Evidence:
        """What speaks for one item or another being the entity."""
        return Evidence(
            self._ids.get(entity.of_country or ""),
            self._countries,
            frozenset(self._ids.values()),
            tuple(sorted(self._titles.get(entity.key, ()))),
            _number(entity, GEONAMES),
        )


def _wants_link(entity: Entity) -> bool:
    return entity.type in _TYPES and not entity.local and _wikidata(entity) is None


def _linked(entity: Entity, chosen: Ranked, index: Index) -> Entity:
    candidate, found = chosen.candidate, index_link(chosen, index)
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
