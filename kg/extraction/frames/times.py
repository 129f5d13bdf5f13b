"""Whether a time is that of a predicate, or of something else that its sentence tells."""

from collections.abc import Sequence

from kg.extraction.frames.doers import tells_doing
from kg.extraction.frames.fillers import filler
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.surroundings import Surroundings
from kg.extraction.frames.tree import Tree


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
