"""Whether and when what a predicate says is so: negation, modality, tense, condition."""

from collections.abc import Container, Set
from dataclasses import dataclass

from kg.extraction.annotations import Tense
from kg.extraction.cues import cue_lexicon
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_lists, word_set

_DEPTH = 12
_AUXILIARIES = frozenset(("aux", "auxpass"))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """With the meaning of the fields of `Frame`; `is_fact` is whether its own words and those that
    govern it say that it is so."""

    negated: bool
    modality: str | None
    tense: Tense | None
    conditional: bool
    is_fact: bool


def circumstances(
    tree: Tree,
    token: int,
    shared: Set[str] = frozenset(),
    reported: Container[int] = (),
    content: Container[int] = (),
) -> Circumstances:
    """What the words around a predicate tell.

    Args:
        token: the predicate.
        shared: the modal and negative words that are arguments of it and belong to a verb
            before it: "may" for "sink" in "may burn and sink".
        reported: the tokens that somebody says: what is outside them is not governed by them,
            whatever the parse has.
        content: those of the innermost content that it is in.
    """
    bearer = _bearer(tree, token)
    negated = not shared.isdisjoint(word_set("frames", "negative")) or any(
        _is_negated(tree, each) for each in {token, bearer}
    )
    modality, tense = _modality(tree, bearer, shared), _tense(tree, bearer, shared)
    if modality is not None and _is_condition(tree, bearer, ()):
        modality = None  # "should Roe win" does not say that she should
    conditional = _is_conditional(tree, bearer)
    fact = not (negated or modality or conditional or tense is Tense.FUTURE)
    comes_true = not _is_not_yet(tree, token) and _comes_true(tree, token, reported, content)
    if modality is None and token in content and not comes_true:
        modality = "Open"
    return Circumstances(negated, modality, tense, conditional, fact and comes_true)


def _bearer(tree: Tree, token: int) -> int:
    """The verb that carries tense and negation: of a complement the copula, of a verb itself."""
    head = tree.heads[token]
    if tree.deps[token] in ("attr", "acomp") and tree.lemmas[head] == "be":
        return head
    return token


def _is_negated(tree: Tree, token: int) -> bool:
    negative = word_set("frames", "negative")
    for child in tree.children[token]:
        dep = tree.deps[child]
        is_sign = dep in ("neg", "det", "advmod", "preconj", "cc") and tree.lower[child] in negative
        if is_sign and not _compares(tree, child):
            return child < token or dep == "neg"
        if dep == "advmod" and child < token and _falls_short(tree, child):
            return True
        if dep in ("nsubj", "nsubjpass", "dobj") and _has_no(tree, child):
            return True
    if _is_about_to(tree, token):
        return _is_negated(tree, tree.heads[token])
    if tree.lower[max(token - 2, 0) : token] in (["rather", "than"], ["instead", "of"]):
        return True
    return _is_after_nor(tree, token) or _comes_to_nothing(tree, token)


def _compares(tree: Tree, sign: int) -> bool:
    """Whether "no" only says how much: "there is no more important task"."""
    tag = tree.tags[sign + 2] if sign + 2 < len(tree.tags) else ""
    return tree.lower[sign + 1 : sign + 2] == ["more"] and tag.startswith("JJ")


def _is_about_to(tree: Tree, verb: int) -> bool:
    """Whether a verb is in the future with "going to": "sell" in "is going to sell"."""
    return tree.deps[verb] == "xcomp" and tree.lower[tree.heads[verb]] == "going"


def _is_after_nor(tree: Tree, token: int) -> bool:
    """Whether a verb stands after "nor": "denied" in "neither confirmed nor denied"."""
    head = tree.heads[token]
    joining = (c for c in tree.children[head] if tree.lower[c] == "nor")
    return tree.deps[token] == "conj" and any(head < c < token for c in joining)


def _falls_short(tree: Tree, adverb: int) -> bool:
    """Whether an adverb says that something is so no more, or all but is: "no longer", "nearly"."""
    if tree.tags[tree.heads[adverb]] not in ("VB", "VBD", "VBP", "VBZ", "VBN"):
        return False
    longer = tree.lower[adverb] in ("longer", "more") and tree.lower[adverb - 1] == "no"
    return longer or tree.lower[adverb] in word_set("frames", "all but")


def _has_no(tree: Tree, noun: int) -> bool:
    """Whether a noun has "no" before it, or is "nobody" or the like."""
    if tree.lower[noun] in ("nobody", "nothing", "none"):
        return tree.lower[noun + 1 : noun + 2] != ["but"]
    return any(tree.deps[c] == "det" and tree.lower[c] == "no" for c in tree.children[noun])


def _comes_to_nothing(tree: Tree, token: int) -> bool:
    dep, head = tree.deps[token], tree.heads[token]
    if tree.tags[token].startswith("NN"):
        return _is_called_off(tree, token)
    if dep == "xcomp":
        return tree.lemmas[head] in word_set("frames", "come to nothing")
    if dep == "acl" and _is_infinitive(tree, token):
        return _is_called_off(tree, head)
    if dep != "pcomp":
        return False
    governor = tree.heads[head]
    return tree.lower[head] == "without" or (
        tree.lower[head] == "from"
        and tree.lemmas[governor] in word_set("frames", "come to nothing")
    )


def _is_not_yet(tree: Tree, noun: int) -> bool:
    """Whether what a noun names is only planned, possible or tried: "the proposed merger"."""
    deps = ("acl", "amod", "advmod", "compound")
    modifiers = (c for c in tree.children[noun] if tree.deps[c] in deps)
    return tree.tags[noun].startswith("NN") and any(
        tree.lower[c] in word_set("frames", "not yet") for c in modifiers
    )


def _is_called_off(tree: Tree, noun: int) -> bool:
    """Whether what a noun names is called off, put off or not made: "cancelled the deal", "a delay
    in the delivery", "had no talks"."""
    called_off = word_set("frames", "called off")
    dep, head = tree.deps[noun], tree.heads[noun]
    if dep in ("dobj", "nsubjpass"):
        if tree.lemmas[head] in called_off:
            return not (_is_infinitive(tree, head) or _is_negated(tree, head))
        return tree.lemmas[head] in word_set("frames", "take place") and _is_negated(tree, head)
    if dep == "pobj" and tree.lower[head] in ("in", "of"):
        governor = tree.heads[head]
        return tree.tags[governor].startswith("NN") and tree.lemmas[governor] in called_off
    participles = (c for c in tree.children[noun] if tree.deps[c] == "amod")
    return any(tree.tags[c] == "VBN" and tree.lemmas[c] in called_off for c in participles)


def _modality(tree: Tree, token: int, shared: Set[str] = frozenset()) -> str | None:
    around = {tree.lower[c] for c in tree.children[token] if tree.tags[c] != "NNP"} | shared
    for name, signs in word_lists("modality").items():
        if not around.isdisjoint(signs):
            return str(name)
    return None


def _tense(tree: Tree, token: int, shared: Set[str] = frozenset()) -> Tense | None:
    tag = tree.tags[token]
    if not tag.startswith("VB"):
        return None
    auxiliaries = [c for c in tree.children[token] if tree.deps[c] in _AUXILIARIES]
    words = {tree.lower[c] for c in auxiliaries}
    if (words | shared) & word_set("frames", "future"):
        return Tense.FUTURE
    tags = {tag, *(tree.tags[c] for c in auxiliaries)}
    if "VBD" in tags or (words & {"have", "has", "'ve", "’ve"} and tag in ("VBN", "VBD")):
        return Tense.PAST
    return Tense.PRESENT if tags & {"VBZ", "VBP"} else None


def _is_conditional(tree: Tree, token: int) -> bool:
    """Whether a verb is in a condition, or has one."""
    conditions = word_set("frames", "conditions")
    own = (token, tree.heads[token]) if tree.deps[token] in ("conj", "relcl") else (token,)
    clauses = (c for c in tree.children[token] if tree.deps[c] == "advcl")
    return any(_is_condition(tree, each, conditions) for each in own) or any(
        _is_condition(tree, each, ("if", "unless")) for each in clauses
    )


def _is_condition(tree: Tree, verb: int, conjunctions: Container[str]) -> bool:
    """Whether a clause is a condition, by its conjunction or because its auxiliary stands first:
    "had Roe won"."""
    words = [c for c in tree.children[verb] if tree.deps[c] != "punct"]
    if any(tree.deps[c] == "mark" and tree.lower[c] in conjunctions for c in words):
        return True
    has_auxiliary = len(words) > 1 and tree.lower[words[0]] in ("had", "should")
    return has_auxiliary and tree.deps[words[1]].startswith("nsubj")


def _comes_true(tree: Tree, token: int, reported: Container[int], content: Container[int]) -> bool:
    """Whether what governs a predicate, up to its content or the sentence, says that it is so."""
    is_outside = token not in reported
    for _ in range(_DEPTH):
        head = tree.heads[token]
        if head == token:
            return all(tree.lower[c] != "?" for c in tree.children[token])
        is_beyond = head in reported if is_outside else head not in content
        if is_beyond or _is_presupposed(tree, token):
            return True
        if not _step_holds(tree, token, head):
            return False
        token = head
    return True


def _is_presupposed(tree: Tree, token: int) -> bool:
    """Whether something is taken for granted, whatever governs it: "the war that began in May",
    "because of the war"."""
    if tree.tags[token].startswith("NN") and _is_there(tree, token):
        return True
    head = tree.heads[token]
    if tree.deps[head] == "prep" and tree.lower[head] in word_set("frames", "before causes"):
        return True
    if _tense(tree, token) is not Tense.PAST:
        return False
    granted = word_set("frames", "taken for granted")
    is_granted = any(tree.lower[c] in granted for c in tree.children[token])
    return tree.deps[token] == "relcl" or (tree.deps[token] == "advcl" and is_granted)


def _is_there(tree: Tree, noun: int) -> bool:
    """Whether what a noun names is there already: "the recent pact", "may heed Roe's call"."""
    governor = tree.heads[tree.heads[noun] if tree.deps[noun] == "pobj" else noun]
    if tree.lemmas[noun] in word_set("frames", "made in words"):
        is_answered = tree.lemmas[governor] in word_set("frames", "answer")
        return is_answered and tree.child(noun, "poss") is not None
    is_past = any(tree.lower[c] in word_set("frames", "past") for c in tree.children[noun])
    return is_past and tree.lemmas[governor] not in word_set("frames", "open")


def _step_holds(tree: Tree, token: int, head: int) -> bool:
    """Whether a word is said to be so where its head is."""
    dep, lemma = tree.deps[token], tree.lemmas[head]
    if dep == "nsubjpass" and lemma in word_set("frames", "open"):
        return False
    if dep in ("nsubj", "nsubjpass"):
        return not (tree.tags[token].startswith("NN") and _is_to_come(tree, head))
    if dep in ("amod", "poss", "compound", "nmod"):
        return dep in ("amod", "poss")
    if dep in ("xcomp", "ccomp", "advcl", "acl", "relcl") and _is_infinitive(tree, token):
        return lemma in word_set("frames", "come true") and _governs_facts(tree, head)
    if dep in ("ccomp", "csubj", "parataxis"):
        return lemma not in cue_lexicon().verbs and _governs_facts(tree, head)
    if dep == "prep" and tree.lower[token] == "for" and lemma in word_set("frames", "sent for"):
        return False
    if dep in ("xcomp", "pcomp", "dobj", "pobj", "prep", "acl", "oprd", "attr", "appos", "agent"):
        is_undone = tree.tags[head].startswith("VB") and lemma in word_set(
            "frames", "come to nothing"
        )
        is_open = is_undone or lemma in word_set("frames", "open")
        return not is_open and _governs_facts(tree, head)
    if dep == "advcl" and _tense(tree, token) is Tense.PRESENT:
        # "When the plan is approved, work can start": both are still to come.
        if any(tree.lower[c] in word_set("frames", "still to come") for c in tree.children[token]):
            return False
        return not _is_conditional(tree, token) and _governs_facts(tree, head)
    return dep not in ("advcl", "conj", "relcl") or not _is_conditional(tree, token)


def _is_infinitive(tree: Tree, token: int) -> bool:
    return any(tree.tags[c] == "TO" for c in tree.children[token])


def _governs_facts(tree: Tree, head: int) -> bool:
    """Whether a governing word is itself neither negated nor possible nor to come."""
    if not tree.tags[head].startswith("VB"):
        return not _is_negated(tree, head)
    return not (_is_negated(tree, head) or _is_to_come(tree, head))


def _is_to_come(tree: Tree, verb: int) -> bool:
    """Whether a verb says what is possible or still to come."""
    return (
        _modality(tree, verb) is not None
        or _is_conditional(tree, verb)
        or _tense(tree, verb) is Tense.FUTURE
    )
