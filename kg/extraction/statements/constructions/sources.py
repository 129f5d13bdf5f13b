"""Finds the source of a cue verb: the noun phrase that says it."""

from dataclasses import dataclass

from kg.extraction.statements.constructions.cue_words import cue_verb, is_passive
from kg.extraction.statements.layout import Layout, TokenRange
from kg.extraction.wordlists import word_set

_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_CLIMB = frozenset(("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "acl"))
_HIGHEST = 6


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its tokens, and the token that heads it.

    Of a relative clause, the tokens are the pronoun and the head is the noun before it.
    """

    tokens: TokenRange
    head: int


def subject(layout: Layout, verb: int) -> Source | None:
    """The source of an active verb: its own subject, or that of the verb it depends on.

    X in "X said A and denied B", "X spoke, adding B", "X, who said B", "an X saying B".
    """
    for _ in range(_HIGHEST):
        own = _own_subject(layout, verb)
        if own is not None and not _is_object(layout, own, verb):
            return phrase(layout, own, verb)
        dep, head = layout.deps[verb], layout.heads[verb]
        if dep in ("acl", "relcl") and layout.is_noun(head):
            return phrase(layout, head, verb)
        outer = outer_cue(layout, verb)
        if outer is None and (head == verb or dep not in _CLIMB):
            return None
        if outer is None and dep == "ccomp" and layout.tags[verb] != "VBG":
            return None
        verb = head if outer is None else outer
    return None


def _own_subject(layout: Layout, verb: int) -> int | None:
    """The subject nearest to the verb; the parse may give it two: "Bridge closed, mayor says"."""
    subjects = layout.children_of(verb, *_SUBJECTS, *_PASSIVE_SUBJECTS)
    before = [token for token in subjects if token < verb]
    return before[-1] if before else next(iter(subjects), None)


def _is_object(layout: Layout, noun: int, verb: int) -> bool:
    """Whether the parse's subject of a participle is the object of the verb before it: "his choice"
    in "explained his choice, saying"."""
    is_participle = layout.tags[verb] == "VBG" and layout.child(verb, "aux") is None
    owner = layout.child(noun, "poss")
    is_thing = owner is not None and layout.tags[owner] == "PRP$"
    outer = layout.heads[verb]
    is_heard = layout.lemmas[outer] in word_set("reporting", "perceiving")
    is_inside = layout.deps[verb] == "ccomp" and outer < noun
    return is_participle and is_thing and is_inside and not is_heard


def outer_cue(layout: Layout, verb: int) -> int | None:
    """The cue verb that a verb goes on from, where the parse has it inside the content.

    "denied" for "pledged" in "they have denied it was so but have pledged B", "said" for "adding"
    in "she said it was so, adding B". Such a verb is a cue without a subject, in the same tense or
    a participle after a comma, and the clause that it is in is the content of the other cue and is
    not headed by a cue.
    """
    clause = layout.heads[verb]
    if layout.deps[verb] == "advcl":
        clause = _reported(layout, clause)
    if layout.deps[verb] not in ("conj", "advcl") or layout.deps[clause] != "ccomp":
        return None
    outer = layout.heads[clause]
    if cue_verb(layout, verb) is None or cue_verb(layout, outer) is None:
        return None
    if _own_subject(layout, verb) is not None or cue_verb(layout, clause) is not None:
        return None
    if layout.deps[verb] == "advcl":
        goes_on = layout.tags[verb] == "VBG" and verb > 0 and layout.lower[verb - 1] == ","
    else:
        goes_on = _tense(layout, verb) == _tense(layout, outer)
    return outer if goes_on and outer < clause < verb else None


def _reported(layout: Layout, clause: int) -> int:
    """The clause that a cue reports, given one inside it: "said there are signs that it is so"."""
    for _ in range(_HIGHEST):
        subject_ = _own_subject(layout, clause)
        is_about_it = subject_ is not None and layout.lower[subject_] in _RELATIVE
        if layout.deps[clause] not in ("acl", "attr", "relcl") or is_about_it:
            break
        clause = layout.heads[clause]
    return clause


def _tense(layout: Layout, verb: int) -> tuple[str, bool]:
    has = any(layout.lemmas[c] in ("have", "'ve", "’ve") for c in layout.children_of(verb, "aux"))
    return layout.tags[verb], has


def agent(layout: Layout, verb: int) -> Source | None:
    """The source of a passive verb: X in "denied by X"."""
    for by in layout.children_of(verb, "agent", "prep"):
        if layout.lower[by] == "by" and (noun := layout.child(by, "pobj")) is not None:
            return phrase(layout, noun, verb)
    return None


def source_of(layout: Layout, verb: int) -> Source | None:
    """The source of a verb, active or passive."""
    return agent(layout, verb) if is_passive(layout, verb) else subject(layout, verb)


def phrase(layout: Layout, noun: int, verb: int) -> Source | None:
    """The whole noun phrase of a head, with its appositions, but without the verb it belongs to."""
    if layout.lower[noun] in _RELATIVE:
        clause = relative_clause(layout, verb)
        return Source((noun, noun + 1), noun if clause is None else clause)
    start, end = layout.edges(noun)
    if start <= verb < end:
        start, end = (start, verb) if noun < verb else (verb + 1, end)
    start, end = _within_quote(layout, noun, (start, end))
    start, end = trimmed(layout, (start, end))
    if end - start > 1 and layout.lower[end - 1] in _RELATIVE:
        start, end = trimmed(layout, (start, end - 1))
    return Source((start, end), noun) if start <= noun < end else None


def relative_clause(layout: Layout, verb: int) -> int | None:
    """The noun that the relative clause of a verb is about, None where it is in none."""
    for _ in range(_HIGHEST):
        if layout.deps[verb] == "relcl":
            return layout.heads[verb]
        verb = layout.heads[verb]
    return None


def _within_quote(layout: Layout, noun: int, tokens: TokenRange) -> TokenRange:
    start, end = noun, noun + 1
    while start > tokens[0] and _together(layout, noun, start - 1):
        start -= 1
    while end < tokens[1] and _together(layout, noun, end):
        end += 1
    return start, end


def _together(layout: Layout, noun: int, token: int) -> bool:
    if layout.quote_of[token] == layout.quote_of[noun]:
        return True
    # A nickname or a word in scare quotes belongs to the phrase; a quotation after it does not.
    return layout.quote_of[noun] == -1 and token > noun and layout.tags[token] != ","


_EDGE = frozenset(",.;:-–—−()[]…")


def trimmed(layout: Layout, tokens: TokenRange) -> TokenRange:
    """A range without punctuation and white space at its ends and a conjunction at its last."""
    start, end = tokens
    while start < end and _is_edge(layout, start):
        start += 1
    while end > start and (_is_edge(layout, end - 1) or layout.tags[end - 1] == "CC"):
        end -= 1
    return start, end


def _is_edge(layout: Layout, token: int) -> bool:
    return layout.space[token] or layout.lower[token] in _EDGE
