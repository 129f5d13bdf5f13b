"""The names of the roles of an event's arguments."""

from dataclasses import replace

from kg.extraction.annotations import Argument
from kg.extraction.frames.doers import tells_doing
from kg.extraction.frames.event_types import Pattern, is_named_by
from kg.extraction.frames.fillers import counted, filler
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.surroundings import Surroundings
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_set

_TOLD_ELSEWHERE = frozenset(("control", "dobj^nsubj", "pobj^nsubj"))
_NO_RECIPIENTS = frozenset(("at", "for", "from", "in", "over", "through", "with"))
_OF_CHANGES = frozenset(("in", "of"))
_OBJECTS = frozenset(("dobj/act", "conj.dobj/act"))
_BEFORE_ORIGINS = frozenset(("from", "of", "off", "out"))


def name_of(
    tree: Tree,
    around: Surroundings,
    pattern: Pattern,
    predicate: int,
    found: RoleFound,
    mention: int | None,
) -> str | None:
    """The local name of the role that a pattern gives an argument, None where it has no part.

    Args:
        pattern: what the predicate is an event by.
        mention: the mention that the argument's main word is in.
    """
    token = found.slot.token
    inner = filler(tree, token)
    if tree.deps[token] == "compound" and is_named_by(tree, token):
        return None
    if tree.tags[tree.heads[token]].startswith("NN"):
        if tree.deps[token] == "compound" and around.is_place(mention):
            return "Place"
        if tree.ents[inner] in ("DATE", "TIME"):
            return "Time"
    preposition = _preposition(tree, around, found, mention)
    is_somebody = around.is_somebody(inner, mention) or _is_told_to_do(tree, found)
    is_number = around.quantity(inner) is not None
    if _is_amount(tree, pattern, found, preposition) and is_number:
        return "Amount"
    is_clause = tree.tags[inner].startswith("VB")
    name = pattern.role(found.role, preposition, is_clause, is_somebody, is_number)
    if name == "Actor" and not is_somebody and _is_of_be(tree, predicate, found):
        return None
    if name == "Actor" and found.slot.path in _OBJECTS:
        name = "Theme"  # "ships" in "they moved the ships", where the ships alone would move
    if name == "Actor":
        if around.is_thing(mention) and "alone" not in pattern.roles:
            return None
        is_change = "alone" in pattern.roles and tree.tags[predicate].startswith("NN")
        name = _actor(pattern, preposition, is_somebody, is_change)
    elif name == "Theme" and is_somebody:
        name = _theme(pattern, found, preposition)
    if name == "Recipient" and _is_no_recipient(tree, pattern, inner, preposition, is_number):
        return None
    if _is_mere_modifier(tree, pattern, name, token, is_somebody):
        return None
    if _has_another_part(tree, around, pattern, name, predicate, found):
        return None
    is_mapped = pattern.roles.get(preposition) == name
    return name if _may_be(tree, around, pattern, name, found, is_mapped) else None


def _actor(pattern: Pattern, preposition: str, is_somebody: bool, is_change: bool) -> str | None:
    """The role of what would be the actor: of a change "the deficit" in "the deficit's fall" is
    none, and so is what "of" stands before where it is nobody."""
    if is_change and preposition != "by":
        return None if is_somebody else "Theme"
    is_about = preposition == "of" and not is_somebody and _has(pattern, "Theme")
    return "Theme" if is_about else "Actor"


def _theme(pattern: Pattern, found: RoleFound, preposition: str) -> str:
    """The role of somebody who would be the theme: whom something is given or told to."""
    is_given = pattern.roles.get(found.role) == "Amount" and preposition == ""
    is_told = is_given or preposition == "to"
    return "Recipient" if is_told and _has(pattern, "Recipient") else "Theme"


def _is_no_recipient(
    tree: Tree, pattern: Pattern, inner: int, preposition: str, is_number: bool
) -> bool:
    if preposition in _NO_RECIPIENTS - pattern.roles.keys():
        return True
    return is_number and tree.lemmas[inner] in word_set("frames", "units")


def _is_mere_modifier(
    tree: Tree, pattern: Pattern, name: str | None, token: int, is_somebody: bool
) -> bool:
    """Whether a word before a noun says what kind it is: "cash" in "a cash merger"."""
    if is_somebody or tree.deps[token] not in ("amod", "compound", "nmod"):
        return False
    if tree.lower[token - 1 : token] == ["-"]:
        return True  # "term" in "long-term"
    is_manner = tree.lower[token] in word_set("frames", "manners") and name != pattern.roles.get(
        "alone"
    )
    return is_manner or name in ("Actor", "Recipient") or tree.tags[token].startswith("JJ")


def _has_another_part(
    tree: Tree,
    around: Surroundings,
    pattern: Pattern,
    name: str | None,
    predicate: int,
    found: RoleFound,
) -> bool:
    """Whether an argument cannot have a role where it stands, whatever the weights say."""
    token, inner = found.slot.token, filler(tree, found.slot.token)
    if name in ("Time", "Place"):
        return False
    if tree.tags[token].startswith("RB") or around.is_time(inner):
        return True
    is_quality = tree.tags[inner].startswith("JJ") and not counted(tree, inner)
    if name == "Theme" and is_quality:
        return True
    if tree.tags[inner] == "IN" or tree.lower[inner].endswith(("self", "selves")):
        return True
    if name == "Actor":
        return _is_done_to(tree, pattern, predicate, found.slot.path)
    is_doer = tree.deps[token] == "agent" and name == "Recipient"
    return is_doer and pattern.roles.get("ARG0") != "Recipient"


def _is_of_be(tree: Tree, predicate: int, found: RoleFound) -> bool:
    """Whether an argument is what a predicate is told to be: "the aim" in "the aim is to sell"."""
    return tree.lemmas[tree.heads[predicate]] == "be" and "^nsubj" in found.slot.path


def _is_done_to(tree: Tree, pattern: Pattern, predicate: int, path: str) -> bool:
    """Whether what would be the actor is told of by a verb of which the predicate is an object or a
    neighbour: "Roe" in "Roe welcomed the visit", "Roe was fined and ordered to leave"."""
    if "conj^nsubjpass" in path:
        return pattern.roles.get("ARG1") != "Actor"
    return path.startswith("dobj^") and not tells_doing(tree, predicate)


def _is_told_to_do(tree: Tree, found: RoleFound) -> bool:
    """Whether an object is told to do something, so that it must be somebody: "farms" in "asked
    farms to close"."""
    token = found.slot.token
    clause = tree.child(tree.heads[token], "xcomp")
    return found.slot.path == "dobj/act" and clause is not None and clause > token


def _has(pattern: Pattern, name: str) -> bool:
    return name in pattern.roles.values()


def _preposition(tree: Tree, around: Surroundings, found: RoleFound, mention: int | None) -> str:
    token = found.slot.token
    if found.slot.path.startswith("nsubj/") or found.slot.path in _TOLD_ELSEWHERE:
        return "subject"
    if tree.deps[token] == "poss":
        return "possessor"
    if tree.deps[token] == "compound":
        is_common = mention is None and not tree.tags[token].startswith("NNP")
        is_body = around.is_body(mention) or (is_common and around.is_somebody(token, None))
        return "body" if is_body else ""
    return tree.lower[token] if filler(tree, token) != token else ""


def _is_amount(tree: Tree, pattern: Pattern, found: RoleFound, preposition: str) -> bool:
    inner = filler(tree, found.slot.token)
    is_unit = tree.lemmas[inner] in word_set("frames", "units") and not counted(tree, inner)
    is_bare = preposition not in pattern.roles or pattern.roles[preposition] == "Amount"
    return (
        is_unit
        and (found.role in ("ARG0", "ARG1") or pattern.roles.get(found.role) == "Recipient")
        and _has(pattern, "Amount")
        and is_bare
    )


def _may_be(
    tree: Tree,
    around: Surroundings,
    pattern: Pattern,
    name: str | None,
    found: RoleFound,
    is_mapped: bool,
) -> bool:
    """Whether what an argument is, and the preposition before it, speak for a role; `is_mapped`
    where the pattern itself says what the preposition stands before."""
    token = found.slot.token
    inner = filler(tree, token)
    before = tree.lower[token] if inner != token else None
    if name == "Time":
        return before != "to" and (around.is_time(inner) or around.is_time(token))
    if name == "Place":
        return is_mapped or around.is_party(around.mention(inner))
    if before is None or is_mapped:
        return True
    if before in word_set("frames", "beside events") or (name == "Instrument" and before == "to"):
        return False
    if name == "Theme" and "alone" in pattern.roles:
        return before in _OF_CHANGES
    if name == "Origin":
        return before in _BEFORE_ORIGINS
    if name == "Amount":
        return before in word_set("frames", "before amounts")
    return name != "Actor" or before in word_set("frames", "before doers")


def with_what_changes(
    around: Surroundings, pattern: Pattern | None, arguments: tuple[Argument, ...]
) -> tuple[Argument, ...]:
    """The arguments, a thing that seems to act named for what it is where nothing else is it:
    "the deficit" in "the deficit fell 5 pct"."""
    alone = None if pattern is None else pattern.roles.get("alone")
    if alone is None or any(each.name == alone for each in arguments):
        return arguments
    return tuple(
        replace(each, name=alone)
        if each.name == "Actor" and not around.is_party(each.mention)
        else each
        for each in arguments
    )
