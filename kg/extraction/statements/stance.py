"""Tells what a source does with the content of a statement: affirms it, denies it, demands it.

The cue decides ("denied", "urged"). Where it says no more than that somebody speaks or thinks, the
clauses of the content do, by the rules of data/stances.yaml.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kg.extraction.annotations import Construction, EntityType, StatementKind
from kg.extraction.cues import Cue
from kg.extraction.statements.clauses import Clause, main_clauses
from kg.extraction.statements.constructions import Attribution
from kg.extraction.statements.constructions.cue_words import is_negated
from kg.extraction.statements.layout import Layout
from kg.extraction.wordlists import word_lists, word_set

_AFFIRMS = "Affirms"
_ASKS = "Asks"
# The stance of a negated cue: who does not say so leaves the matter open, who does not think so
# denies it.
_NEGATED_SPEECH = "Doubts"
_NEGATED_THOUGHT = "Denies"


def stance_of(
    layout: Layout, attribution: Attribution, cue: Cue | None, speaker: EntityType | None
) -> str:
    """The local name of an attribution's stance.

    Args:
        speaker: the type of who speaks, None where it is not known.
    """
    if attribution.found_by is not Construction.TURN:
        if answer := _answer(layout, attribution):
            return answer
        if cue is not None and _is_denied(layout, attribution):
            is_speech = cue.kind is StatementKind.SPEECH
            return _NEGATED_SPEECH if is_speech else _NEGATED_THOUGHT
        if stance := _by_rules(main_clauses(layout, attribution, speaker), cue):
            return stance
    if _is_plain(cue) and _is_question(layout, attribution):
        return _ASKS
    return _AFFIRMS if cue is None else cue.stance


def cue_verbs(layout: Layout, attribution: Attribution) -> Iterator[int]:
    """The verbs of an attribution's cue."""
    return filter(layout.is_verb, layout.tokens_of(attribution.cue))


def _answer(layout: Layout, attribution: Attribution) -> str | None:
    """The stance of a content that is an answer or a plea: "no to the plan", "not guilty"."""
    content = layout.text[slice(*attribution.content[0])].strip(" ,.“”\"'’‘").lower()
    for words, stance in word_lists("reporting")["answers"].items():
        if re.fullmatch(rf"{words}(?: (?:to|of|on|in) .*)?", content, re.DOTALL):
            return str(stance)
    return None


def _is_plain(cue: Cue | None) -> bool:
    """Whether a cue says no more than that somebody speaks or thinks."""
    return cue is None or cue.stance == _AFFIRMS


def _is_question(layout: Layout, attribution: Attribution) -> bool:
    """Whether a content ends with a question that is not quoted in it."""
    content = layout.text[slice(*attribution.content[-1])]
    is_whole = layout.quote_at(attribution.content[-1].start) is not None
    return (content.rstrip(" ,”\"'’") if is_whole else content).endswith("?")


def _is_denied(layout: Layout, attribution: Attribution) -> bool:
    """Whether a cue is negated: "did not say", "refused to confirm", "has yet to confirm"."""
    content = frozenset(layout.tokens_of(attribution.content))
    return any(
        _denied(layout, verb)
        for verb in cue_verbs(layout, attribution)
        if content.isdisjoint(layout.children_of(verb, "neg"))
    )


def _denied(layout: Layout, verb: int) -> bool:
    if is_negated(layout, verb):
        return True
    head = layout.heads[verb]
    if layout.deps[verb] == "xcomp" and layout.lemmas[head] in word_set("reporting", "refusals"):
        return True
    before = " ".join(layout.lower[max(0, verb - 2) : verb])
    return before in word_set("reporting", "unsaid")


def _by_rules(clauses: Sequence[Clause], cue: Cue | None) -> str | None:
    """The stance of the first rule that fits a clause, None where none does."""
    for rule in word_lists("stances")["rules"]:
        if not _is_for(rule, cue):
            continue
        for clause in clauses[:1] if rule.get("first") else clauses:
            if all(_TESTS[name](clause, wanted) for name, wanted in rule.items()):
                return str(rule.get("stance", clause.performs))
    return None


def _is_for(rule: Mapping[str, Any], cue: Cue | None) -> bool:
    if "cue" in rule:
        return cue is not None and not set(rule["cue"]).isdisjoint(cue.labels)
    return _is_plain(cue)


_TESTS: Mapping[str, Callable[[Clause, Any], bool]] = {
    "stance": lambda clause, _: True,
    "first": lambda clause, _: True,
    "cue": lambda clause, _: True,
    "performs": lambda clause, names: clause.performs in names,
    "own": lambda clause, wanted: clause.own is wanted,
    "active": lambda clause, wanted: clause.is_active is wanted,
    "negated": lambda clause, wanted: clause.is_negated is wanted,
    "quoted": lambda clause, wanted: clause.is_quoted is wanted,
    "request": lambda clause, wanted: clause.is_request is wanted,
    "bare": lambda clause, wanted: clause.bare == wanted,
    "verb": lambda clause, words: clause.verb in words,
    "verb_not": lambda clause, words: clause.verb not in words,
    "subject": lambda clause, words: clause.subject in words,
    "with": lambda clause, words: not clause.around.isdisjoint(words),
    "with_too": lambda clause, words: not clause.around.isdisjoint(words),
    "without": lambda clause, words: clause.around.isdisjoint(words),
    "is": lambda clause, words: not clause.complements.isdisjoint(words),
    "says": lambda clause, words: not clause.predicate.isdisjoint(words),
    "says_no": lambda clause, words: clause.predicate.isdisjoint(words),
}
