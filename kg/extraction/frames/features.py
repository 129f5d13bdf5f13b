"""What the tables of weights are asked about: features of predicates and of their arguments.

A feature is a string that a person can read, such as "dobj/act=troops" or "n=dispatch".
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.frames.fillers import filler
from kg.extraction.frames.slots import Slot, path_label
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_lists


def predicate_kind(tree: Tree, token: int) -> str | None:
    """Whether a word is a verb ("v"), noun ("n") or adjective ("j"); "m" before it where it
    modifies a noun, "a" where it is an auxiliary; "N" for names. None for other words."""
    tag, dep = tree.tags[token], tree.deps[token]
    kind = "N" if tag.startswith("NNP") else {"VB": "v", "NN": "n", "JJ": "j"}.get(tag[:2])
    if kind is None:
        return None
    if dep in ("amod", "compound", "nmod"):
        return "m" + kind
    return "a" + kind if kind == "v" and dep.startswith("aux") else kind


def predicate_features(tree: Tree, token: int, kind: str) -> list[str]:
    """What is known of a word that may be a predicate; `kind` is that of `predicate_kind`."""
    word, dep, head = tree.lower[token], tree.deps[token], tree.heads[token]
    lemma = f"{kind}={tree.lemmas[token]}"
    features = [
        kind,
        lemma,
        f"{lemma}@{dep}",
        *(f"{kind}-{word[-length:]}" for length in (3, 4, 5)),
        f"{kind}@{dep}",
        f"{tree.tags[token]}@{dep}",
        f"{kind}#{tree.ents[token]}",
    ]
    if kind[-1] == "v":
        own = (f"{kind}>{tree.deps[c]}" for c in tree.children[token])
        return [*features, f"{kind}^{tree.tags[head]}@{dep}", *own]
    features.append(f"{kind}^{tree.lemmas[head]}@{dep}")
    for child in tree.children[token]:
        features += _of_noun_child(tree, kind, word, child)
    if not tree.children[token]:
        features.append(f"{kind}>")
    return features


def _of_noun_child(tree: Tree, kind: str, word: str, child: int) -> list[str]:
    dep = tree.deps[child]
    if dep == "prep":
        label = f"{kind}>{path_label(tree, child)}"
        return [label, f"{label}-{word[-4:]}"]
    if dep == "poss":
        return [f"{kind}>poss-{word[-3:]}"]
    if dep in ("acl", "relcl", "det"):
        return [f"{kind}>{path_label(tree, child)}"]
    return [f"{kind}>{dep}"] if dep in ("compound", "amod", "nummod") else []


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate as the weights of arguments know it.

    Attributes:
        token: its index.
        lemma: with its particle: "break_out".
        signature: a letter for each part it has: s subject, p passive subject, o object…
        object: the lemma of its object or complement, "" without one.
        governor, relation: the lemma of its head, and what it is to it.
    """

    token: int
    lemma: str
    signature: str
    object: str
    governor: str
    relation: str

    @classmethod
    def of(cls, tree: Tree, token: int) -> Predicate:
        """The predicate that a token is."""
        lemma, thing, signs = tree.lemmas[token], "", set()
        for child in tree.children[token]:
            dep = tree.deps[child]
            signs.add(word_lists("frames")["signs"].get(dep, ""))
            if dep == "prt":
                lemma += f"_{tree.lower[child]}"
            elif dep in ("dobj", "attr", "acomp") and not thing:
                thing = tree.lemmas[child]
        head = tree.heads[token]
        return cls(token, lemma, "".join(sorted(signs)), thing, tree.lemmas[head], tree.deps[token])


def argument_features(tree: Tree, predicate: Predicate, slot: Slot) -> list[str]:
    """What is known of a word that may be an argument."""
    path, token = slot
    inner = filler(tree, token)
    word, kind, lemma = tree.lemmas[inner], _word_class(tree, inner), predicate.lemma
    last = path.partition("|")[0]
    if not last.endswith("^"):
        last = last.rpartition("^")[2]
    base = path.partition("/")[0].rstrip("<>")
    features = [
        path,
        f"{path} {lemma}",
        f"{path}#{kind}",
        f"{path}={word}",
        f"{path}~{predicate.signature}",
        f"{base}~{predicate.signature} {lemma}",
        f"{base} {lemma}",
        f"..{last}={word}",
        f"..{last}#{kind}",
        f"{tree.deps[token]}:={word}",
        f"#{kind} {lemma}",
    ]
    if predicate.object:
        features.append(f"{base} {lemma}+{predicate.object}")
    if inner != token:
        word_of = tree.lower[token]
        features += [f"{word_of}:={word}", f"{word_of}:#{kind}", f"{word_of}: {lemma}"]
    if tree.deps[token] in ("advcl", "ccomp", "xcomp"):
        features.append(f"{path_label(tree, token)}: {lemma}")
    if "^" in path:
        features += [f"{path} ^{predicate.governor}", f"{path} ^@{predicate.relation}"]
    if word.endswith("ly"):
        features.append(f"..{last}-ly")
    return features


def _word_class(tree: Tree, token: int) -> str:
    tag = tree.tags[token]
    if found := word_lists("frames")["classes"].get(tree.ents[token]):
        return str(found)
    if any(tree.deps[c] == "nummod" for c in tree.children[token]):
        return "number"
    if tag.startswith("PRP"):
        return "pronoun"
    if tag.startswith("RB"):
        return "ly" if tree.lower[token].endswith("ly") else "RB"
    return tag if tag.startswith("V") else tag[:2]
