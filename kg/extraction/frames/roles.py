"""The arguments of predicates and their roles, by the tables of weights and the heads."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kg.extraction.frames.doers import is_light, told_by_verbs
from kg.extraction.frames.event_types import event_lexicon, names_of
from kg.extraction.frames.features import (
    Predicate,
    argument_features,
    predicate_features,
    predicate_kind,
)
from kg.extraction.frames.fillers import filler
from kg.extraction.frames.heads import Readings
from kg.extraction.frames.slots import Slot, slots
from kg.extraction.frames.tree import Tree
from kg.extraction.frames.weights import read_weights
from kg.extraction.wordlists import word_set

# Set on the development files: what is missed weighs as much as what is invented.
_LEAST_PREDICATE = 0.55
_LEAST_NOUN = 0.85
_LEAST_COMPLEMENT = 0.75  # of a noun that something is told to be
_LEAST_EVENT = 0.15  # of a noun that names a type of event
_LEAST_LIGHT = 0.1  # of such a noun after a verb that only says that it takes place
_NONE_WEIGHT = 0.7
_NONE_WEIGHT_ABOVE = 0.3  # for what a verb shares with those that govern it
_LEAST_ROLE = 0.02
_AT_ONCE = 1000  # predicates; more would take much memory in a long document


class RoleFound(NamedTuple):
    """A word that fills a role of a predicate, and how likely it does."""

    role: str
    slot: Slot
    probability: float


def find_predicates(tree: Tree, readings: Readings | None = None) -> list[int]:
    """The tokens that are predicates, in order; with what the encoder read where it did."""
    kinds = ((token, predicate_kind(tree, token)) for token in range(len(tree.tags)))
    asked = [(token, kind) for token, kind in kinds if kind is not None]
    if not asked:
        return []
    added = None if readings is None else readings.predicates(*zip(*asked, strict=True))
    features = (predicate_features(tree, token, kind) for token, kind in asked)
    likely = read_weights("predicates").probabilities(features, added)[:, 1].tolist()
    found = zip(asked, likely, strict=True)
    return [token for (token, kind), sure in found if _is_predicate(tree, token, kind, sure)]


def _is_predicate(tree: Tree, token: int, kind: str, sure: float) -> bool:
    """Whether a word is taken for a predicate, so likely is it; always with "not" before a verb or
    adjective, never where a noun names a thing."""
    if kind[-1] in "vj" and tree.lower[token - 1 : token] == ["not"]:
        return True
    if kind[-1] in "nv" and _names_thing(tree, token):
        return False
    return sure > _LEAST_NOUN or (sure > _LEAST_LIGHT and sure > _least(tree, token, kind))


def _least(tree: Tree, token: int, kind: str) -> float:
    """How likely a word of a kind must be a predicate to be taken for one."""
    if event_lexicon().nouns.keys().isdisjoint(names_of(tree, token)):
        if tree.deps[token] == "attr":
            return _LEAST_COMPLEMENT
        return _LEAST_NOUN if kind[-1] in "nN" else _LEAST_PREDICATE
    return _LEAST_LIGHT if is_light(tree, tree.heads[token], token) else _LEAST_EVENT


def _names_thing(tree: Tree, word: int) -> bool:
    """Whether a word names what there is and not what happens: "prices", "in order to"."""
    around = " ".join(tree.lower[max(0, word - 1) : word + 2])
    is_thing = tree.lemmas[word] in word_set("frames", "things") and tree.tags[word][:2] == "NN"
    return is_thing or around in word_set("frames", "idioms")


def find_roles(
    tree: Tree, predicates: Sequence[int], readings: Readings | None = None
) -> list[list[RoleFound]]:
    """The arguments of each predicate; a numbered role has one at most, the likeliest."""
    starts = range(0, len(predicates), _AT_ONCE)
    parts = (predicates[start : start + _AT_ONCE] for start in starts)
    return [found for part in parts for found in _roles_of(tree, part, readings)]


def _roles_of(
    tree: Tree, predicates: Sequence[int], readings: Readings | None
) -> list[list[RoleFound]]:
    asked = [(token, slot) for token in predicates for slot in _asked(tree, token)]
    likely: dict[int, list[RoleFound]] = {token: [] for token in predicates}
    if asked:
        for token, found in _likely(tree, asked, readings):
            likely[token].append(found)
    return [
        _consistent([*found, *(RoleFound(*each, 1.0) for each in told_by_verbs(tree, token))])
        for token, found in likely.items()
    ]


def _asked(tree: Tree, predicate: int) -> list[Slot]:
    weights = read_weights("roles")
    found = (slot for slot in slots(tree, predicate) if slot.path in weights)
    return [each for each in found if not tree.is_signature(filler(tree, each.token))]


def _likely(
    tree: Tree, asked: Sequence[tuple[int, Slot]], readings: Readings | None
) -> Iterator[tuple[int, RoleFound]]:
    """By predicate, what each word may be to it, the class for nothing among them."""
    weights, added = read_weights("roles"), None
    if readings is not None:
        fillers = [filler(tree, slot.token) for _, slot in asked]
        paths = [slot.path for _, slot in asked]
        added = readings.roles([token for token, _ in asked], fillers, paths)
    known = {token: Predicate.of(tree, token) for token in dict(asked)}
    features = (argument_features(tree, known[token], slot) for token, slot in asked)
    likely = weights.probabilities(features, added)
    likely[:, 0] *= [
        _NONE_WEIGHT_ABOVE if _may_share(tree, known[token], slot) else _NONE_WEIGHT
        for token, slot in asked
    ]
    for row, number in np.argwhere(likely > _LEAST_ROLE).tolist():
        token, slot = asked[row]
        yield token, RoleFound(weights.classes[number], slot, float(likely[row, number]))


def _may_share(tree: Tree, predicate: Predicate, slot: Slot) -> bool:
    """Whether a slot is one that a verb has together with what governs it."""
    if "^" not in slot.path or not tree.tags[predicate.token].startswith("VB"):
        return False
    return predicate.governor not in word_set("frames", "of others")


def _consistent(likely: list[RoleFound]) -> list[RoleFound]:
    none = read_weights("roles").classes[0]
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
