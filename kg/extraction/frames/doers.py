"""Who does what a predicate says where another clause names him: "Roe" in "Roe hopes to leave"."""

from collections.abc import Mapping

from kg.extraction.frames.fillers import filler
from kg.extraction.frames.slots import Slot, verb_form
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_set

_DEPTH = 6
_RELATIVE = frozenset(("WDT", "WP"))
_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_WHERE = dict.fromkeys(("at", "in", "near", "on", "outside"), "LOC")


def governing_doer(tree: Tree, predicate: int) -> Slot | None:
    """Who does what an active verb without a subject, or an event's noun with nobody who does it,
    says, as what governs it tells; None where nothing does for certain."""
    is_verb = tree.tags[predicate].startswith("VB")
    found = _subject(tree, predicate, _DEPTH) if is_verb else _of_main_clause(tree, predicate)
    return None if found is None or found == predicate else Slot("control", found)


def is_passive(tree: Tree, verb: int) -> bool:
    """Whether a verb is passive, so that nobody need be said to do it."""
    return verb_form(tree, verb).startswith(("pas", "en"))


def _subject(tree: Tree, verb: int, depth: int) -> int | None:
    """The subject of a verb, or who does it else; of a relative clause what that is about."""
    subject = tree.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        return _controller(tree, verb, depth - 1) if depth else None
    if tree.tags[subject] not in _RELATIVE:
        return None if _is_empty(tree, subject) else subject
    return tree.heads[verb] if tree.deps[verb] == "relcl" else None


def _is_empty(tree: Tree, subject: int) -> bool:
    """Whether a subject is nobody: "there", or "it" in "leaving, it was found that she had it"."""
    is_of_be = tree.lemmas[tree.heads[subject]] == "be" or tree.deps[subject] == "nsubjpass"
    return tree.deps[subject] == "expl" or (tree.lower[subject] == "it" and is_of_be)


def _controller(tree: Tree, verb: int, depth: int) -> int | None:
    dep, head = tree.deps[verb], tree.heads[verb]
    is_verb = tree.tags[head].startswith("VB")
    if dep == "conj":
        forms = {tree.tags[verb], tree.tags[head]}  # "left last year but hopes to return"
        return _subject(tree, head, depth) if len(forms) == 1 or forms <= _FINITE else None
    if is_verb and tree.lemmas[head] in word_set("frames", "of others"):
        return None
    if dep == "xcomp" and is_verb:
        thing = tree.child(head, "dobj", "dative")
        is_own = thing is None or tree.lemmas[head] in word_set("frames", "of the subject")
        return _subject(tree, head, depth) if is_own else thing
    if dep == "ccomp" and is_verb:
        is_bare = tree.tags[verb] == "VBG" and tree.child(verb, "aux", "mark") is None
        return _subject(tree, head, depth) if is_bare else None  # "considering reducing fees"
    if dep == "advcl" and is_verb:
        is_hers = not is_passive(tree, head) and not _stands_apart(tree, verb)
        return _subject(tree, head, depth) if is_hers else None
    if dep == "pcomp":
        return _of_phrase(tree, head, depth)
    if dep == "acl" and tree.tags[verb] == "VBG":
        return head
    return _of_noun(tree, head, depth) if dep == "acl" and not is_verb else None


def is_misplaced(tree: Tree, predicate: int, doer: Slot) -> bool:
    """Whether another than the weights find does it: "Poe" in "Roe kept Poe from leaving"."""
    is_above = doer.path.startswith(("advcl:ing^nsubj|", "pcomp^prep^nsubj|"))
    return is_above and governing_doer(tree, predicate) != Slot("control", doer.token)


def _stands_apart(tree: Tree, participle: int) -> bool:
    """Whether a participle may belong to a nearer verb than the parse has: "killing ten" in "police
    seek who laid a bomb that exploded, killing ten"."""
    between = range(tree.heads[participle] + 1, participle)
    verbs = (v for v in between if tree.tags[participle] == "VBG" and tree.tags[v] in _FINITE)
    subjects = (tree.child(v, "nsubj", "nsubjpass") for v in verbs)
    return any(each is not None and tree.tags[each] != "PRP" for each in subjects)


def _of_phrase(tree: Tree, preposition: int, depth: int) -> int | None:
    """Who does what stands after a preposition: "Roe" in "Roe left by taking a ship", in "Poe
    accused Roe of leaving" and in "Roe was fined for leaving"."""
    governor = tree.heads[preposition]
    if not tree.tags[governor].startswith("VB"):
        return _of_noun(tree, governor, depth)
    is_others = is_of_object(tree, preposition)
    thing = tree.child(governor, "dobj") if is_others else None
    if thing is None:
        is_undergone = is_passive(tree, governor)
        return _subject(tree, governor, depth) if is_others or not is_undergone else None
    is_money = tree.lower[preposition] == "for" and tree.tags[thing] in ("NN", "NNS")
    return None if is_money else thing  # "she gave money for building ships"


def is_of_object(tree: Tree, preposition: int) -> bool:
    """Whether a preposition behind a verb stands before what its object does, or is not to do."""
    verb, word = tree.heads[preposition], tree.lower[preposition]
    is_kept = tree.lemmas[verb] in word_set("frames", "charge with")
    return is_kept if word == "from" else word in word_set("frames", "done by object")


def _of_noun(tree: Tree, noun: int, depth: int) -> int | None:
    """Who does what belongs to a noun: "Roe" in "Roe's plan to leave", "Roe has a plan to leave",
    "an offer from Roe to leave", "gave Roe an option to leave"."""
    if tree.lemmas[noun] in word_set("frames", "asked of others"):
        return None
    owner = tree.child(noun, "poss")
    if owner is not None:
        return owner
    for child in tree.children[noun]:
        if tree.deps[child] == "prep" and tree.lower[child] in ("by", "from"):
            return tree.child(child, "pobj")
    verb = tree.heads[noun]
    if tree.lemmas[verb] in word_set("frames", "of others"):
        return None
    if tree.deps[noun] in ("dobj", "attr") and tree.tags[verb].startswith("VB"):
        if (given := tree.child(verb, "dative")) is not None:
            return filler(tree, given)
        return _subject(tree, verb, depth)
    return None


def _of_main_clause(tree: Tree, noun: int) -> int | None:
    """The subject of the clause in whose course it is: "Roe" in "during a visit Roe died"."""
    verb = tree.heads[tree.heads[noun]]
    is_beside = tree.deps[noun] == "pobj" and tree.tags[verb].startswith(("VB", "MD"))
    return _subject(tree, verb, _DEPTH) if is_beside else None


def is_light(tree: Tree, verb: int, thing: int) -> bool:
    """Whether a verb only says that what a noun names takes place: "made an attack"."""
    objects = ("dobj", "nsubjpass")
    return tree.deps[thing] in objects and tree.lemmas[verb] in word_set("frames", "light verbs")


def tells_doing(tree: Tree, noun: int) -> bool:
    """Whether the verb that governs a noun tells that its subject does what the noun names."""
    verb = tree.lemmas[tree.heads[noun]]
    return any(verb in word_set("frames", each) for each in ("light verbs", "done by subject"))


def told_by_verbs(tree: Tree, predicate: int) -> list[tuple[str, Slot]]:
    """Who has part in what a predicate says, and in which role, as a verb tells for certain."""
    if tree.tags[predicate].startswith("VB"):
        told = (_let, _called_upon, _signed_with)
        return [found for each in told for found in each(tree, predicate)]
    return _part_in_event(tree, predicate)


def _let(tree: Tree, verb: int) -> list[tuple[str, Slot]]:
    """Who is let do something: "Roe" in "the law allows Roe to stay"."""
    clause = tree.child(verb, "ccomp")
    if clause is None or tree.lemmas[verb] not in word_set("frames", "let"):
        return []
    subject = tree.child(clause, "nsubj", "nsubjpass")
    return [] if subject is None else [("GOL", Slot("ccomp^nsubj", subject))]


def _called_upon(tree: Tree, verb: int) -> list[tuple[str, Slot]]:
    """Who is called upon to do something: "Roe" in "Norway called on Roe to leave"."""
    call = tree.heads[verb]
    if tree.deps[verb] != "xcomp" or tree.lemmas[call] != "call":
        return []
    upon = (c for c in tree.children[call] if tree.lower[c] in ("on", "upon"))
    return [("ARG0", Slot("control", filler(tree, c))) for c in upon if filler(tree, c) != c]


def _signed_with(tree: Tree, verb: int) -> list[tuple[str, Slot]]:
    """With whom one signs or reaches something: "Roe" in "Norway signed a pact with Roe"."""
    signed = tree.child(verb, "dobj")
    if signed is None or tree.lemmas[verb] not in word_set("frames", "signed together"):
        return []
    within = (c for c in range(signed, tree.edges(signed)[1]) if tree.lower[c] == "with")
    names = (c for c in within if tree.tags[filler(tree, c)].startswith("NNP"))
    return [("ARG2", Slot("dobj^prep", c)) for c in names][:1]


def _part_in_event(tree: Tree, noun: int) -> list[tuple[str, Slot]]:
    """Who does, undergoes or is given what a noun names, by the verb before it alone: "Roe" in "Roe
    held talks", "Roe suffered injuries", "Roe took part in the attack"."""
    noun = _counting(tree, noun)
    verb, dep = tree.heads[noun], tree.deps[noun]
    if dep in ("nsubj", "nsubjpass") and tree.lemmas[verb] in word_set("frames", "be somewhere"):
        return _beside(tree, verb, _WHERE)
    if dep == "nsubjpass" and tree.lemmas[verb] in word_set("frames", "done by subject"):
        return _beside(tree, verb, {"agent": "ARG0", "dative": "ARG2"})
    if dep == "dobj" and tree.lemmas[verb] in word_set("frames", "done by subject"):
        given = tree.child(verb, "nsubjpass")
        found = [] if given is None else [("ARG2", Slot("dobj^undergoer", given))]
        found = found or _as_subject(tree, verb, "ARG0", "dobj^nsubj")
        return found + _beside(tree, verb, {"with": "ARG2"})
    if dep == "dobj" and tree.lemmas[verb] in word_set("frames", "undergone by subject"):
        return _as_subject(tree, verb, "ARG1", "dobj^undergoer")
    if dep == "pobj" and tree.lower[verb] == "in":
        verb = tree.heads[verb]
        if tree.lemmas[verb] == "part":
            verb = tree.heads[verb]
        words = {tree.lemmas[verb], *(tree.lemmas[c] for c in tree.children[verb])}
        if not words.isdisjoint(word_set("frames", "have part")):
            return _as_subject(tree, verb, "ARG0", "pobj^nsubj")
    return []


def _counting(tree: Tree, noun: int) -> int:
    """The word that says how many there are of what a noun names, else the noun: "series" for
    "attacks" in "a series of attacks"."""
    preposition = tree.heads[noun]
    amount = tree.heads[preposition]
    is_counted = tree.deps[noun] == "pobj" and tree.lower[preposition] == "of"
    return amount if is_counted and tree.lemmas[amount] in word_set("frames", "amounts") else noun


def _beside(tree: Tree, verb: int, roles: Mapping[str, str]) -> list[tuple[str, Slot]]:
    """What stands behind a verb that has roles by the parse or the preposition, but no times: "Roe"
    in "talks were held by Roe", "Oslo" in "the explosion was in Oslo"."""
    keys = {
        c: tree.lower[c] if tree.deps[c] == "prep" else tree.deps[c] for c in tree.children[verb]
    }
    return [
        (roles[key], Slot(f"nsubjpass^{tree.deps[c]}", c))
        for c, key in keys.items()
        if key in roles and c > verb and tree.ents[filler(tree, c)] not in ("DATE", "TIME")
    ]


def _as_subject(tree: Tree, verb: int, role: str, path: str) -> list[tuple[str, Slot]]:
    """The subject of a verb, with a role and a path; of "those involved" what comes before."""
    subject = tree.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        is_participle = tree.deps[verb] == "acl" and tree.tags[verb] != "VB"
        other = None if tree.deps[verb] == "pcomp" else _controller(tree, verb, _DEPTH)
        subject = tree.heads[verb] if is_participle else other
    return [] if subject is None or tree.lower[subject] == "it" else [(role, Slot(path, subject))]
