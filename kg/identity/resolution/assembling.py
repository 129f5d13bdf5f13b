"""The annotations of a document put together with the entities of their mentions."""

from collections.abc import Sequence
from typing import TypeVar

from kg.extraction import Annotations, EntityType, Frame, Position, Statement
from kg.identity.entities import (
    Entity,
    Resolved,
    ResolvedFrame,
    ResolvedMention,
    ResolvedPosition,
    ResolvedStatement,
)
from kg.identity.knowledge import Knowledge
from kg.identity.names import fold
from kg.identity.places.countries import countries
from kg.identity.posts import body_of, day_of, known_post

Item = TypeVar("Item")


def assembled(
    annotations: Annotations,
    tied: list[Entity | None],
    holders: list[Entity | None],
    knowledge: Knowledge,
) -> Resolved:
    """The annotations with each mention's entity, and the speakers that a post alone names."""
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


def _speaker(entity: Entity | None) -> Entity | None:
    """Who speaks where an entity is named: of a capital or seat of government, its country."""
    if entity is None or entity.local:
        return entity
    seat = countries().seats.get(fold(entity.name))
    if seat is None or entity.of_country not in (None, seat.country.entity.key):
        return entity
    speaks = entity.type in (EntityType.PLACE, EntityType.ORGANIZATION)
    return seat.country.entity if speaks else entity


def _at(index: int | None, items: Sequence[Item]) -> Item | None:
    return None if index is None else items[index]


def _all(found: list[Entity | None]) -> tuple[Entity, ...]:
    """The entities and the countries they belong to, one for each key, sorted by key."""
    entities = {each.key: each for each in found if each}
    for each in list(entities.values()):
        if country := countries().by_key.get(each.of_country or ""):
            entities[country.entity.key] = country.entity
    return tuple(entities[key] for key in sorted(entities))
