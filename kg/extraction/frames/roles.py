"""The arguments of predicates and their roles, by the tables of weights."""

from __future__ import annotations

from typing import NamedTuple

from kg.extraction.frames.event_types import event_lexicon
from kg.extraction.frames.features import (
    Predicate,
    argument_features,
    predicate_features,
    predicate_kind,
)
from kg.extraction.frames.slots import Slot, slots
from kg.extraction.frames.tree import Tree
from kg.extraction.frames.weights import Weights, read_weights
from kg.extraction.wordlists import word_set

# Set on the development files: what is missed weighs as much as what is invented.
_LEAST_PREDICATE = 0.55
_LEAST_EVENT = 0.15  # of a noun that names a type of event
_LEAST_LIGHT = 0.1  # of such a noun after a verb that only says that it takes place
_NONE_WEIGHT = 0.7
_LEAST_ROLE = 0.02


class RoleFound(NamedTuple):
    """A word that fills a role of a predicate, and how likely it does."""

    role: str
    slot: Slot
    probability: float


def find_predicates(tree: Tree) -> list[int]:
    """The tokens that are predicates, in order."""
    weights = read_weights("predicates")
    return [token for token in range(len(tree.tags)) if _is_predicate(tree, token, weights)]


def _is_predicate(tree: Tree, token: int, weights: Weights) -> bool:
    kind = predicate_kind(tree, token)
    if kind is None:
        return False
    least = _LEAST_PREDICATE
    if tree.lemmas[token] in event_lexicon().nouns:
        least = _LEAST_LIGHT if is_light(tree, tree.heads[token], token) else _LEAST_EVENT
    return weights.probabilities(predicate_features(tree, token, kind))[1] > least


def is_light(tree: Tree, verb: int, thing: int) -> bool:
    """Whether a verb only says that what a noun names takes place: "made an attack"."""
    objects = ("dobj", "nsubjpass")
    return tree.deps[thing] in objects and tree.lemmas[verb] in word_set("frames", "light verbs")


def find_roles(tree: Tree, token: int) -> list[RoleFound]:
    """The arguments of a predicate; a numbered role has one at most, the likeliest."""
    weights, predicate = read_weights("roles"), Predicate.of(tree, token)
    likely: list[RoleFound] = []
    for slot in slots(tree, token):
        if slot.path in weights and not tree.is_signature(slot.token):
            found = weights.probabilities(argument_features(tree, predicate, slot))
            found[0] *= _NONE_WEIGHT
            likely += [
                RoleFound(role, slot, probability)
                for role, probability in zip(weights.classes, found, strict=True)
                if probability > _LEAST_ROLE
            ]
    return _with_doer(tree, token, _consistent(likely, weights.classes[0]))


def _with_doer(tree: Tree, noun: int, roles: list[RoleFound]) -> list[RoleFound]:
    """The arguments of an event's noun with who does it, told by the verb before it alone: "Roe" in
    "Roe held talks"."""
    verb = tree.heads[noun]
    told = tree.deps[noun] == "dobj" and tree.lemmas[verb] in word_set("frames", "done by subject")
    if not told or tree.lemmas[noun] not in event_lexicon().nouns:
        return roles
    subject = tree.child(verb, "nsubj")
    if subject is None or any(r.role == "ARG0" or r.slot.token == subject for r in roles):
        return roles
    return [RoleFound("ARG0", Slot("dobj^nsubj", subject), 1.0), *roles]


def _consistent(likely: list[RoleFound], none: str) -> list[RoleFound]:
    decided: set[int] = set()
    taken: set[str] = set()
    roles: list[RoleFound] = []
    for found in sorted(likely, key=lambda each: -each.probability):
        if found.slot.token in decided or found.role in taken:
            continue
        decided.add(found.slot.token)
        if found.role != none:
            roles.append(found)
            if found.role.startswith("ARG"):
                taken.add(found.role)
    return sorted(roles, key=lambda each: each.slot.token)
