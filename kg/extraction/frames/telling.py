"""Whether the arguments of an event tell who does it or to whom it happens; whose a time is."""

from collections.abc import Sequence

from kg.extraction.annotations import Argument, EntityType
from kg.extraction.frames.doers import is_passive, tells_doing
from kg.extraction.frames.event_types import Pattern
from kg.extraction.frames.fillers import counted, filler, joined, named
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.surroundings import Surroundings
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_set

_BESIDE = frozenset(("Amount", "Place", "Time"))
# Set by claims and events that a person read: wrong was a third of those below, else a quarter.
_LEAST_SURE = 0.6


def lacks_doer(tree: Tree, pattern: Pattern, token: int, roles: Sequence[RoleFound]) -> bool:
    """Whether the text names nobody who does what an active verb, or a noun, says."""
    doers = {label for label, name in pattern.roles.items() if name == "Actor"}
    if not doers or any(each.role in {"ARG0", *doers} for each in roles):
        return False
    if not tree.tags[token].startswith("VB"):
        return _is_done_by_subject(tree, pattern, token, roles)
    return not is_passive(tree, token) and not _only_changes(tree, pattern, token)


def _is_done_by_subject(
    tree: Tree, pattern: Pattern, noun: int, roles: Sequence[RoleFound]
) -> bool:
    """Whether the subject of its clause has part in what a noun names: "during a visit to Oslo"."""
    before = tree.lower[tree.heads[noun]]
    needed = ("with",) if "with" in pattern.roles else ("of", "to")
    is_told_of = any(tree.lower[each.slot.token] in needed for each in roles)
    has_part = is_told_of and pattern.type in word_set("frames", "taken part in")
    in_course = has_part and before in word_set("frames", "in the course of")
    return in_course or before in word_set("frames", "by means of")


def _only_changes(tree: Tree, pattern: Pattern, token: int) -> bool:
    """Whether a verb says of a number that it changes, and not that somebody changes it."""
    return "alone" in pattern.roles and tree.child(token, "dobj") is None


def is_told(
    tree: Tree,
    around: Surroundings,
    pattern: Pattern,
    roles: Sequence[RoleFound],
    arguments: Sequence[Argument],
    *,
    done: bool,
) -> bool:
    """Whether the arguments tell for sure who does it or to whom it happens; of what nobody does,
    such as a flood, nothing. `done` is what `is_done` says of them."""
    if not done or "Actor" not in pattern.roles.values():
        return done
    doers = (r.slot.token for r, a in zip(roles, arguments, strict=True) if a.name == "Actor")
    mentions = (a.mention for a in arguments if a.name not in (None, *_BESIDE))
    is_known = all(_names_all(tree, around, each) for each in doers)
    return is_known and any(map(around.is_party, mentions))


def is_done(
    tree: Tree,
    around: Surroundings,
    pattern: Pattern,
    token: int,
    roles: Sequence[RoleFound],
    arguments: Sequence[Argument],
) -> bool:
    """Whether the arguments of a predicate have who does it, or what changes, where a reader must
    know that, and whether all that its type gives a role to, and who does it, can be sure."""
    found = list(zip(roles, arguments, strict=True))
    unsure = (r for r, a in found if a.name not in (None, *_BESIDE) and r.probability < _LEAST_SURE)
    if any(tree.lower[each.slot.token] not in pattern.roles for each in unsure):
        return False  # but what the type knows by its preposition is sure
    is_change = "alone" in pattern.roles
    central = _central(tree, pattern, token)
    names = {a.name for r, a in found if is_change or not _is_said_of(pattern, r, a)}
    if central and central.isdisjoint(names):
        return False
    if is_change:
        return True
    is_active = tree.tags[token].startswith("VB") and not is_passive(tree, token)
    needs_whom = is_active and pattern.type in word_set("frames", "done to something")
    if needs_whom and names.isdisjoint(("Recipient", "Theme")):
        return False  # "Roe appointed to lead the port", where Roe is appointed
    if "Actor" not in names and _is_done_by(tree, around, token):
        return False
    themes = {around.type_of(each.mention) for each in arguments if each.name == "Theme"}
    if EntityType.PERSON in themes and pattern.type in word_set("frames", "passed on"):
        return False  # "sent Roe to Oslo", where she changes no hands
    doers = [filler(tree, r.slot.token) for r, a in found if a.name == "Actor"]
    is_by_things = pattern.type in word_set("frames", "done by things")
    may_do = is_by_things or all(_may_do(tree, around, each) for each in doers)
    return may_do and all(_is_whole(tree, around, each) for each in doers)


def _is_whole(tree: Tree, around: Surroundings, doer: int) -> bool:
    """Whether all that stand joined before a doer do it with him: not "Roe" in "Mayor Roe and
    Governor Poe left", where the parse has him beside the governor alone."""
    parts = {doer, *joined(tree, doer)}
    before = (c for c in range(tree.edges(doer)[0], doer) if tree.deps[c] == "cc")
    heads = {tree.heads[c] for c in before if around.mention(c) is None} - parts
    return not any(tree.tags[head].startswith("NN") for head in heads)


def _is_done_by(tree: Tree, around: Surroundings, token: int) -> bool:
    """Whether "by" names somebody behind a word, whom the parse makes no doer: "Roe" in "it was
    given to the club by Roe"."""
    after = range(token, tree.edges(token)[1])
    fillers = (filler(tree, c) for c in after if tree.lower[c] == "by" and tree.deps[c] == "prep")
    return any(around.is_somebody(each, around.mention(each)) for each in fillers)


def _may_do(tree: Tree, around: Surroundings, token: int) -> bool:
    """Whether a word, or what it counts, names or may stand for somebody."""
    words = (token, named(tree, token), *counted(tree, token))
    return any(around.is_somebody(each, around.mention(each)) for each in words)


def _is_said_of(pattern: Pattern, found: RoleFound, argument: Argument) -> bool:
    """Whether an argument only says what a noun is about: "ships" in "the sale of ships", where
    somebody sells them, but not in "ship sales rose", nor "Roe" in "the arrest of Roe"."""
    is_whom = argument.name == "Recipient" and pattern.type in word_set("frames", "of people")
    is_object = argument.name in ("Theme", "Recipient") and not is_whom
    return is_object and found.slot.path.startswith("nprep")


def _names_all(tree: Tree, around: Surroundings, token: int) -> bool:
    """Whether all that are joined in an argument are known by their names: both "between" two."""
    others = joined(tree, filler(tree, token))
    names = [each for each in others if tree.tags[each].startswith("NNP")]
    is_whole = tree.lower[token] != "between" or bool(others)
    return is_whole and all(around.mention(each) is not None for each in names)


def _central(tree: Tree, pattern: Pattern, token: int) -> frozenset[str]:
    """The roles of which one must be filled; none where all may be open."""
    if not tree.tags[token].startswith("VB"):
        others = ["alone"] if "ARG0" in pattern.roles else ["ARG1", "ARG2"]
        keys = ["ARG0", "possessor", "body", *others]
    elif _only_changes(tree, pattern, token):
        keys = ["alone"]
    elif is_passive(tree, token):
        return frozenset()
    else:
        keys = ["ARG0", "subject"]
    return frozenset(pattern.roles[key] for key in keys if key in pattern.roles)


def is_of_another(
    tree: Tree, around: Surroundings, predicate: int, roles: Sequence[RoleFound], found: RoleFound
) -> bool:
    """Whether an argument is the time of something else: "its best result in nine years"."""
    if found.role != "TMP":
        return False
    token = found.slot.token
    is_span = tree.lower[token] == "in" and "JJS" in tree.tags[max(token - 3, 0) : token]
    inner = filler(tree, token)
    is_length = tree.tags[inner] == "NNS" or tree.lower[inner - 1] in ("a", "an")
    is_until = is_length and tree.lower[inner + 1 : inner + 2] in (["after"], ["before"])
    is_of_verb = found.slot.path.startswith("dobj^") and not tells_doing(tree, predicate)
    return is_span or is_until or is_of_verb or _is_before(tree, around, roles, token)


def _is_before(tree: Tree, around: Surroundings, roles: Sequence[RoleFound], time: int) -> bool:
    """Whether a time is when a number was another: "1985" in "it rose to 9 from 5 in 1985"."""
    others = (each.slot.token for each in roles if each.slot.token < time)
    before = (filler(tree, each) for each in others if tree.lower[each] in ("against", "from"))
    return any(around.quantity(each) is not None for each in before)
