"""Whether and when what a predicate says is so: negation, modality, tense, condition."""

from collections.abc import Container, Set
from dataclasses import dataclass

from kg.extraction.annotations import Tense
from kg.extraction.cues import cue_lexicon
from kg.extraction.frames.doers import is_of_object
from kg.extraction.frames.slots import verb_form
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_lists, word_set

_DEPTH = 12


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
    is_shared = not shared.isdisjoint(word_set("frames", "negative"))
    negated = is_shared or _is_negated(tree, token) or _is_negated(tree, bearer)
    modality, tense = _modality(tree, bearer, shared), _tense(tree, bearer, shared)
    if modality is not None and _is_condition(tree, bearer, ()):
        modality = None  # "should Roe win" does not say that she should
    conditional = _is_conditional(tree, bearer)
    fact = not (negated or modality or conditional or tense is Tense.FUTURE)
    comes_true = not _is_not_yet(tree, token) and _comes_true(tree, token, reported, content)
    # "The pact signed by Roe" may fail, but is signed.
    is_done = tree.deps[token] in ("acl", "amod") and verb_form(tree, token) == "en"
    if modality is None and token in content and not (comes_true or is_done):
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
        falls_short = dep == "advmod" and child < token and _falls_short(tree, child)
        if falls_short or (dep in ("nsubj", "nsubjpass", "dobj") and _has_no(tree, child)):
            return True
    if tree.deps[token] == "xcomp" and tree.lower[tree.heads[token]] == "going":
        return _is_negated(tree, tree.heads[token])  # "sell" in "is not going to sell"
    is_instead = tree.lower[max(token - 2, 0) : token] in (["rather", "than"], ["instead", "of"])
    beside = tree.children[tree.heads[token]] if tree.deps[token] == "conj" else []
    is_after_nor = any(tree.heads[token] < c < token and tree.lower[c] == "nor" for c in beside)
    return is_instead or is_after_nor or _comes_to_nothing(tree, token)


def _compares(tree: Tree, sign: int) -> bool:
    """Whether "no" only says how much: "there is no more important task", "not only ships"."""
    tag, after = "".join(tree.tags[sign + 2 : sign + 3]), tree.lower[sign + 1 : sign + 2]
    return after == ["only"] or (after == ["more"] and tag.startswith("JJ"))


def _falls_short(tree: Tree, adverb: int) -> bool:
    """Whether an adverb says that something is so no more, or all but is: "no longer", "nearly"."""
    if tree.tags[tree.heads[adverb]] not in ("VB", "VBD", "VBP", "VBZ", "VBN"):
        return False
    longer = tree.lower[adverb] in ("longer", "more") and tree.lower[adverb - 1] == "no"
    return longer or tree.lower[adverb] in word_set("frames", "all but")


def _has_no(tree: Tree, noun: int) -> bool:
    """Whether a noun has "no" before it, or is "nobody" or the like."""
    if tree.lower[noun] in ("neither", "nobody", "nothing", "none"):
        return tree.lower[noun + 1 : noun + 2] != ["but"]
    before = (c for c in tree.children[noun] if c < noun and not _compares(tree, c))
    signs = (c for c in before if tree.lower[c] in ("neither", "no", "not"))  # "not all ships"
    return any(tree.deps[c] in ("det", "preconj", "neg") for c in signs)


def _comes_to_nothing(tree: Tree, token: int) -> bool:
    dep, head = tree.deps[token], tree.heads[token]
    is_noun = tree.tags[token].startswith("NN")
    if dep in ("pcomp", "pobj") and tree.lower[head] == "without":
        return True
    if is_noun or (dep == "acl" and _is_infinitive(tree, token)):
        return _is_called_off(tree, token if is_noun else head)
    is_from = dep == "pcomp" and tree.lower[head] == "from"
    governor = tree.heads[head] if is_from else head
    is_undone = tree.lemmas[governor] in word_set("frames", "come to nothing")  # "failed to leave"
    return is_undone and (is_from or dep == "xcomp")


def _is_not_yet(tree: Tree, noun: int) -> bool:
    """Whether what a noun names is only planned, possible or tried: "the proposed merger"."""
    deps = ("acl", "amod", "advmod", "compound")
    own = (c for c in tree.children[noun] if tree.deps[c] in deps)
    words = {tree.lower[c] for c in own if tree.lower[c - 1] != "than"}  # "better than expected"
    return tree.tags[noun].startswith("NN") and not words.isdisjoint(word_set("frames", "not yet"))


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
    children = (c for c in tree.children[token] if tree.tags[c] != "NNP")
    around = {tree.lower[c] for c in children if tree.deps[c] != "conj"} | shared
    signs = word_lists("modality").items()
    return next((str(name) for name, words in signs if not around.isdisjoint(words)), None)


def _tense(tree: Tree, token: int, shared: Set[str] = frozenset()) -> Tense | None:
    tag = tree.tags[token]
    if not tag.startswith("VB"):
        return None
    auxiliaries = [c for c in tree.children[token] if tree.deps[c].startswith("aux")]
    words = {tree.lower[c] for c in auxiliaries}
    is_headline = "to" in words and tree.heads[token] == token  # "Norway to raise taxes"
    if is_headline or (words | shared) & word_set("frames", "future"):
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
    has_condition = any(_is_condition(tree, each, ("if", "unless")) for each in clauses)
    return has_condition or any(_is_condition(tree, each, conditions) for each in own)


def _is_condition(tree: Tree, verb: int, conjunctions: Container[str]) -> bool:
    """Whether a clause is a condition, by its conjunction or because its auxiliary stands first:
    "had Roe won"; or whether a noun leaves open of what a clause tells: "any ship that leaves"."""
    words = [c for c in tree.children[verb] if tree.deps[c] != "punct"]
    if any(tree.deps[c] in ("det", "mark") and tree.lower[c] in conjunctions for c in words):
        return True
    has_auxiliary = len(words) > 1 and tree.lower[words[0]] in ("had", "should")
    return has_auxiliary and tree.deps[words[1]].startswith("nsubj")


def _comes_true(tree: Tree, token: int, reported: Container[int], content: Container[int]) -> bool:
    """Whether what governs a predicate, up to its content or the sentence, says that it is so; what
    readers are asked to do is not so yet."""
    is_outside, is_verb = token not in reported, tree.tags[token].startswith("VB")
    for _ in range(_DEPTH):
        head = tree.heads[token]
        if head == token:
            is_order = is_verb and tree.tags[token] == "VB" and tree.child(token, "nsubj") is None
            return not is_order and all(tree.lower[c] != "?" for c in tree.children[token])
        if _is_presupposed(tree, token):
            return True
        if head in reported if is_outside else head not in content:
            return is_outside or not _is_wanted(tree, token, head)
        if not _step_holds(tree, token, head):
            return False
        token = head
    return True


def _is_presupposed(tree: Tree, token: int) -> bool:
    """Whether something is taken for granted: "the war that began in May", "because of the war"."""
    if tree.tags[token].startswith("NN") and _is_there(tree, token):
        return True
    head = tree.heads[token]
    before = {tree.lower[head], " ".join(tree.lower[head - 1 : head + 1])}
    is_before = tree.deps[head] in ("pcomp", "prep")
    if is_before and not before.isdisjoint(word_set("frames", "before causes")):
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
    """Whether a word is so where its head is; a phrase before a verb is not what it leaves open."""
    dep, lemma = tree.deps[token], tree.lemmas[head]
    if dep in ("nsubj", "nsubjpass"):
        is_open = dep == "nsubjpass" and lemma in word_set("frames", "open")
        return not (is_open or (tree.tags[token].startswith("NN") and _is_to_come(tree, head)))
    if dep in ("amod", "poss", "compound", "nmod"):
        return dep in ("amod", "poss")
    if dep in ("xcomp", "ccomp", "advcl", "acl", "relcl") and _is_infinitive(tree, token):
        return lemma in word_set("frames", "come true") and _governs_facts(tree, head)
    if dep in ("ccomp", "csubj", "parataxis"):
        is_open = lemma in cue_lexicon().verbs or _is_of_plan(tree, head)
        return not is_open and _governs_facts(tree, head)
    if dep == "acl" and lemma in word_set("frames", "sought for") and tree.tags[token] == "VBG":
        return False
    if dep == "prep" and tree.lower[token] == "for" and lemma in word_set("frames", "sent for"):
        return False
    is_charge = lemma in word_set("frames", "charge with") and is_of_object(tree, token)
    crime = tree.child(token, "pcomp", "pobj") if is_charge else None
    if crime is not None and tree.child(crime, "det", "poss") is None:  # not "with the murder"
        return False
    if dep in word_set("frames", "governed"):
        is_undone = lemma in word_set("frames", "come to nothing") and tree.tags[head][:2] == "VB"
        is_open = is_undone or lemma in word_set("frames", "open") or _is_of_plan(tree, head)
        return (token < head or not is_open) and _governs_facts(tree, head)
    if dep == "advcl" and _tense(tree, token) is Tense.PRESENT:
        # "When the plan is approved, work can start": both are still to come.
        if any(tree.lower[c] in word_set("frames", "still to come") for c in tree.children[token]):
            return False
        return not _is_conditional(tree, token) and _governs_facts(tree, head)
    if dep == "conj" and tree.tags[token] == "VB" and tree.tags[head] == "VBD":
        return False  # "raise" in "she gave a promise to sell the ships, raise wages and leave"
    return dep not in ("advcl", "conj", "relcl") or not _is_conditional(tree, token)


def _is_wanted(tree: Tree, token: int, governor: int) -> bool:
    """Whether somebody says what he wants of others: "told him to leave", "asked that he go"."""
    lemma = tree.lemmas[governor]
    if tree.lower[governor] == "for":
        return _is_wanted(tree, governor, tree.heads[governor])  # "she called for his arrest"
    if not _is_infinitive(tree, token):
        return lemma in word_set("frames", "called for" if tree.lower[token] == "for" else "sought")
    is_of_others = tree.child(token, "nsubj", "nsubjpass") or tree.child(governor, "dobj", "dative")
    return is_of_others is not None and lemma not in word_set("frames", "come true")


def _is_of_plan(tree: Tree, verb: int) -> bool:
    """Whether a verb tells what a plan or the like holds: "the plan includes a cut"."""
    subject = tree.child(verb, "nsubj")
    is_plan = subject is not None and tree.lemmas[subject] in word_set("frames", "open")
    return is_plan and tree.lemmas[verb] in word_set("frames", "made up of")


def _is_infinitive(tree: Tree, token: int) -> bool:
    return any(tree.tags[c] == "TO" for c in tree.children[token])


def _governs_facts(tree: Tree, head: int) -> bool:
    """Whether a governing word is itself neither negated nor possible nor to come."""
    is_to_come = tree.tags[head].startswith("VB") and _is_to_come(tree, head)
    return not (is_to_come or _is_negated(tree, head))


def _is_to_come(tree: Tree, verb: int) -> bool:
    """Whether a verb says what is possible or still to come."""
    wish = tree.child(verb, "csubj")  # "what she would like to do is leave"
    is_wish = wish is not None and wish < verb and _is_to_come(tree, wish)
    is_modal = is_wish or _modality(tree, verb) is not None
    return is_modal or _is_conditional(tree, verb) or _tense(tree, verb) is Tense.FUTURE
