"""From mentions to entities: one document at a time, with curated knowledge at hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.extraction import Annotations, EntityType, Mention, MentionKind
from kg.identity.bodies import Bodies
from kg.identity.countries import Country, countries
from kg.identity.entities import Entity, Resolved
from kg.identity.groups import find_group
from kg.identity.knowledge import Knowledge
from kg.identity.locals import Locals
from kg.identity.mentioned import borne_by_people, countries_mentioned
from kg.identity.names import fold
from kg.identity.people import People
from kg.identity.places import Places

_FOLLOWING = 40
_GAPS = ("’s ", "'s ", "’ ", "' ", " ")


def resolve(annotations: Annotations, knowledge: Knowledge) -> Resolved:
    """Tie every mention of a document to an entity.

    A pure function of the document and the knowledge: which other documents there are, and in
    which order, makes no difference. Mentions that tell no full name get an entity of their own
    below the document (`local`); pronouns and "the country" without antecedent get None.
    """
    return _Resolver(annotations, knowledge).resolved()


class _Resolver:
    def __init__(self, annotations: Annotations, knowledge: Knowledge) -> None:
        self._annotations = annotations
        self._mentions = annotations.mentions
        self._knowledge = knowledge
        self._text = annotations.document.text
        self._mentioned = countries_mentioned(annotations)
        self._places = Places(
            self._mentioned, frozenset(map(fold, self._names_of(EntityType.PLACE)))
        )
        self._speaking = {
            each.speaker for each in annotations.statements if each.speaker is not None
        }
        self._types = self._types_by_name()
        self._ending = {
            mention.span.end: mention.name
            for mention in self._mentions
            if mention.kind is not MentionKind.PRONOUN
        }
        self._people = People(self._names_of(EntityType.PERSON), knowledge)
        self._bodies = Bodies(
            [
                (self._written(mention), self._country_of(mention) or self._beside(mention))
                for mention in self._mentions
                if mention.type is EntityType.ORGANIZATION and mention.kind is MentionKind.NAME
            ],
            knowledge,
            self._mentioned,
        )
        self._locals = Locals(annotations.document.id)

    def resolved(self) -> Resolved:
        """The document's mentions, statements' speakers and entities, all tied together."""
        own = [self._entity(index) for index in range(len(self._mentions))]
        tied = [self._through_antecedents(index, own) for index in range(len(own))]
        speakers = [
            None if each.speaker is None else self._speaker(tied[each.speaker])
            for each in self._annotations.statements
        ]
        entities = {each.key: each for each in [*tied, *speakers] if each}
        for each in list(entities.values()):
            if country := countries().by_key.get(each.of_country or ""):
                entities[country.entity.key] = country.entity
        return Resolved(
            self._annotations,
            tuple(entities[key] for key in sorted(entities)),
            tuple(each.key if each else None for each in tied),
            tuple(each.key if each else None for each in speakers),
        )

    def _types_by_name(self) -> dict[str, set[EntityType]]:
        types: dict[str, set[EntityType]] = defaultdict(set)
        for mention in self._mentions:
            if mention.kind is MentionKind.NAME:
                types[fold(mention.name)].add(mention.type)
        return types

    def _names_of(self, type: EntityType) -> list[str]:
        return [
            mention.name
            for mention in self._mentions
            if mention.type is type and mention.kind is MentionKind.NAME
        ]

    def _written(self, mention: Mention) -> str:
        """A body's name with the acronym that the text puts in brackets after it."""
        following = self._text[mention.span.end : mention.span.end + _FOLLOWING]
        if following.startswith(" (") and ")" in following:
            short = following[2 : following.index(")")]
            if short.isupper() and short.isalpha():
                return f"{mention.name} ({short})"
        return mention.name

    def _country_of(self, mention: Mention) -> Country | None:
        if mention.of_country is None:
            return None
        return countries().concerning(mention.of_country) or countries().in_context(
            mention.of_country, self._mentioned
        )

    def _beside(self, mention: Mention) -> Country | None:
        """The country named right before a mention, as in "South Korea’s Foreign Ministry"."""
        before = self._text[max(0, mention.span.start - _FOLLOWING) : mention.span.start]
        for gap in _GAPS:
            end = mention.span.start - len(gap)
            if before.endswith(gap) and (name := self._ending.get(end)):
                return countries().concerning(name) or countries().in_context(name, self._mentioned)
        return None

    def _entity(self, index: int) -> Entity | None:
        mention = self._mentions[index]
        if mention.kind is MentionKind.PRONOUN or mention.antecedent is not None:
            return None
        if mention.kind is MentionKind.DESCRIPTION:
            return self._described(mention)
        found = self._of_name(index)
        return found or self._unresolved(mention)

    def _unresolved(self, mention: Mention) -> Entity:
        body = mention.type is EntityType.ORGANIZATION
        name = self._bodies.full_name(self._written(mention)) if body else mention.name
        return self._locals.named(name, mention.type, self._country_key(mention))

    def _country_key(self, mention: Mention) -> str | None:
        country = self._country_of(mention)
        return country.entity.key if country else None

    def _through_antecedents(self, index: int, own: list[Entity | None]) -> Entity | None:
        seen: set[int] = set()
        current: int | None = index
        while current is not None and current not in seen:
            seen.add(current)
            if own[current]:
                return own[current]
            current = self._mentions[current].antecedent
        return None

    def _described(self, mention: Mention) -> Entity | None:
        country = self._country_of(mention)
        if mention.type is EntityType.COUNTRY:
            found = self._places.country(mention.name)
            return found.entity if found else None
        if known := self._knowledge.find(mention.name):
            return known.entity
        if mention.type is EntityType.GROUP and (group := self._group(mention)):
            return group
        if mention.type is EntityType.ORGANIZATION and country:
            return self._bodies.find(mention.name, country)
        return self._locals.described(mention, country.entity.key if country else None)

    def _of_name(self, index: int) -> Entity | None:
        mention = self._mentions[index]
        if self._is_person(index):
            return self._people.find(mention.name)
        if country := self._places.country(mention.name):
            return country.entity
        if mention.type is EntityType.GROUP:
            return self._group(mention)
        if known := self._known(mention):
            return known
        seat = countries().seats.get(fold(mention.name))
        if seat and seat.building:
            return _building(mention.name, seat.country)
        if mention.type is EntityType.ORGANIZATION and not seat:
            country, beside = self._country_of(mention), self._beside(mention)
            return self._bodies.find(self._written(mention), country, beside)
        return self._place(mention)

    def _group(self, mention: Mention) -> Entity | None:
        country = self._country_of(mention)
        return find_group(mention.name, country, self._mentioned, mention.of_country)

    def _place(self, mention: Mention) -> Entity | None:
        following = self._text[mention.span.end : mention.span.end + _FOLLOWING]
        return self._places.find(mention.name, following)

    def _known(self, mention: Mention) -> Entity | None:
        known = self._knowledge.find(mention.name, mention.type)
        if known is None and mention.type is not EntityType.ORGANIZATION:
            known = self._knowledge.find(mention.name)
        return known.entity if known else None

    def _is_person(self, index: int) -> bool:
        """Whether a name means a person, which the model's type alone does not decide."""
        mention = self._mentions[index]
        types = self._types[fold(mention.name)]
        place = countries().concerning(mention.name)
        if mention.type is EntityType.PERSON:
            return (
                not place or borne_by_people(mention.name) or self._people.has_family(mention.name)
            )
        if place or not self._people.has_family(mention.name):
            return False
        if mention.type is EntityType.PLACE:
            return EntityType.PERSON in types or index in self._speaking
        return True

    def _is_half_of_korea(self, mention: Mention) -> bool:
        """Whether a name is "the North" where the document is about Korea."""
        before = self._text[max(0, mention.span.start - 4) : mention.span.start].lower()
        named = mention.name.lower().startswith("the ") or before == "the "
        return named and countries().in_context(mention.name, self._mentioned) is not None

    def _speaker(self, entity: Entity | None) -> Entity | None:
        """A capital or a seat of government speaks for its country."""
        if entity is None or entity.local:
            return entity
        seat = countries().seats.get(fold(entity.name))
        if seat is None or entity.of_country not in (None, seat.country.entity.key):
            return entity
        speaks = entity.type in (EntityType.PLACE, EntityType.ORGANIZATION)
        return seat.country.entity if speaks else entity


def _building(name: str, country: Country) -> Entity:
    entity = Bodies([], Knowledge(), frozenset()).find(name)
    assert entity is not None
    return replace(entity, of_country=country.entity.key)
