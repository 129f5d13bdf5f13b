"""Entities: what mentions refer to, and the links that lead outward."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction import Annotations, EntityType


@dataclass(frozen=True, slots=True)
class Link:
    """An entity's identity in another knowledge base, with its evidence.

    `external` is an IRI (http://www.wikidata.org/entity/Q…, http://dbpedia.org/resource/…,
    https://sws.geonames.org/…/), `score` is 0 to 1, `method` says how it was found, `knowledge`
    names the source and version that said so.
    """

    external: str
    method: str
    score: float
    knowledge: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization, country, place or group.

    Attributes:
        key: path of its IRI below the base: "person/lloyd-austin", or, for one whose full name
            the document does not tell, "doc/<document id>/entity/<slug>".
        type: what it is.
        name: the canonical name.
        local: True where the document does not say which person or thing it is (flagged).
        of_country: key of the country that a group, body or place belongs to.
        links: identities elsewhere, best first.
        latitude, longitude: WGS 84 degrees, for places.
        aliases: other names, of those that were judged to be the same.
        merged: the keys that those had, sorted.
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
    """A post as curated: its key, title, the keys of its holder and body, and its dates
    (ISO 8601, None where unknown or open)."""

    key: str
    title: str
    holder: str | None = None
    organization: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document's annotations with every mention tied to an entity.

    `entities` is sorted by key and holds each entity once (those named only by `of_country` too);
    `mention_entities` has, for each mention, the key of its entity or None;
    `speakers` has, for each statement, the key of the speaking entity or None. The speaker is not
    always what its mention denotes as a place: "Moscow said" is spoken by Russia. `posts` has, for
    each position, the post as curated where knowledge has it, else None. `joint_speakers` has the
    index of a statement and the key of one who speaks it together with its speaker, for each such.
    """

    annotations: Annotations
    entities: tuple[Entity, ...]
    mention_entities: tuple[str | None, ...]
    speakers: tuple[str | None, ...]
    posts: tuple[Post | None, ...] = ()
    joint_speakers: tuple[tuple[int, str], ...] = ()
