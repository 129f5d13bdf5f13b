"""Finds persons of one name who may be several people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.extraction import EntityType
from kg.identity import Entity
from kg.identity.posts import title_words
from kg.store import GraphStore
from kg.store.facts import Facts


class _Article(NamedTuple):
    """What an article says around its persons: words of their titles and the persons themselves, by
    key, and the keys of countries."""

    titles: dict[str, frozenset[str]]
    persons: dict[str, Entity]
    countries: frozenset[str]


def namesakes(store: GraphStore) -> Iterator[tuple[Entity, NamedNode]]:
    """The persons whom an article may have by the name of somebody else, each with that article:
    it gives a post, countries and other persons that no other article on the person has."""
    facts = store.facts
    titles = {document: facts.titles(document) for document in facts.documents()}
    holders: dict[str, list[NamedNode]] = defaultdict(list)
    for document, found in titles.items():
        for key in found:
            holders[key].append(document)
    several = {document for each in holders.values() if len(each) > 1 for document in each}
    read = {document: _article(facts, document, titles[document]) for document in several}
    for key, documents in sorted(holders.items()):
        for document in documents[1:]:
            others = (read[each] for each in documents if each != document)
            if all(_are_apart(key, read[document], other) for other in others):
                yield read[document].persons[key], document


def _article(facts: Facts, document: NamedNode, titles: Mapping[str, Iterable[str]]) -> _Article:
    entities = list(facts.entities(document))
    countries = {e.key if e.type is EntityType.COUNTRY else e.of_country for e in entities}
    return _Article(
        {key: frozenset().union(*map(title_words, found)) for key, found in titles.items()},
        {each.key: each for each in entities if each.type is EntityType.PERSON},
        frozenset(filter(None, countries)),
    )


def _are_apart(person: str, one: _Article, other: _Article) -> bool:
    shared = one.titles[person] & other.titles[person] or one.countries & other.countries
    placed = one.countries and other.countries
    return bool(placed) and not shared and one.persons.keys() & other.persons.keys() == {person}
