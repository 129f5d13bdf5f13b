"""Judgements proposed and written: which stored entities may be the same."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pyoxigraph import NamedNode
from rapidfuzz.distance.JaroWinkler import similarity as jaro_winkler
from rapidfuzz.distance.Levenshtein import distance as levenshtein

from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity.judgements import (
    Judgement,
    Verdict,
    check,
    is_event,
    is_external,
    judged_name,
    read_judgements,
    write_judgement,
)
from kg.identity.names import fold
from kg.mapping import terms
from kg.review.explain import explain
from kg.review.namesakes import namesakes
from kg.store import GraphStore
from kg.store.facts import text_of

_TYPES = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE)
_LEAST = 0.6
_LONG_SURNAME = 7  # letters
_MOST_OF_A_WORD = 50  # a word that more names share tells nothing
_SMALL_WORDS = frozenset({"of", "for", "and", "the", "in", "on", "to", "at", "de", "la"})


@dataclass(frozen=True, slots=True)
class Stored:
    """An entity as the store has it, with its country and the documents that name it."""

    key: str
    type: EntityType
    name: str
    country: str | None
    documents: frozenset[str]

    @property
    def words(self) -> list[str]:
        """The words of its name, as they are compared."""
        return fold(self.name).split("-")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be the same, and how likely that is, 0 to 1."""

    score: float
    one: Stored
    other: Stored


def propose(store: GraphStore, judgements: Path) -> list[Proposal]:
    """Pairs of stored entities that may be the same, the likeliest first, and persons who may have
    a namesake in one article, as "doc/<id>/person/…"; without those judged.

    Raises:
        KnowledgeError: the file of judgements is broken.
    """
    judged = {line.pair for line in read_judgements(judgements)}
    entities = list(stored_entities(store))
    found = (
        Proposal(score, one, other)
        for one, other in _pairs(entities)
        if frozenset((one.key, other.key)) not in judged
        for score in [likeness(one, other)]
        if score >= _LEAST
    )
    split = (
        each
        for each in _namesakes(store)
        if frozenset((each.one.key, each.other.key)) not in judged
    )
    return sorted((*found, *split), key=lambda each: (-each.score, each.one.key, each.other.key))


def _namesakes(store: GraphStore) -> Iterator[Proposal]:
    """Persons and those of one article whom the store has as one, and who may be two."""
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


def likeness(one: Stored, other: Stored) -> float:
    """How likely two entities are the same, 0 to 1: by their names, a little by what is around.

    0 where their types differ, or where they belong to two countries.
    """
    elsewhere = one.country and other.country and one.country != other.country
    if one.type != other.type or elsewhere:
        return 0.0
    person = one.type is EntityType.PERSON
    by_name = _persons(one.words, other.words) if person else _bodies(one.words, other.words)
    beside = 0.05 * bool(one.country and one.country == other.country)
    beside += 0.05 * bool(one.documents & other.documents)
    return round(min(0.9 * by_name + beside, 1.0), 3) if by_name else 0.0


def judge(
    store: GraphStore, path: Path, verdict: str, entity: str, other: str, note: str = ""
) -> Judgement:
    """Write a judgement of two entities or events; it replaces an earlier one of the same two.

    Raises:
        KnowledgeError: the store does not have one of them, they are one entity or of types that
            cannot be the same, or the file cannot be used.
    """
    names = [_checked(store, each) for each in (entity, other)]
    kept = next((name for each in names if (name := _name(store, each))), "")
    name = kept if verdict == Verdict.SAME else ""
    judgement = Judgement(Verdict(verdict), names[0], names[1], name, note)
    check(judgement)
    write_judgement(path, judgement, judgement.pair)
    return judgement


def unjudge(path: Path, entity: str, other: str) -> None:
    """Take the judgement of two entities away.

    Raises:
        KnowledgeError: there is none, or the file cannot be used.
    """
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
        None, terms.IDENT_REF, node, NamedNode(store.base + document)
    )
    mention = min((text_of(each.subject) for each in mentions), default="")
    passages = explain(store, mention or key).passages
    return " ".join(passages[0].text.split()) if passages else ""


def _checked(store: GraphStore, entity: str) -> str:
    name = judged_name(entity.removeprefix(store.base))
    if not _is_known(store, name):
        raise KnowledgeError(f"{entity}: the store has no such entity; `kg query entities` lists")
    node = NamedNode(store.base + name)
    if is_event(name) and terms.SEM_EVENT not in store.facts.nodes(node, terms.TYPE):
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
    return facts.value(NamedNode(store.base + _of_document(name)[2]), terms.NAME) or ""


def _pairs(entities: list[Stored]) -> Iterator[tuple[Stored, Stored]]:
    """The pairs that share a word of their names, or initials with an acronym."""
    sharing: dict[str, list[Stored]] = defaultdict(list)
    for each in entities:
        words = {word for word in each.words if len(word) > 1} - _SMALL_WORDS
        for word in sorted({*words, _initials(each.words)}):
            sharing[word].append(each)
    seen = set()
    for group in sharing.values():
        if len(group) <= _MOST_OF_A_WORD:
            for one, other in combinations(group, 2):
                if (one.key, other.key) not in seen:
                    seen.add((one.key, other.key))
                    yield one, other


def _persons(one: list[str], other: list[str]) -> float:
    """Two names of persons: the same words in any order, or one surname with initials that fit."""
    if sorted(one) == sorted(other):
        return 1.0
    if len(one) < 2 or len(other) < 2 or not _is_one_surname(one[-1], other[-1]):
        return 0.0
    first, second = one[0], other[0]
    if first == second:
        return 0.95
    if one[-1] != other[-1]:
        return 0.0
    if first[0] == second[0] and 1 in (len(first), len(second)):
        return 0.8
    near: float = jaro_winkler(first, second)
    return near if near >= 0.85 and first[0] == second[0] else 0.0


def _is_one_surname(one: str, other: str) -> bool:
    """Whether two surnames may be spellings of one: "schroeder" and "schroder", "tolstoi" and
    "tolstoy", or a longer one with a letter more, less or another."""
    if not (one.isalpha() and other.isalpha()):
        return False
    same = _spelling(one) == _spelling(other)
    longer = min(len(one), len(other)) >= _LONG_SURNAME
    return same or (longer and one[0] == other[0] and levenshtein(one, other) == 1)


def _spelling(name: str) -> str:
    """A folded name in one spelling: without umlauts' e, doubled letters, and y for i."""
    plain = re.sub("(?<=[aou])e", "", name).replace("y", "i")
    return re.sub(r"(.)\1", r"\1", plain)


def _bodies(one: list[str], other: list[str]) -> float:
    """Two names of bodies or places: an acronym of the other, all words in it, or nearly alike."""
    shorter, longer = sorted((one, other), key=len)
    if shorter == [_initials(longer)]:
        return 0.85
    if set(shorter) <= set(longer):
        return 0.5 + 0.5 * len("".join(shorter)) / len("".join(longer))
    return _alike(one, other)


def _alike(one: list[str], other: list[str]) -> float:
    """How alike two names are whose words, each for each, are the same or nearly so; else 0."""
    if len(one) != len(other):
        return 0.0
    near = [float(jaro_winkler(*pair)) for pair in zip(one, other, strict=True)]
    same = (
        a == b or (score >= 0.9 and min(len(a), len(b)) > 3 and a.isalpha() and b.isalpha())
        for a, b, score in zip(one, other, near, strict=True)
    )
    return sum(near) / len(near) if all(same) else 0.0


def _initials(words: list[str]) -> str:
    letters = [word[0] for word in words if word not in _SMALL_WORDS]
    return "".join(letters) if len(letters) > 1 else words[0]
