"""The words that fill a slot: which tells what it is, which stand beside it, how far it reaches."""

from collections.abc import Iterable

from kg.extraction.annotations import Span
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_set

_ALTERNATIVE = frozenset(("or", "nor", "but"))
_LONGEST_NAME = 10


def filler(tree: Tree, token: int) -> int:
    """The word that fills a slot: of a phrase with a preposition the noun or verb in it."""
    if tree.deps[token] in ("prep", "agent", "dative", "prt"):
        inner = tree.child(token, "pobj", "pcomp")
        return token if inner is None else inner
    return token


def filler_word(tree: Tree, token: int) -> str:
    """What fills a slot in one word: of an amount what is counted; of a name all its words."""
    token = _in_brackets(tree, token)
    if any(tree.lemmas[token] in word_set("frames", key) for key in ("amounts", "units")):
        return next((tree.lemmas[each] for each in counted(tree, token)), tree.lemmas[token])
    if tree.tags[token] not in ("NNP", "NNPS"):
        return tree.lemmas[token]
    first = token
    while first - 1 in tree.children[token] and tree.tags[first - 1].startswith("NNP"):
        first -= 1
    return " ".join(tree.lower[first : token + 1])


def named(tree: Tree, token: int) -> int:
    """The name beside a description, else the word: for "minister" in "the minister, Roe" "Roe",
    for "agency" in "the Harbour news agency" "Harbour"."""
    if tree.tags[token] not in ("NN", "NNS") and tree.ents[token] != "NORP":
        return _in_brackets(tree, token)
    is_named = tree.lemmas[token] in word_set("frames", "named before")
    own = (c for c in tree.children[token] if tree.tags[c].startswith("NNP"))
    apart = [c for c in own if c > token or (is_named and tree.ents[c] == "ORG")]
    names = [c for c in apart if c < token or tree.deps[c] == "appos"]
    nearest = min(names, key=lambda c: (c < token, abs(c - token)), default=None)
    return _in_brackets(tree, token) if nearest is None else nearest


def _in_brackets(tree: Tree, token: int) -> int:
    """The last word of a name in brackets where a token opens them, as in "<Harbour Bank Inc>"; of
    a name and its sign the last of the name, as in "Harbour Bank Inc <HBI>"; else the token."""
    if tree.lower[token] == "<":
        after = tree.lower[token + 1 : token + _LONGEST_NAME]
        token += after.index(">") if ">" in after else 0
    has_name_before = token > 1 and tree.lower[token - 1] == "<"
    return token - 2 if has_name_before and tree.tags[token - 2].startswith("NNP") else token


def counted(tree: Tree, token: int) -> list[int]:
    """What an amount is of: "shares" for "dollars" in "ten dollars of shares"."""
    is_amount = tree.lemmas[token] in word_set("frames", "amounts")
    if not (is_amount or any(tree.deps[c] == "nummod" for c in tree.children[token])):
        return []
    found = (c for c in tree.children[token] if tree.deps[c] == "prep" and tree.lower[c] == "of")
    return [inner for each in found if (inner := filler(tree, each)) != each]


def main_word(tree: Tree, token: int) -> int:
    """The word that tells what an argument is: what an amount is of, a name beside its noun."""
    if tree.lemmas[token] in word_set("frames", "amounts"):
        return next(iter(counted(tree, token)), token)
    return named(tree, token)


def relative_pronoun(tree: Tree, predicate: int, token: int) -> int | None:
    """The pronoun that stands for a word in the clause that is about it: "which" for "ship" in "the
    ship, which hit a mine and sank"."""
    verb = predicate
    while tree.deps[verb] in ("conj", "xcomp") and tree.heads[verb] != verb:
        verb = tree.heads[verb]
    if tree.deps[verb] != "relcl" or tree.heads[verb] != token:
        return None
    words = (word for child in tree.children[verb] for word in (child, *tree.children[child]))
    return next((word for word in words if tree.tags[word] in ("WDT", "WP")), None)


def joined(tree: Tree, token: int) -> list[int]:
    """The words that "and" or the like joins to one, in order, also with its preposition: "by Roe
    and by Poe"; none where it may be one of them."""
    head, own = tree.heads[token], tree.children[token]
    phrases = tree.children[head] if tree.deps[token] == "pobj" else []
    if any(tree.deps[c] == "cc" and tree.lower[c] in _ALTERNATIVE for c in (*own, *phrases)):
        return []
    beside = {token, named(tree, token)}
    found = [c for each in beside for c in tree.children[each] if tree.deps[c] == "conj"]
    alike = (c for c in phrases if tree.deps[c] == "conj" and tree.lower[c] == tree.lower[head])
    found += [inner for c in alike if (inner := tree.child(c, "pobj")) is not None]
    found += [c for c in own if _is_next(tree, c) and tree.child(c, "conj") is not None]
    return sorted({*found, *(more for each in found for more in joined(tree, each))})


def included(tree: Tree, token: int) -> list[int]:
    """Those of what fills a slot, or beside it, that "including" or "along with" names: "Roe" and
    "Doe" in "six were held, including Roe and Doe"."""
    verb = tree.heads[token]
    is_nearest = tree.deps[token] == "dobj" or tree.child(verb, "dobj") is None
    beside = (c for c in tree.children[verb] if is_nearest or c < verb)
    after = [c for c in (*tree.children[token], *beside) if c > token]
    first = [filler(tree, c) for c in after if tree.lower[c] == "including"]
    with_ = (tree.child(c, "prep") for c in after if tree.lower[c] in ("along", "together"))
    first += [filler(tree, c) for c in with_ if c is not None and tree.lower[c] == "with"]
    later = [each for one in first for each in range(*tree.edges(one)) if _is_next(tree, each)]
    return [each for one in (*first, *later) for each in (one, *joined(tree, one))]


def _is_next(tree: Tree, token: int) -> bool:
    """Whether a name is the next of a list, which the parser attaches to a name in the description
    of the one before: "Doe" in "Ana Roe, wife of Jo Poe, Lee Doe"."""
    kind = tree.ents[token]
    is_alike = kind == tree.ents[tree.heads[token]] and kind in ("ORG", "PERSON")
    return tree.deps[token] == "appos" and is_alike


def extent(tree: Tree, predicate: int, token: int, others: Iterable[int]) -> Span:
    """The span of the words below a token, without the clause that holds the predicate and without
    what follows the token as another argument; without punctuation at the ends, or "and" behind."""
    first, last = tree.edges(token)
    for other in others:
        if other > token and tree.heads[other] == token:
            last = min(last, tree.edges(other)[0] - 1)
    if first <= predicate <= last:
        start, end = tree.edges(_below(tree, token, predicate))
        first, last = (first, start - 1) if start > token else (end + 1, last)
    while last > first and (tree.is_filling(last) or tree.deps[last] == "cc"):
        last -= 1
    while first < last and tree.is_filling(first):
        first += 1
    return tree.span(min(first, token), max(last, token))


def _below(tree: Tree, token: int, descendant: int) -> int:
    """The dependant of a token whose tree holds a descendant; itself where it is none."""
    while tree.heads[descendant] not in (token, descendant):
        descendant = tree.heads[descendant]
    return descendant
