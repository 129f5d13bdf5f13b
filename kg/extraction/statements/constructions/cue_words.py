"""Finds cue verbs, with their particles, auxiliaries and negation."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extraction.cues import Cue, cue_lexicon
from kg.extraction.statements.layout import Layout, TokenRange
from kg.extraction.wordlists import word_set

_LONGEST = 4
_NEGATIVE = frozenset(("never", "hardly", "neither"))
_GROUP = frozenset(("aux", "auxpass", "neg", "advmod"))
_PHRASAL = frozenset(("prt", "prep", "advmod", "dobj", "acomp", "oprd", "pobj", "npadvmod"))


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb that is a cue: the token of the verb, its concept, and the last token of the cue."""

    token: int
    cue: Cue
    last: int


def cue_verb(layout: Layout, token: int) -> CueVerb | None:
    """The cue with the longest label at a verb: "call for" rather than "call"."""
    if not layout.is_verb(token):
        return None
    verbs = cue_lexicon().verbs
    words, last = [layout.lemmas[token]], token
    after = layout.lower[token + 1 : token + 3]
    if whole := verbs.get(" ".join([*words, *after])):  # "make it clear", whatever the parse says
        return CueVerb(token, whole, token + len(after))
    best = CueVerb(token, found, token) if (found := verbs.get(words[0])) else None
    while len(words) < _LONGEST and (following := _phrasal_part(layout, token, last)) is not None:
        words.append(layout.lower[following])
        last = following
        if cue := verbs.get(" ".join(words)):
            best = CueVerb(token, cue, last)
    return best


def _phrasal_part(layout: Layout, verb: int, last: int) -> int | None:
    """The next word of a phrasal verb: a particle, preposition or object that depends on it."""
    for head in (last, verb):
        for child in layout.children[head]:
            if child > last and layout.deps[child] in _PHRASAL:
                return child if child - last <= 2 else None
    return _mark(layout, verb) if last == verb else None


def _mark(layout: Layout, verb: int) -> int | None:
    """A verb's preposition that the parse gives to the infinitive: "called for the town to pay"."""
    following = verb + 1
    if following >= len(layout.deps) or layout.deps[following] != "mark":
        return None
    return following if layout.heads[layout.heads[following]] == verb else None


def verb_group(layout: Layout, verb: CueVerb) -> TokenRange:
    """The tokens of the cue with auxiliaries, negation and adverbs: "has not yet denied"."""
    quoting = quoted_as(layout, verb.token)
    if quoting is not None and quoting == verb.token - 2:
        return _group_start(layout, quoting), verb.last + 1
    return _group_start(layout, verb.token), verb.last + 1


def _group_start(layout: Layout, verb: int) -> int:
    start = verb
    while start > 0 and layout.heads[start - 1] == verb and layout.deps[start - 1] in _GROUP:
        start -= 1
    return start


def opens_deed(layout: Layout, token: int) -> bool:
    """Whether a word after a verb opens what was done meanwhile: "in" of "said in closing"."""
    is_within = layout.lower[token : token + 1] == ["in"] and layout.is_verb(token - 1)
    return is_within and layout.tags[token + 1 : token + 2] == ["VBG"]


def quoted_as(layout: Layout, verb: int) -> int | None:
    """The passive verb before "as" and a verb: "quoted" for "saying" in "was quoted as saying"."""
    preposition = layout.heads[verb]
    quoting = layout.heads[preposition]
    is_phrase = layout.deps[verb] == "pcomp" and layout.lower[preposition] == "as"
    if is_phrase and layout.tags[quoting] == "VBN" and is_passive(layout, quoting):
        return quoting
    return None


def is_passive(layout: Layout, verb: int) -> bool:
    """Whether a verb stands in the passive."""
    return layout.child(verb, "auxpass", "nsubjpass", "csubjpass") is not None


def listener(layout: Layout, cue: Iterable[int]) -> int | None:
    """Whom a passive cue tells something: its subject, "jurors" of "jurors were told"."""
    verbs = filter(None, (cue_verb(layout, token) for token in cue))
    told = next(
        (layout.child(v.token, "nsubjpass") for v in verbs if "person" in v.cue.takes), None
    )
    is_own = told is not None and layout.lower[told] in word_set("reporting", "writer_and_reader")
    return None if is_own else told


def is_negated(layout: Layout, token: int) -> bool:
    """Whether a verb is negated, by itself or together with another: "neither ate nor drank"."""
    first = layout.heads[token] if layout.deps[token] == "conj" else token
    return (
        layout.child(token, "neg") is not None
        or any(layout.lower[c] in _NEGATIVE for c in layout.children[token])
        or any(layout.lower[c] == "neither" for c in layout.children[first])
    )
