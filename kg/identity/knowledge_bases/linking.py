"""Links into a knowledge base, for entities to which curated knowledge gives none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kg.extraction import EntityType
from kg.identity.entities import Entity, Link, Resolved
from kg.identity.knowledge import Knowledge
from kg.identity.knowledge_bases.base import KnowledgeBase
from kg.identity.knowledge_bases.ranking import Evidence, Ranked, sure_entry
from kg.identity.places.countries import DBPEDIA, GEONAMES, dbpedia_iri
from kg.identity.slug import slug

Titles = Mapping[str, AbstractSet[str]]
"""Titles of posts, by the key of who holds them."""
Links = Mapping[str, tuple[Link, ...]]
"""Links by the keys of their entities."""

_METHOD = "English Wikipedia"


def add_links(resolved: Resolved, base: KnowledgeBase, knowledge: Knowledge) -> Resolved:
    """A document with links added where a knowledge base has the one entry that is meant.

    What curated knowledge has keeps its key and its links; an entity that the document does not
    name in full gets none. The plain key ("person/ana-quispe") is that of the most popular
    namesake, or of one without a link; another one's ends in its id ("person/ana-quispe-q102").
    So the same key never means two entries, whatever other documents there are.
    """
    linked = {entity.key: entity for entity in resolved.entities}
    keys = {entity.key: entity.key for entity in resolved.entities}
    for entity, found in sure_entries(base, resolved.entities, _titles(resolved), knowledge):
        linked[entity.key] = _linked(entity, found, base)
        if not (found.most_popular or entity.links or knowledge.entity(entity.key)):
            keys[entity.key] = key_with_id(entity, found)
    links = with_dbpedia({key: each.links for key, each in linked.items()}, base, knowledge)
    return resolved.with_entities(
        {key: replace(each, key=keys[key], links=links[key]) for key, each in linked.items()}
    )


def sure_entries(
    base: KnowledgeBase, entities: Sequence[Entity], titles: Titles, knowledge: Knowledge
) -> Iterator[tuple[Entity, Ranked]]:
    """The entities of a document that a knowledge base is sure of, each with its entry.

    Args:
        base: is asked for those named in full that have no link into it.
        entities: all of the document, each with the links it has.
        titles: of the posts that the document gives its persons, by their keys.
        knowledge: has the judgements, which refuse entries.
    """
    document = _Document(entities, titles)
    for entity in entities:
        if entity.local or any(each.external.startswith(base.space) for each in entity.links):
            continue
        found = sure_entry(entity.name, entity.type, document.evidence(entity), base)
        if found and found.entry.iri not in knowledge.judgements.different(entity.key):
            yield entity, found


def link_to(found: Ranked, base: KnowledgeBase) -> Link:
    """The link to an entry of a knowledge base, with its evidence."""
    method, source = " and ".join(found.reasons), f"{base.name} {base.version}"
    return Link(found.entry.iri, method, found.score, source)


def with_dbpedia(links: Links, base: KnowledgeBase, knowledge: Knowledge) -> Links:
    """Links with those to DBpedia added: for what has an entry in a knowledge base that names its
    page in the English Wikipedia, and is in DBpedia neither already nor by a judgement."""
    into = {key: [link for link in group if link.external.startswith(base.space)]
            for key, group in links.items()
            if not any(link.external.startswith(DBPEDIA) for link in group)}  # fmt: skip
    entries = base.entries({link.external for group in into.values() for link in group})
    pages = {iri: dbpedia_iri(entry.wikipedia) for iri, entry in entries.items() if entry.wikipedia}

    def added(key: str) -> Iterator[Link]:
        for link in into.get(key, ()):
            page = pages.get(link.external)
            if page and page not in knowledge.judgements.different(key):
                yield Link(page, _METHOD, link.score, f"{base.name} {base.version}")

    return {key: (*group, *added(key)) for key, group in links.items()}


def is_of(link: Link, base: KnowledgeBase) -> bool:
    """Whether a link comes from a knowledge base, in this version or another."""
    return link.knowledge.startswith(f"{base.name} ")


def key_with_id(entity: Entity, found: Ranked) -> str:
    """The key of an entity that is not the most popular of its name."""
    return f"{entity.key}-{slug(found.entry.id)}"


def _titles(resolved: Resolved) -> Titles:
    titles: dict[str, set[str]] = defaultdict(set)
    for each in resolved.positions:
        if each.holder is not None:
            titles[each.holder.key].add(each.position.title)
    return titles


class _Document:
    """What a document tells of the entities that it names."""

    def __init__(self, entities: Sequence[Entity], titles: Titles) -> None:
        self._iris = {each.key: frozenset(_iris(each)) for each in entities}
        self._all = frozenset().union(*self._iris.values())
        countries = (each.key for each in entities if each.type is EntityType.COUNTRY)
        self._countries = frozenset().union(*(self._iris[key] for key in countries))
        self._titles = titles

    def evidence(self, entity: Entity) -> Evidence:
        """What speaks for one entry or another being the entity."""
        return Evidence(
            self._iris.get(entity.of_country or "", frozenset()),
            self._countries,
            self._all,
            tuple(sorted(self._titles.get(entity.key, ()))),
            next((iri for iri in _iris(entity) if iri.startswith(GEONAMES)), None),
        )


def _iris(entity: Entity) -> list[str]:
    return [each.external for each in entity.links]


def _linked(entity: Entity, found: Ranked, base: KnowledgeBase) -> Entity:
    entry = found.entry
    entity = replace(entity, links=(*entity.links, link_to(found, base)))
    if entity.type is EntityType.PLACE and entity.latitude is None:
        return replace(entity, latitude=entry.latitude, longitude=entry.longitude)
    return entity
