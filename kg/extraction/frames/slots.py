"""Slots: where words stand to a predicate, by the path through the parse that leads to them.

"nsubj/act" is the subject of an active verb, "prep:to>/act" a phrase with "to" behind one;
"xcomp:to^nsubj|act" the subject of the verb whose infinitive it is ("they agreed to leave"), and
"relcl:nsubj^|act" the noun whose relative clause it heads ("the ship that left").
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_set

_LONGEST_PATH = 4


class Slot(NamedTuple):
    """A word that may be an argument, and the path that leads to it."""

    path: str
    token: int


def slots(tree: Tree, predicate: int) -> list[Slot]:
    """The words that may be arguments of a predicate, each once, by its first path."""
    found: dict[int, Slot] = {}
    for slot in _all(tree, predicate):
        if slot.token != predicate:
            found.setdefault(slot.token, slot)
    return list(found.values())


def _all(tree: Tree, predicate: int) -> Iterator[Slot]:
    form = verb_form(tree, predicate)
    yield from _below(tree, predicate, form)
    yield from _above(tree, predicate, form)


def _below(tree: Tree, predicate: int, form: str) -> Iterator[Slot]:
    own = [c for c in tree.children[predicate] if not _is_skipped(tree, predicate, c)]
    labels = [(_sided(tree, predicate, c), c) for c in own]
    labels += [
        (f"{label.rstrip('<>')}.{path_label(tree, borne)}", borne)
        for label, child in labels
        if child > predicate and tree.deps[child] in word_set("frames", "bearers")
        for borne in tree.children[child]
        if borne > child and tree.deps[borne] in word_set("frames", "borne")
    ]
    shared = _shared_objects(tree, predicate)
    labels += [("conj.dobj", c) for c in shared]
    if form in ("n", "j"):
        yield from (Slot(form + label, child) for label, child in labels)
        return
    voice = "pas" if form.startswith(("pas", "en")) else "act"
    has_object = bool(shared) or tree.child(predicate, "dobj", "ccomp", "xcomp") is not None
    subject = form[:3] + "o" * has_object
    for label, child in labels:
        yield Slot(f"{label}/{subject if label.startswith('nsubj') else voice}", child)


def _shared_objects(tree: Tree, verb: int) -> list[int]:
    """What is the object of a verb and of the one after it: "ships" in "bought and sold ships"."""
    second = verb + 2
    if second >= len(tree.deps) or tree.deps[verb + 1] != "cc" or tree.deps[second] != "conj":
        return []
    if tree.heads[second] != verb or tree.child(verb, "dobj") is not None:
        return []
    return [c for c in tree.children[second] if tree.deps[c] == "dobj"]


def _is_skipped(tree: Tree, predicate: int, child: int) -> bool:
    dep = tree.deps[child]
    if dep in word_set("frames", "skipped") or tree.tags[child] == "_SP":
        return True
    is_article = dep == "det" and tree.lower[child] not in ("no", "any", "what", "which")
    return is_article or (dep == "cc" and child > predicate)


def _sided(tree: Tree, predicate: int, child: int) -> str:
    label = path_label(tree, child)
    if tree.deps[child] in word_set("frames", "one-sided"):
        return label
    return label + ("<" if child < predicate else ">")


def _above(tree: Tree, predicate: int, form: str) -> Iterator[Slot]:
    subjects = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
    has_subject = tree.child(predicate, *subjects) is not None
    ending = f"|{form}{'s' if has_subject else ''}"
    token, path = predicate, ""
    for step in range(_LONGEST_PATH):
        dep, head = tree.deps[token], tree.heads[token]
        if head == token or dep not in word_set("frames", "climbed"):
            return
        path += _climbed(tree, token) + "^"
        yield Slot(path + ending, head)
        is_shared = step == 0 and dep in ("conj", "dobj", "attr", "acomp")
        phrases = word_set("frames", "shared phrases") if is_shared else frozenset[str]()
        beside = word_set("frames", "beside") | phrases
        for child in tree.children[head]:
            if child != token and tree.deps[child] in beside:
                yield Slot(path + path_label(tree, child) + ending, child)
        token = head


def _climbed(tree: Tree, token: int) -> str:
    dep = tree.deps[token]
    if dep == "relcl":
        return f"relcl:{_gap(tree, token)}"
    if dep == "xcomp" and tree.child(tree.heads[token], "dobj") is not None:
        return path_label(tree, token) + "+o"
    return dep if dep in ("prep", "agent") else path_label(tree, token)


def _gap(tree: Tree, verb: int) -> str:
    """What a clause's relative pronoun is to its verb; without one "0", "0o" beside an object."""
    for child in tree.children[verb]:
        tags = [tree.tags[t] for t in (child, *tree.children[child])]
        if not {"WDT", "WP", "WP$", "WRB"}.isdisjoint(tags):
            return "poss" if "WP$" in tags else tree.deps[child]
    return "0" if tree.child(verb, "dobj") is None else "0o"


def path_label(tree: Tree, token: int) -> str:
    """What a token is to its head, with the word that tells more: "prep:to", "advcl:because"."""
    dep = tree.deps[token]
    if dep in ("prep", "agent", "det", "prt"):
        return f"{dep}:{tree.lower[token]}"
    if dep not in ("advcl", "ccomp", "xcomp", "acl", "relcl"):
        return dep
    has_auxiliary = False
    for child in tree.children[token]:
        own, tag = tree.deps[child], tree.tags[child]
        if own == "mark" or (own == "aux" and tag == "TO") or (own == "advmod" and tag == "WRB"):
            return f"{dep}:{tree.lower[child]}"
        has_auxiliary = has_auxiliary or own in ("aux", "auxpass")
    form = "fin" if has_auxiliary else {"VBG": "ing", "VBN": "en"}.get(tree.tags[token], "fin")
    return f"{dep}:{form}"


def verb_form(tree: Tree, token: int) -> str:
    """The form of a predicate: "n" a noun, "j" an adjective, "x" another word; of a verb its voice,
    "act" or "pas", with "to" for an infinitive and "ing" for a participle, "en" for a passive
    participle without an auxiliary."""
    tag = tree.tags[token]
    if not tag.startswith("VB"):
        return {"N": "n", "J": "j"}.get(tag[0], "x")
    deps = {tree.deps[c] for c in tree.children[token]}
    auxiliaries = {tree.lower[c] for c in tree.children[token] if tree.deps[c] == "aux"}
    is_told = not deps.isdisjoint(("auxpass", "nsubjpass"))
    passive = is_told or (tag == "VBN" and auxiliaries.isdisjoint(word_set("frames", "perfect")))
    if "to" in auxiliaries:
        return "pasto" if passive else "actto"
    if tag == "VBG" and not auxiliaries:
        return "pasing" if passive else "acting"
    return ("pas" if tag != "VBN" or is_told else "en") if passive else "act"
