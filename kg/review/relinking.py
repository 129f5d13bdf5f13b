"""The graphs of links and of the same events made anew, without reading the texts again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from kg.identity import Entity, Knowledge, KnowledgeBase, Link, open_knowledge_base
from kg.identity.knowledge_bases.linking import (
    Links,
    key_with_id,
    link_to,
    sure_entries,
    with_dbpedia,
)
from kg.identity.merging import judge_links
from kg.identity.places.countries import countries
from kg.identity.reasons import CURATED, DECIDED_BY_TEXT, JUDGED
from kg.mapping import map_links
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.facts import Facts
from kg.store.same_events import Reports, same_events


def relink(store: GraphStore, settings: Settings) -> int:
    """Make the graphs of links and of the same events what a full build with today's knowledge and
    judgements would.

    Links that only reading a text can find, such as which city a name means, stay as they are.
    Two things need a build: to bring such a link back once the judgement that refused it is taken
    away, and to give another key to an entity whose entry in the knowledge base is not the most
    popular of its name.

    Returns:
        The number of links in the graph of links now.

    Raises:
        KgError: nothing was changed.
    """
    knowledge = Knowledge.of(settings)
    facts = store.facts
    graph, before = store.namespaces.links_graph, facts.links(store.namespaces.links_graph)
    entities = list(facts.entities())

    def stands(link: Link) -> bool:
        if settings.knowledge_base is None:
            return link.method not in (CURATED, JUDGED)
        return link.method in DECIDED_BY_TEXT

    links: Links = {
        each.key: _known(each, filter(stands, before.get(each.key, ())), knowledge)
        for each in entities
    }
    if settings.knowledge_base is not None:
        with closing(open_knowledge_base(settings.knowledge_base)) as base:
            links = _with_base(base, facts, links, knowledge)
    quads = {
        quad
        for each in entities
        for quad in map_links(replace(each, links=links[each.key]), store.namespaces)
    }
    same = same_events(knowledge.judgements, Reports(facts))
    store.replace_graphs({graph: sorted(quads, key=str), store.namespaces.same_events_graph: same})
    return sum(quad.predicate == store.namespaces.own("external") for quad in quads)


def _known(entity: Entity, others: Iterable[Link], knowledge: Knowledge) -> tuple[Link, ...]:
    """The links that the table of countries or curated knowledge gives, and others, as judged."""
    country = countries().by_key.get(entity.key)
    known = country.entity if country else knowledge.entity(entity.key)
    links = (*(known.links if known else ()), *others)
    return judge_links(replace(entity, links=links), knowledge.judgements)


def _with_base(base: KnowledgeBase, facts: Facts, links: Links, knowledge: Knowledge) -> Links:
    """The links with those added that reading the stored documents with a base would give."""
    added: dict[str, dict[Link, None]] = defaultdict(dict)
    for entity, link in _found_in_documents(base, facts, links, knowledge):
        added[entity.key][link] = None
    all_links = {key: (*own, *added.get(key, ())) for key, own in links.items()}
    return with_dbpedia(all_links, base, knowledge)


def _found_in_documents(
    base: KnowledgeBase, facts: Facts, links: Links, knowledge: Knowledge
) -> Iterator[tuple[Entity, Link]]:
    for document in facts.documents():
        entities = [replace(each, links=links[each.key]) for each in facts.entities(document)]
        for entity, found in sure_entries(base, entities, facts.titles(document), knowledge):
            plain = found.most_popular or entity.links or knowledge.entity(entity.key)
            if plain or entity.key == key_with_id(entity, found):
                yield entity, link_to(found, base)
