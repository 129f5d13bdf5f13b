"""The lexicon of event types, from ontology/events.ttl: the words that tell what happens, and the
roles that their arguments have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import KnowledgeError
from kg.extraction.cues import local_name
from kg.extraction.frames.fillers import filler
from kg.extraction.frames.tree import Tree
from kg.resources import read_facts, resource
from kg.settings import DEFAULT_BASE

_EVENT = DEFAULT_BASE + "ns/events#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_KINDS = ("Somebody", "Doer", "Person", "Thing", "Number")
SOMEBODY, DOER, PERSON, THING, NUMBER = (f"{_EVENT}{kind}" for kind in _KINDS)
"""Kinds of arguments, as the scheme tells them."""

_CLAUSE_NAMES = {"to": "to do", "that": "that"}
_EVERYWHERE = {"TMP": "Time", "LOC": "Place"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that tell a type.

    Attributes:
        name: its local name, which orders it among others.
        type: the local name of the type.
        objects: what the predicate must have one of around it: lemmas, and the IRIs of kinds
            ("…#Number"); empty where any will do.
        excluded: what it may have none of around it.
        roles: the local name of the role, by PropBank's label, or by preposition;
            "subject" is that of an active verb, "possessor" and "body" are those of a noun,
            "alone" is that of a thing that would be the actor where nothing else has it.
    """

    name: str
    type: str
    objects: frozenset[str]
    excluded: frozenset[str]
    roles: Mapping[str, str]

    def fits(self, beside: Collection[str], beyond: Collection[str]) -> bool:
        """Whether the pattern counts: `beside` has the lemmas of the heads of a predicate's
        arguments and of a noun's modifiers, and the kinds of its arguments; `beyond` the lemmas of
        the heads of those that do it, and of what governs a noun."""
        if not self.excluded.isdisjoint(beside) or not self.excluded.isdisjoint(beyond):
            return False
        return not self.objects or not self.objects.isdisjoint(beside)

    def role(
        self, label: str, preposition: str, is_clause: bool, is_somebody: bool, is_number: bool
    ) -> str | None:
        """The role of an argument.

        Args:
            label: PropBank's.
            preposition: the one that it begins with, "subject" for that of an active verb,
                "possessor" for that of a noun, "body" for a body's name before one, "" for others.
            is_clause: whether it is a clause; nobody does or gets anything then.
            is_somebody: whether it is a person, a body or the like.
            is_number: whether it is, or is counted by, a quantity.
        """
        if label in _EVERYWHERE:
            return _EVERYWHERE[label]
        role = self.roles.get(preposition) or self.roles.get(label)
        if is_clause and role in ("Actor", "Recipient", "Origin", "Destination"):
            return "Theme"
        if role == "Amount" and not is_number:
            return None if preposition in ("at", "for") else "Theme"
        return self.roles.get("thing", role) if role == "Recipient" and not is_somebody else role


Patterns = Mapping[str, Sequence[Pattern]]


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Patterns by lemma, those with objects first."""

    verbs: Patterns
    nouns: Patterns

    def patterns(self, words: Iterable[str], noun: bool) -> list[Pattern]:
        """The patterns of a verb or noun with these names, in order; the first that fits counts."""
        patterns = self.nouns if noun else self.verbs
        return [each for word in words for each in patterns.get(word, ())]


@cache
def event_lexicon() -> EventLexicon:
    """The lexicon that kg ships, read once in a process."""
    return read_event_lexicon(resource("ontology/events.ttl"))


def read_event_lexicon(path: Path) -> EventLexicon:
    """Read a scheme of event types; KnowledgeError where it does not parse or a type is missing."""
    subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in read_facts(path):
        subjects[subject][predicate].append(value)
    verbs: dict[str, list[Pattern]] = defaultdict(list)
    nouns: dict[str, list[Pattern]] = defaultdict(list)
    for iri, properties in subjects.items():
        if f"{_EVENT}Pattern" in properties[_RDF_TYPE]:
            pattern = _pattern(path, iri, properties)
            for words, lemmas in ((verbs, "verb"), (nouns, "noun")):
                for lemma in properties[f"{_EVENT}{lemmas}"]:
                    words[lemma].append(pattern)
    return EventLexicon(_ordered(verbs), _ordered(nouns))


def _pattern(path: Path, iri: str, properties: Mapping[str, list[str]]) -> Pattern:
    types = properties[f"{_EVENT}type"]
    if len(types) != 1:
        raise KnowledgeError(f"{path}: {iri} needs one event:type; it has {len(types)}")
    roles = {
        label.upper() if label.startswith("arg") else label: local_name(value)
        for key, (value, *_) in properties.items()
        if (label := local_name(key)) not in ("noun", "object", "type", "unless", "verb")
    }
    objects = frozenset(properties[f"{_EVENT}object"])
    excluded = frozenset(properties[f"{_EVENT}unless"])
    return Pattern(local_name(iri), local_name(types[0]), objects, excluded, roles)


def _ordered(patterns: Mapping[str, list[Pattern]]) -> Patterns:
    return {
        word: sorted(found, key=lambda each: (not each.objects, each.name))
        for word, found in patterns.items()
    }


def names_of(tree: Tree, token: int) -> list[str]:
    """What a predicate may be called in the lexicon, the most special first: with its particle;
    with a preposition, an adverb, "to do" or "that" for a clause, a compound before it; alone."""
    lemma = tree.lemmas[token]
    particle = tree.particle(token)
    if particle is not None:
        return [f"{lemma} {tree.lower[particle]}"]
    has_object = tree.child(token, "dobj") is not None
    names = []
    for child in tree.children[token]:
        dep = tree.deps[child]
        is_time = tree.ents[filler(tree, child)] in ("DATE", "TIME")
        is_where = has_object and tree.lower[child] in ("at", "into", "on")  # "fired Roe at work"
        if dep in ("prep", "advmod") and child > token and not (is_time or is_where):
            names.append(f"{lemma} {tree.lower[child]}")
        elif dep in ("xcomp", "ccomp", "acl"):
            marks = (c for c in tree.children[child] if tree.deps[c] in ("aux", "mark"))
            begins = (_CLAUSE_NAMES.get(tree.lower[c]) for c in marks)
            names += [f"{lemma} {begin}" for begin in begins if begin]
        elif dep == "compound":
            names.append(f"{tree.lower[child]} {lemma}")
    return [*names, lemma]


def is_named_by(tree: Tree, modifier: int) -> bool:
    """Whether a modifier is part of what a noun is called: "tender" in "tender offer"."""
    name = f"{tree.lower[modifier]} {tree.lemmas[tree.heads[modifier]]}"
    return name in event_lexicon().nouns


def is_called(tree: Tree, participle: int) -> bool:
    """Whether a participle gives the name of what it modifies: "a man named Roe"."""
    name = tree.child(participle, "oprd")
    is_name = name is not None and tree.tags[name].startswith("NNP")
    return is_name and tree.deps[participle] == "acl"
