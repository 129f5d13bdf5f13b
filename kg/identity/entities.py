"""The values of identity: entities, posts, links, and a document that is resolved to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.extraction import (
    Annotations,
    Argument,
    EntityType,
    Frame,
    Mention,
    Position,
    Statement,
    TimeExpression,
)


@dataclass(frozen=True, slots=True)
class Link:
    """The same thing in another knowledge base, with the evidence that it is the same.

    Attributes:
        external: its IRI there (http://www.wikidata.org/entity/Q…, http://dbpedia.org/resource/…,
            https://sws.geonames.org/…/).
        method: how it was found.
        score: 0 to 1.
        knowledge: the source of the link, with its version.
    """

    external: str
    method: str
    score: float
    knowledge: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, country, place, group, or another thing that has a name.

    Attributes:
        key: path of its IRI below the base: "person/lloyd-austin", or, where the document does not
            tell which one it is, "doc/<document id>/entity/<slug>".
        local: whether the document does not tell which person or thing it is.
        of_country: key of the country that a group, body or place belongs to.
        links: the same thing elsewhere, best first.
        latitude, longitude: degrees of WGS 84, for places.
        aliases: names of other entities that were judged to be the same.
        merged: the keys of those, sorted.
    """

    key: str
    type: EntityType
    name: str
    local: bool = False
    of_country: str | None = None
    links: tuple[Link, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    aliases: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A post in curated knowledge: its key and title, the keys of its holder and of its body, since
    and until when it is held (ISO 8601, None where unknown or open), and the last day on which an
    open one was seen to be held (None where that is no older than kg)."""

    key: str
    title: str
    holder: str | None = None
    organization: str | None = None
    since: str | None = None
    until: str | None = None
    checked: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """A mention and the entity that it refers to, None where that is unknown."""

    mention: Mention
    entity: Entity | None


@dataclass(frozen=True, slots=True)
class ResolvedPosition:
    """A position with its entities.

    Attributes:
        organization: the body or place that the text puts the post in.
        post: the post as curated, None where knowledge does not have it.
    """

    position: Position
    holder: Entity | None
    organization: Entity | None = None
    post: Post | None = None

    @property
    def body(self) -> str | None:
        """Key of the body that the post is in: as curated, else as the text has it."""
        if self.post is not None and self.post.organization is not None:
            return self.post.organization
        return None if self.organization is None else self.organization.key


@dataclass(frozen=True, slots=True)
class ResolvedStatement:
    """A statement with its entities, time and post.

    Attributes:
        statement: as extraction found it; `parent` in it is an index of `Resolved.statements`.
        speaker: who speaks. Not always what the speaker's mention refers to: where the text says
            "Moscow said", Russia speaks.
        joint_speakers: those who speak together with the speaker.
        told_to: whom it was told to.
        citing: whom the speaker has it from.
        about: what the content's mentions refer to, in their order.
        speaking_as: the position that the speaker speaks from.
    """

    statement: Statement
    speaker: Entity | None = None
    joint_speakers: tuple[Entity, ...] = ()
    told_to: Entity | None = None
    citing: Entity | None = None
    about: tuple[Entity, ...] = ()
    time: TimeExpression | None = None
    speaking_as: ResolvedPosition | None = None


@dataclass(frozen=True, slots=True)
class ResolvedFrame:
    """A frame with its entities and its time.

    Attributes:
        frame: as extraction found it.
        fillers: for each of its arguments, those joined to others after the rest, what fills the
            role, None where that is no entity. Where a seat of government acts, it is the country.
    """

    frame: Frame
    fillers: tuple[Entity | None, ...] = ()
    place: Entity | None = None
    time: TimeExpression | None = None

    def parts(self) -> Iterator[tuple[Argument, Entity | None]]:
        """Each argument, those joined to others after the rest, with the entity that fills it."""
        return zip((*self.frame.arguments, *self.frame.joint), self.fillers, strict=True)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document's annotations with the entities that they refer to.

    Attributes:
        annotations: what extraction found.
        entities: each entity once, sorted by key; the countries that they belong to among them.
        mentions, statements, positions, frames: those of `annotations`, in the same order.
        asked: the keys that judgements were asked about.
    """

    annotations: Annotations
    entities: tuple[Entity, ...]
    mentions: tuple[ResolvedMention, ...]
    statements: tuple[ResolvedStatement, ...]
    positions: tuple[ResolvedPosition, ...]
    frames: tuple[ResolvedFrame, ...] = ()
    asked: frozenset[str] = frozenset()

    def with_entities(self, new: Mapping[str, Entity]) -> Resolved:
        """The same document with other entities: by the key of each, the one in its place."""
        return Resolved(
            self.annotations,
            tuple(sorted(new.values(), key=lambda entity: entity.key)),
            tuple(replace(each, entity=_new(each.entity, new)) for each in self.mentions),
            tuple(_statement_with(each, new) for each in self.statements),
            tuple(_position_with(each, new) for each in self.positions),
            tuple(_frame_with(each, new) for each in self.frames),
        )


def _new(entity: Entity | None, new: Mapping[str, Entity]) -> Entity | None:
    return None if entity is None else new[entity.key]


def _position_with(position: ResolvedPosition, new: Mapping[str, Entity]) -> ResolvedPosition:
    return replace(
        position, holder=_new(position.holder, new), organization=_new(position.organization, new)
    )


def _frame_with(frame: ResolvedFrame, new: Mapping[str, Entity]) -> ResolvedFrame:
    fillers = tuple([_new(each, new) for each in frame.fillers])
    # Of these a document has the most, and `replace` takes three times as long.
    return ResolvedFrame(frame.frame, fillers, _new(frame.place, new), frame.time)


def _statement_with(statement: ResolvedStatement, new: Mapping[str, Entity]) -> ResolvedStatement:
    post = statement.speaking_as
    return replace(
        statement,
        speaker=_new(statement.speaker, new),
        joint_speakers=tuple(new[each.key] for each in statement.joint_speakers),
        told_to=_new(statement.told_to, new),
        citing=_new(statement.citing, new),
        about=tuple(new[each.key] for each in statement.about),
        speaking_as=None if post is None else _position_with(post, new),
    )
