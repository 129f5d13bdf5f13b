"""Which tokens are cues: verbs with their particles, and the words around them that belong."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.cues import Cue, cue_lexicon
from kg.extraction.layout import Layout, TokenRange

_LONGEST = 4
_GROUP = frozenset(("aux", "auxpass", "neg", "advmod"))
_LINKS = frozenset(("prt", "prep", "advmod", "dobj", "acomp", "oprd", "pobj", "npadvmod"))


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb that is a cue: the verb's token, its concept, and the last token of the cue."""

    token: int
    cue: Cue
    last: int


def cue_verb(layout: Layout, token: int) -> CueVerb | None:
    """The cue that a verb is, the longest label first ("call for" before "call")."""
    if not layout.is_verb(token):
        return None
    verbs = cue_lexicon().verbs
    words, last = [layout.lemmas[token]], token
    found = verbs.get(words[0])
    best = CueVerb(token, found, token) if found else None
    while len(words) < _LONGEST and (following := _linked(layout, token, last)) is not None:
        words.append(layout.lower[following])
        last = following
        if cue := verbs.get(" ".join(words)):
            best = CueVerb(token, cue, last)
    return best


def _linked(layout: Layout, verb: int, last: int) -> int | None:
    """The next word of a phrasal verb: a particle, preposition or object that hangs on it."""
    for head in (last, verb):
        for child in layout.children[head]:
            if child > last and layout.deps[child] in _LINKS:
                return child if child - last <= 2 else None
    return None


def verb_group(layout: Layout, verb: CueVerb) -> TokenRange:
    """The cue with its auxiliaries, negation and adverbs: "has not yet denied"."""
    start = verb.token
    while start > 0 and _belongs(layout, start - 1, verb.token):
        start -= 1
    return start, verb.last + 1


def _belongs(layout: Layout, token: int, verb: int) -> bool:
    return layout.heads[token] == verb and layout.deps[token] in _GROUP


def is_passive(layout: Layout, verb: int) -> bool:
    """Whether a verb stands in the passive."""
    return layout.child(verb, "auxpass", "nsubjpass", "csubjpass") is not None


def is_negated(layout: Layout, token: int) -> bool:
    """Whether a verb is negated itself."""
    negative = ("neg",)
    if layout.child(token, *negative) is not None:
        return True
    return any(layout.lower[c] in ("never", "hardly") for c in layout.children[token])
