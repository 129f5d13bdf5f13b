"""Curated knowledge: people, bodies, places and posts that are known before reading a document."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity.curated import Stocked, read_stock, read_tenures
from kg.identity.entities import Entity, Link, Post
from kg.identity.judgements import Judgements
from kg.identity.names import fold
from kg.identity.places.countries import WIKIDATA, countries
from kg.resources import Fact, read_facts
from kg.settings import DEFAULT_BASE, Settings

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SCHEMA = "https://schema.org/"
_ORG = "http://www.w3.org/ns/org#"
_OWN = f"{DEFAULT_BASE}ns#"
_TYPES = {
    _SCHEMA + "Person": EntityType.PERSON,
    _SCHEMA + "Organization": EntityType.ORGANIZATION,
    _SCHEMA + "Country": EntityType.COUNTRY,
    _SCHEMA + "Place": EntityType.PLACE,
    "http://xmlns.com/foaf/0.1/Group": EntityType.GROUP,
}

_Description = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """A curated entity, its other names (short forms among them), and the family name of a person
    (empty where that is the last word of the name)."""

    entity: Entity
    aliases: tuple[str, ...] = ()
    family_name: str = ""


@dataclass(frozen=True)
class Knowledge:
    """Curated entities and posts, and judgements. `Knowledge()` is empty.

    Attributes:
        entities, posts: sorted by key.
        version: hash of the files that they were read from.
    """

    entities: tuple[KnownEntity, ...] = ()
    posts: tuple[Post, ...] = ()
    version: str = "none"
    judgements: Judgements = field(default_factory=Judgements)

    @classmethod
    def of(cls, settings: Settings) -> Knowledge:
        """The knowledge and judgements that some settings name; KnowledgeError as `read`, or where
        the folder of knowledge is missing."""
        return cls.read(settings.knowledge_files, settings.judgements_file)

    @classmethod
    def read(cls, paths: Sequence[Path], judgements: Path) -> Knowledge:
        """Read Turtle files with the default base IRI, tables, and a file of judgements, if any;
        KnowledgeError, with the file, for one that cannot be used."""
        described: dict[str, _Description] = {}
        for path in paths:
            if path.suffix == ".ttl":
                _describe(path, described)
        version = hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]
        entities, posts = _values(described, version)
        entities = _stocked(entities, read_stock(paths), version)
        posts = _with_tenures(posts, read_tenures(paths))
        known = {each.entity.key for each in entities} | countries().by_key.keys()
        return cls(entities, posts, version, Judgements.load(judgements, known))

    def find(self, name: str, type: EntityType | None = None) -> KnownEntity | None:
        """The only entity (of a type) with a name; None where there are none or several."""
        fitting = self.namesakes(name, type)
        return fitting[0] if len(fitting) == 1 else None

    def namesakes(self, name: str, type: EntityType | None = None) -> tuple[KnownEntity, ...]:
        """All entities (of a type) with a name, sorted by key."""
        found = self._by_name.get(_as_known(name)) or self._by_name.get(fold(name), ())
        return tuple(known for known in found if type is None or known.entity.type == type)

    def countries_of(self, entity: Entity) -> frozenset[str]:
        """Codes of the countries of an entity: its own, and those of its posts and their bodies."""
        bodies = [post.organization for post in self.posts if post.holder == entity.key]
        owners = [found.of_country for key in bodies if key and (found := self.entity(key))]
        known = countries().by_key
        keys = (entity.of_country, *bodies, *owners)
        return frozenset(known[key].code for key in keys if key in known)

    def entity(self, key: str) -> Entity | None:
        """The curated entity of a key."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Entity]:
        return {known.entity.key: known.entity for known in self.entities}

    @cached_property
    def _by_name(self) -> dict[str, tuple[KnownEntity, ...]]:
        index: dict[str, dict[str, KnownEntity]] = defaultdict(dict)
        for known in self.entities:
            for name in (known.entity.name, *known.aliases):
                index[_as_known(name)][known.entity.key] = known
        return {name: tuple(found.values()) for name, found in index.items()}


def _as_known(name: str) -> str:
    """The folded name, with a possessive that is part of the name ("Moody's")."""
    plain = name.replace("’", "'")
    return fold(plain.replace("'", "")) if plain.lower().endswith("'s") else fold(plain)


def _describe(path: Path, described: dict[str, _Description]) -> None:
    for fact in read_facts(path, DEFAULT_BASE):
        _check(fact, path)
        key = fact.subject.removeprefix(DEFAULT_BASE)
        values = described.setdefault(key, {}).setdefault(fact.predicate, [])
        values.append(fact.value)


def _check(fact: Fact, path: Path) -> None:
    if not fact.subject.startswith(DEFAULT_BASE):
        raise KnowledgeError(f"{path}: <{fact.subject}> is not below <{DEFAULT_BASE}>")


def _values(
    described: dict[str, _Description], version: str
) -> tuple[tuple[KnownEntity, ...], tuple[Post, ...]]:
    entities, posts = [], []
    terms = _terms(described)
    for key, about in sorted(described.items()):
        types = about.get(_RDF_TYPE, [])
        if _ORG + "Post" in types:
            posts.append(_post(key, about, terms.get(key, {})))
        elif type := next((_TYPES[name] for name in types if name in _TYPES), None):
            entities.append(_known(key, type, about, version))
    return tuple(entities), tuple(posts)


def _stocked(
    entities: Iterable[KnownEntity], stock: Iterable[Stocked], version: str
) -> tuple[KnownEntity, ...]:
    """The entities with the stock, whose links those get that have none to Wikidata."""
    found = {each.entity.key: each for each in entities}
    for each in stock:
        link = Link(each.external, "curated", 1.0, f"curated {version}")
        known = found.get(each.key)
        if known is None:
            entity = Entity(each.key, each.type, each.name, links=(link,))
            found[each.key] = KnownEntity(entity, each.aliases)
        elif not any(own.external.startswith(WIKIDATA) for own in known.entity.links):
            entity = replace(known.entity, links=(*known.entity.links, link))
            found[each.key] = replace(known, entity=entity)
    return tuple(found[key] for key in sorted(found))


def _with_tenures(posts: Iterable[Post], tenures: Iterable[Post]) -> tuple[Post, ...]:
    """The posts with those of the table, where nothing else is said of a holder of the post."""
    own = list(posts)
    said = {(post.key, post.holder) for post in own}
    own += [post for post in tenures if (post.key, post.holder) not in said]
    return tuple(sorted(own, key=lambda post: (post.key, post.since or "", post.holder or "")))


def _known(key: str, type: EntityType, about: _Description, version: str) -> KnownEntity:
    name = _first(about, _SCHEMA + "name")
    if not name:
        raise KnowledgeError(f"{key}: a curated entity needs a schema:name")
    links = tuple(
        Link(external, "curated", 1.0, f"curated {version}")
        for external in sorted(about.get(_SCHEMA + "sameAs", []))
    )
    entity = Entity(
        key,
        type,
        name,
        of_country=_below(about, _OWN + "ofCountry"),
        links=links,
        latitude=_number(key, about, "latitude"),
        longitude=_number(key, about, "longitude"),
    )
    aliases = tuple(sorted(about.get(_SCHEMA + "alternateName", [])))
    return KnownEntity(entity, aliases, _first(about, _SCHEMA + "familyName") or "")


def _terms(described: dict[str, _Description]) -> dict[str, _Description]:
    """The membership of each post's present holder, by key of the post."""
    found: dict[str, _Description] = {}
    for _, about in sorted(described.items()):
        post = _below(about, _OWN + "post")
        member = _below(about, _ORG + "member")
        if post and member == _below(described.get(post, {}), _ORG + "heldBy"):
            found[post] = about
    return found


def _post(key: str, about: _Description, term: _Description) -> Post:
    return Post(
        key,
        _first(about, _SCHEMA + "name") or key,
        _below(about, _ORG + "heldBy"),
        _below(about, _ORG + "postIn"),
        _first(term, _SCHEMA + "startDate"),
        _first(term, _SCHEMA + "endDate"),
    )


def _below(about: _Description, predicate: str) -> str | None:
    iri = _first(about, predicate)
    return iri.removeprefix(DEFAULT_BASE) if iri else None


def _number(key: str, about: _Description, name: str) -> float | None:
    text = _first(about, _SCHEMA + name)
    try:
        return None if text is None else float(text)
    except ValueError as error:
        raise KnowledgeError(f"{key}: schema:{name} is not a number: {text}") from error


def _first(about: _Description, predicate: str) -> str | None:
    return min(about.get(predicate, []), default=None)
