"""Mentions -> entities, for one document, with curated knowledge."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kg.extraction import Annotations, EntityType, Frame, Mention, MentionKind, Position, Statement
from kg.extraction.genders import courtesy_gender
from kg.extraction.text.signatures import is_signature
from kg.extraction.wordlists import given_names, word_set
from kg.identity.bodies import Bodies
from kg.identity.context import Context
from kg.identity.entities import (
    Entity,
    Resolved,
    ResolvedFrame,
    ResolvedMention,
    ResolvedPosition,
    ResolvedStatement,
)
from kg.identity.groups import find_group
from kg.identity.knowledge import Knowledge
from kg.identity.locals import Locals
from kg.identity.mentioned import borne_by_people, countries_mentioned
from kg.identity.merging import judged
from kg.identity.names import fold, tidy
from kg.identity.people import People
from kg.identity.places.countries import countries
from kg.identity.places.home import home_of
from kg.identity.places.places import Places
from kg.identity.places.regions import regions
from kg.identity.places.senses import namesakes
from kg.identity.places.teams import teams
from kg.identity.places.written import regions_after, within
from kg.identity.posts import body_of, day_of, holder_of, known_post
from kg.identity.slug import slug

Item = TypeVar("Item")


def resolve(annotations: Annotations, knowledge: Knowledge) -> Resolved:
    """The annotations of a document with the entities that its mentions refer to.

    The result depends on the document and the knowledge alone: other documents and their order make
    no difference. A mention that does not tell who or what it is gets a local entity of the
    document; pronouns and descriptions like "the country" without antecedent get none.
    """
    resolver = _Resolver(annotations, knowledge)
    own = [resolver.entity(index) for index in range(len(annotations.mentions))]
    tied = [_through_antecedents(index, annotations.mentions, own) for index in range(len(own))]
    tied = [
        _holder_unless_sure(each, entity, annotations, knowledge)
        for each, entity in zip(annotations.mentions, tied, strict=True)
    ]
    holders = [_unnamed_holder(each, annotations, knowledge) for each in annotations.statements]
    after = judged([*tied, *holders], knowledge, annotations.document.id)
    tied, holders = ([each and after[each.key] for each in found] for found in (tied, holders))
    return _resolved(annotations, tied, holders, knowledge)


def _resolved(
    annotations: Annotations,
    tied: list[Entity | None],
    holders: list[Entity | None],
    knowledge: Knowledge,
) -> Resolved:
    """The annotations with the entity of each mention, and the speaker of each statement that is
    named by a post alone."""
    on = day_of(annotations)
    positions = tuple(_position(each, tied, knowledge, on) for each in annotations.positions)
    statements = tuple(
        _statement(each, annotations, tied, positions, holder)
        for each, holder in zip(annotations.statements, holders, strict=True)
    )
    frames = tuple(_frame(each, annotations, tied) for each in annotations.frames)
    entities = _all(
        [
            *tied,
            *(each.speaker for each in statements),
            *(joint for each in statements for joint in each.joint_speakers),
            *(body_of(each.post, knowledge) for each in positions),
            *(filler for each in frames for filler in each.fillers),
        ]
    )
    mentions = tuple(map(ResolvedMention, annotations.mentions, tied))
    resolved = Resolved(annotations, entities, mentions, statements, positions, frames)
    # Where several entities have one key, one of them stands for all.
    return resolved.with_entities({each.key: each for each in entities})


def _holder_unless_sure(
    mention: Mention, found: Entity | None, annotations: Annotations, knowledge: Knowledge
) -> Entity | None:
    """Who a description means: "the U.S. president" is nobody whose posts are all in France."""
    if mention.kind is not MentionKind.DESCRIPTION or mention.type is not EntityType.PERSON:
        return found
    words = annotations.document.text[mention.span.start : mention.span.end]
    holder = holder_of(words, knowledge, day_of(annotations))
    if holder is None or found is None:
        return holder or found
    elsewhere = knowledge.countries_of(found)
    return holder if elsewhere and not elsewhere & knowledge.countries_of(holder) else found


def _unnamed_holder(
    statement: Statement, annotations: Annotations, knowledge: Knowledge
) -> Entity | None:
    """Who speaks where the text has a post alone: "the British prime minister"."""
    if statement.speaker is not None or len(statement.source) != 1:
        return None
    (span,) = statement.source
    words = annotations.document.text[span.start : span.end]
    return holder_of(words, knowledge, day_of(annotations))


def _position(
    position: Position, tied: list[Entity | None], knowledge: Knowledge, on: str
) -> ResolvedPosition:
    holder, organization = tied[position.holder], _at(position.organization, tied)
    post = known_post(position.title, holder.key if holder else None, knowledge, on)
    return ResolvedPosition(position, holder, organization, post)


def _statement(
    statement: Statement,
    annotations: Annotations,
    tied: list[Entity | None],
    positions: tuple[ResolvedPosition, ...],
    holder: Entity | None,
) -> ResolvedStatement:
    speaker = _speaker(_at(statement.speaker, tied)) or holder
    joint = [_speaker(tied[mention]) for mention in statement.joint_speakers] if speaker else []
    about = [tied[mention] for mention in statement.about]
    return ResolvedStatement(
        statement,
        speaker=speaker,
        joint_speakers=tuple(each for each in joint if each),
        told_to=_at(statement.told_to, tied),
        citing=_at(statement.citing, tied),
        about=tuple(each for each in about if each),
        time=_at(statement.time, annotations.times),
        speaking_as=_at(statement.speaking_as, positions),
    )


def _frame(frame: Frame, annotations: Annotations, tied: list[Entity | None]) -> ResolvedFrame:
    fillers = (
        _speaker(entity) if argument.role == "ARG0" else entity
        for argument in (*frame.arguments, *frame.joint)
        for entity in [_at(argument.mention, tied)]
    )
    time = _at(frame.time, annotations.times)
    return ResolvedFrame(frame, tuple(fillers), _at(frame.place, tied), time)


def _at(index: int | None, items: Sequence[Item]) -> Item | None:
    return None if index is None else items[index]


class _Resolver:
    """Finds the entities of names and descriptions without antecedent."""

    def __init__(self, annotations: Annotations, knowledge: Knowledge) -> None:
        self._text, self._mentions = annotations.document.text, annotations.mentions
        self._knowledge = knowledge
        self._context = context = Context(annotations)
        self._locals = Locals(annotations.document.id)
        self._teams = teams(annotations)
        places = [
            *context.named(EntityType.PLACE),
            *filter(self._may_be_town, annotations.mentions),
        ]
        self._places = Places(
            context.mentioned,
            [(each.name, context.following(each)) for each in places],
            [each.name for each in context.named(EntityType.ORGANIZATION)],
            home_of(annotations.document),
            countries_mentioned(annotations, by_seat=False),
        )
        people = sorted(context.named(EntityType.PERSON), key=lambda each: each.span)
        self._people = People(
            [each.name for each in people], knowledge, context.mentioned, context.together(people)
        )
        self._people_at = [each.span.start for each in people]
        bodies = [
            (context.written(each), context.country_of(each) or context.country_beside(each))
            for each in context.named(EntityType.ORGANIZATION)
        ]
        self._bodies = Bodies(bodies, knowledge, context.mentioned)

    def _may_be_town(self, mention: Mention) -> bool:
        """Whether a name of any type may be a town's: of its people the text speaks, or it stands
        before a region."""
        is_country = mention.type is EntityType.COUNTRY
        in_region = is_country and any(regions_after(self._context.following(mention)))
        return in_region or (
            self._context.has_locals(mention.name) and bool(namesakes(mention.name))
        )

    def entity(self, index: int) -> Entity | None:
        """The entity of a mention, None where it is a pronoun, has an antecedent or is an agency's
        signature."""
        mention = self._mentions[index]
        if is_signature(self._text, *mention.span):
            return None
        if mention.kind is MentionKind.PRONOUN or mention.antecedent is not None:
            return None
        if mention.kind is MentionKind.DESCRIPTION:
            return self._described(mention)
        if mention.found_by == "adjective" and (country := self._context.country_of(mention)):
            return country.entity
        found = self._person(mention) if self._is_person(index) else self._named(mention)
        return found or self._unresolved(mention)

    def _person(self, mention: Mention) -> Entity | None:
        before = bisect_left(self._people_at, mention.span.start)
        return self._people.find(mention.name, before, courtesy_gender(self._text, mention))

    def _named(self, mention: Mention) -> Entity | None:
        if mention.span in self._teams:
            return self._bodies.team(mention.name)
        half = self._context.is_half_of_korea(mention)
        if mention.type.is_thing and not (half or self._is_place(mention)):
            return self._known(mention) or _thing(mention.name, mention.type)
        if country := self._places.country(mention.name):
            return country.entity
        if mention.type is EntityType.GROUP:
            return self._group(mention)
        if known := self._known(mention):
            return known
        seat = countries().seats.get(fold(mention.name))
        if seat and seat.building:
            building = self._bodies.find(mention.name)
            return building and replace(building, of_country=seat.country.entity.key)
        if not seat and self._is_body(mention):
            return self._body(mention)
        town = self._context.before_comma(mention)
        place = self._places.find(mention.name, self._context.following(mention), town)
        return place or self._unresolved(replace(mention, type=EntityType.PLACE))

    def _is_body(self, mention: Mention) -> bool:
        """Whether a name means an organization. Models take acronyms ("CBC") and the first words of
        full names for places or persons."""
        if mention.type is EntityType.ORGANIZATION:
            return not self._is_place(mention)
        if mention.type is EntityType.PERSON:
            return mention.name.isupper() and not self._is_place(mention)
        is_located = mention.found_by == "party" or self._context.is_located(mention.name)
        is_region = mention.name.lower().rpartition(" ")[2] in word_set("places", "regions")
        is_place = self._places.is_known(mention.name) or self._places.is_likely(mention.name)
        if is_located or is_region or is_place:
            return False
        is_acronym = mention.name.isupper() and not any(map(str.isdigit, mention.name))
        return is_acronym or self._bodies.starting_with(mention.name) is not None

    def _described(self, mention: Mention) -> Entity | None:
        country = self._context.country_of(mention)
        if mention.type is EntityType.COUNTRY:
            if found := self._places.country(mention.name):
                return found.entity
            known = self._knowledge.find(mention.name)
            return known.entity if known else None
        if known := self._knowledge.find(mention.name):
            return known.entity
        if mention.type is EntityType.GROUP and (group := self._group(mention)):
            return group
        if mention.type is EntityType.ORGANIZATION and country:
            return self._bodies.find(mention.name, country)
        return self._locals.described(mention, country.entity.key if country else None)

    def _unresolved(self, mention: Mention) -> Entity:
        body = mention.type is EntityType.ORGANIZATION
        name = self._bodies.full_name(self._context.written(mention)) if body else mention.name
        country = self._context.country_of(mention)
        type = EntityType.PLACE if self._is_place(mention) else mention.type
        return self._locals.named(name, type, country.entity.key if country else None)

    def _known(self, mention: Mention) -> Entity | None:
        known = self._knowledge.find(mention.name, mention.type)
        if known is None and mention.type is not EntityType.ORGANIZATION:
            known = self._knowledge.find(mention.name)
        return known.entity if known else None

    def _body(self, mention: Mention) -> Entity | None:
        country = self._context.country_of(mention) or self._context.owner(mention)
        beside = self._context.country_beside(mention)
        written = self._context.written(mention)
        if mention.type is EntityType.PLACE:
            written = self._bodies.starting_with(mention.name) or written
        return self._bodies.find(written, country, beside)

    def _group(self, mention: Mention) -> Entity | None:
        country = self._context.country_of(mention)
        return find_group(mention.name, country, self._context.mentioned, mention.of_country)

    def _is_person(self, index: int) -> bool:
        """Whether a name means a person; the model's type is often wrong."""
        mention = self._mentions[index]
        family = self._people.has_family(mention.name)
        place = countries().concerning(mention.name)
        if mention.type is EntityType.PERSON:
            if self._context.is_half_of_korea(mention) or self._is_known_otherwise(mention):
                return False
            letters = re.sub("[.-]", "", mention.name)
            if letters.isupper() and len(letters) > 2 and letters.isalpha():
                return self._people.find(mention.name) is not None
            if family or not (place or self._is_place(mention)):
                return True
            elsewhere = self._context.is_ever(mention.name, EntityType.PLACE)
            somewhere = elsewhere or self._context.is_somewhere(mention)
            return borne_by_people(mention.name) and not (somewhere or self._is_seat(mention))
        if not place and self._people.is_full(mention.name):
            return True
        if place or not family:
            return False
        if mention.type is EntityType.PLACE:
            ever = self._context.is_ever(mention.name, EntityType.PERSON)
            return ever or index in self._context.speaking
        return True

    def _is_seat(self, mention: Mention) -> bool:
        """Whether a name is the seat of government of a country that the document names."""
        seat = countries().seats.get(fold(mention.name))
        return seat is not None and seat.country.code in self._context.mentioned

    def _is_known_otherwise(self, mention: Mention) -> bool:
        """Whether curated knowledge has a name, but not as a person's."""
        known = self._knowledge.find(mention.name)
        return known is not None and known.entity.type is not EntityType.PERSON

    def _is_place(self, mention: Mention) -> bool:
        """Whether a name means a place: the text puts it in a region, it is written as no other
        thing is, or the words beside it are those of a place that is known."""
        name, context, places = mention.name, self._context, self._places
        is_person = mention.type is EntityType.PERSON
        if within(namesakes(name), context.following(mention)) or places.is_never_else(name):
            return True
        is_cut_short = name.endswith(".") and places.is_known(name)  # "Mich."
        if is_cut_short or (context.has_locals(name) and namesakes(name)):
            return True
        region = regions().get(fold(name))
        if " " in name and (places.is_large_city(name) or (is_person and region)):
            return True
        is_named = is_person and (fold(name) in given_names() or self._people.find(name))
        if region and region.country in ("us", "ca") and not (is_named or self._teams):
            return True  # nobody and no body has a state's name alone
        if is_person and context.is_mostly(name, EntityType.PLACE):
            return True
        somewhere = context.is_ever(name, EntityType.PLACE) or context.is_somewhere(mention)
        if somewhere and places.is_known(name):
            return True
        located = somewhere or any(map(places.is_likely, context.listed_with(mention)))
        return located and places.is_likely(name)


def _thing(name: str, type: EntityType) -> Entity:
    """The entity of a thing that is named: each name is one thing."""
    return Entity(f"thing/{slug(tidy(name))}", type, tidy(name))


def _through_antecedents(
    index: int, mentions: tuple[Mention, ...], own: list[Entity | None]
) -> Entity | None:
    seen: set[int] = set()
    current: int | None = index
    while current is not None and current not in seen:
        seen.add(current)
        if found := own[current]:
            return found if _may_mean(mentions[index], found) else None
        current = mentions[current].antecedent
    return None


def _may_mean(mention: Mention, entity: Entity) -> bool:
    """He and she are people, and "the company" is no place, whatever their antecedent turned out to
    be."""
    is_body = mention.type in (EntityType.ORGANIZATION, EntityType.GROUP)
    if mention.kind is MentionKind.DESCRIPTION and is_body and entity.type is EntityType.PLACE:
        return False
    is_pronoun = mention.kind is MentionKind.PRONOUN and mention.type is EntityType.PERSON
    return entity.type is EntityType.PERSON or not is_pronoun


def _speaker(entity: Entity | None) -> Entity | None:
    """Who speaks where an entity is named: of a capital or seat of government, its country."""
    if entity is None or entity.local:
        return entity
    seat = countries().seats.get(fold(entity.name))
    if seat is None or entity.of_country not in (None, seat.country.entity.key):
        return entity
    speaks = entity.type in (EntityType.PLACE, EntityType.ORGANIZATION)
    return seat.country.entity if speaks else entity


def _all(found: list[Entity | None]) -> tuple[Entity, ...]:
    """The entities and the countries they belong to, one for each key, sorted by key."""
    entities = {each.key: each for each in found if each}
    for each in list(entities.values()):
        if country := countries().by_key.get(each.of_country or ""):
            entities[country.entity.key] = country.entity
    return tuple(entities[key] for key in sorted(entities))
