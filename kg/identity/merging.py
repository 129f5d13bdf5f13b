"""Applies judgements to the entities of one document."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.identity.entities import Entity, Link
from kg.identity.judgement_file import is_external
from kg.identity.judgements import Judgements
from kg.identity.knowledge import Knowledge
from kg.identity.places.countries import countries

METHOD = "judged"


def judged(
    found: Iterable[Entity | None], knowledge: Knowledge, document: str
) -> Mapping[str, Entity]:
    """The entities that a document's become, by the keys they had.

    Entities that were judged the same become one: the curated one if there is one, else the one
    that stays by the judgements. It has the other names as aliases. Other documents make no
    difference.
    """
    before = {each.key: each for each in found if each}
    members: dict[str, list[Entity]] = {}
    for key in sorted(before):
        new = knowledge.judgements.key_in(document, key)
        members.setdefault(new, []).append(before[key])
    merged = {key: _merged(key, each, knowledge) for key, each in members.items()}
    return {each.key: merged[key] for key, group in members.items() for each in group}


def judge_links(entity: Entity, judgements: Judgements) -> tuple[Link, ...]:
    """The links of an entity, with those judged to be its own and without those refused."""
    refused = judgements.different(entity.key)
    own = [each for each in judgements.same(entity.key) if is_external(each)]
    links = [Link(each, METHOD, 1.0, "judgements") for each in sorted(own)]
    return (*links, *(each for each in entity.links if each.external not in refused))


def _merged(key: str, members: list[Entity], knowledge: Knowledge) -> Entity:
    country = countries().by_key.get(key)
    curated = country.entity if country else knowledge.entity(key)
    first = curated or next((each for each in members if each.key == key), None)
    if first is None:
        first = members[0]
        name = knowledge.judgements.names.get(key, first.name)
        first = replace(first, key=key, name=name, local=first.local and key.startswith("doc/"))
    others = {each.name for each in members if each.key != key} - {first.name}
    entity = replace(
        first,
        aliases=tuple(sorted(others)),
        merged=tuple(each.key for each in members if each.key != key),
        links=_union(first, *members),
    )
    return replace(entity, links=judge_links(entity, knowledge.judgements))


def _union(*entities: Entity) -> tuple[Link, ...]:
    """The links of several entities, one for each external IRI and method."""
    links = {(link.external, link.method): link for each in reversed(entities)
             for link in each.links}  # fmt: skip
    return tuple(links.values())
