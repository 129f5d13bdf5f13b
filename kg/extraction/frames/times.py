"""Whether a time is that of a predicate, or of something else that its sentence tells."""

from collections.abc import Sequence

from kg.extraction.frames.doers import tells_doing
from kg.extraction.frames.fillers import filler
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.surroundings import Surroundings
from kg.extraction.frames.tree import Tree

_BEFORE = frozenset(("against", "from"))


def is_of_another(
    tree: Tree, around: Surroundings, predicate: int, roles: Sequence[RoleFound], found: RoleFound
) -> bool:
    """Whether an argument is the time of something else."""
    if found.role != "TMP":
        return False
    is_of_verb = found.slot.path.startswith("dobj^") and not tells_doing(tree, predicate)
    return is_of_verb or _is_before(tree, around, roles, found.slot.token)


def _is_before(tree: Tree, around: Surroundings, roles: Sequence[RoleFound], time: int) -> bool:
    """Whether a time is when a number was another: "1985" in "it rose to 9 from 5 in 1985"."""
    return any(
        each.slot.token < time
        and tree.lower[each.slot.token] in _BEFORE
        and around.quantity(filler(tree, each.slot.token)) is not None
        for each in roles
    )
