"""Judgements proposed and written: which stored entities may be the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity.judgement_file import (
    Judgement,
    Verdict,
    check,
    is_event,
    is_external,
    judged_name,
    read_judgements,
    write_judgement,
)
from kg.mapping.terms import ITS, RDF, SCHEMA, SEM
from kg.review.explain import explain
from kg.review.likeness import Stored, likeness, worth_comparing
from kg.review.namesakes import namesakes
from kg.store import GraphStore
from kg.store.facts import text_of

_TYPES = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE)
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be the same, and how likely that is, 0 to 1."""

    score: float
    one: Stored
    other: Stored


def propose(store: GraphStore, judgements: Path) -> list[Proposal]:
    """Pairs of stored entities that may be the same, likeliest first, and persons who may have a
    namesake in one article; none judged. KnowledgeError for a broken file of judgements."""
    judged = {line.pair for line in read_judgements(judgements)}
    pairs = worth_comparing(list(stored_entities(store)))
    alike = (Proposal(likeness(one, other), one, other) for one, other in pairs)
    found = (
        each
        for each in chain(alike, _namesakes(store))
        if each.score >= _LEAST and frozenset((each.one.key, each.other.key)) not in judged
    )
    return sorted(found, key=lambda each: (-each.score, each.one.key, each.other.key))


def _namesakes(store: GraphStore) -> Iterator[Proposal]:
    """Each person who may be two: the one of all articles, and a namesake in a single article."""
    for person, document in namesakes(store):
        one, own = person.key, f"{store.facts.key(document)}/{person.key}"
        named = frozenset({document.value})
        pair = (
            Stored(key, person.type, person.name, person.of_country, named) for key in (one, own)
        )
        yield Proposal(_LEAST, *pair)


def stored_entities(store: GraphStore) -> Iterator[Stored]:
    """The persons, organizations and places that documents name in full, sorted by key."""
    facts = store.facts
    documents = facts.mentioned()
    for each in facts.entities():
        if each.type in _TYPES and each.key in documents and not each.key.startswith("doc/"):
            seen = frozenset(documents[each.key])
            yield Stored(each.key, each.type, each.name, each.of_country, seen)


def judge(
    store: GraphStore, path: Path, verdict: str, entity: str, other: str, note: str = ""
) -> Judgement:
    """Write a judgement of two entities or events; it replaces an earlier one of the same two.
    KnowledgeError where the store does not have one of them, they are one entity or of types that
    cannot be the same, or the file cannot be used."""
    names = [_checked(store, each) for each in (entity, other)]
    kept = next((name for each in names if (name := _name(store, each))), "")
    name = kept if verdict == Verdict.SAME else ""
    judgement = Judgement(Verdict(verdict), names[0], names[1], name, note)
    check(judgement)
    write_judgement(path, judgement, judgement.pair)
    return judgement


def unjudge(path: Path, entity: str, other: str) -> None:
    """Take the judgement of two entities away; KnowledgeError where there is none to be had."""
    pair = frozenset(map(judged_name, (entity, other)))
    if not any(line.pair == pair for line in read_judgements(path)):
        raise KnowledgeError(f"{path}: has no judgement of {entity} and {other}; look there")
    write_judgement(path, None, pair)


def unknown(store: GraphStore, path: Path) -> list[str]:
    """A line for each judged entity that the store does not have: gone, or misspelt."""
    return [
        f"{line.where}: the store has no {each}; correct it there or leave it for articles to come"
        for line in read_judgements(path)
        for each in (line.entity, line.other)
        if not _is_known(store, each)
    ]


def sentence(store: GraphStore, key: str) -> str:
    """A sentence that names an entity, or the namesake of one document."""
    document, _, own = _of_document(key)
    node = NamedNode(store.base + own)
    mentions = store.facts.in_documents(
        None, ITS.taIdentRef, node, NamedNode(store.base + document)
    )
    mention = min((text_of(each.subject) for each in mentions), default="")
    passages = explain(store, mention or key).passages
    return " ".join(passages[0].text.split()) if passages else ""


def _checked(store: GraphStore, entity: str) -> str:
    name = judged_name(entity.removeprefix(store.base))
    if not _is_known(store, name):
        raise KnowledgeError(f"{entity}: the store has no such entity; `kg query entities` lists")
    node = NamedNode(store.base + name)
    if is_event(name) and SEM.Event not in store.facts.nodes(node, RDF.type):
        raise KnowledgeError(f"{entity}: is claimed and no event; `kg query events` lists events")
    return name


def _is_known(store: GraphStore, name: str) -> bool:
    if is_external(name):
        return True
    facts = store.facts
    document, own, rest = _of_document(name)
    graph = NamedNode(store.base + document) if own else None
    iri = NamedNode(store.base + rest)
    return any(
        next(facts.match(subject, None, value, graph), None) is not None
        for subject, value in ((iri, None), (None, iri), (NamedNode(store.base + name), None))
    )


def _of_document(name: str) -> tuple[str, bool, str]:
    """The document and the key of one document's namesake; the name itself of others."""
    parts = name.split("/", 2)
    own = len(parts) == 3 and parts[0] == "doc" and not parts[2].startswith("entity/")
    return ("/".join(parts[:2]), True, parts[2]) if own else ("", False, name)


def _name(store: GraphStore, name: str) -> str:
    if is_external(name):
        return ""
    facts = store.facts
    return facts.value(NamedNode(store.base + _of_document(name)[2]), SCHEMA.name) or ""
