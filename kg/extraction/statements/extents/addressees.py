"""Parts whom something is told, where and the day when, from what they are told: "told Reuters in
an interview the town had agreed", "insisted to Poe it rained", "said Friday she is ready"."""

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.layout import SUBJECTS, Layout
from kg.extraction.wordlists import word_set

_BEGINS = frozenset(("DT", "PRP", "PRP$", "EX"))
_TOLD = frozenset(("of", "to"))
_IN, _THAT = "in", "that"
_WHERE_OR_WHEN = frozenset(("DATE", "FAC", "GPE", "LOC", "ORG", "TIME"))
_NAMES = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))


def with_phrase(layout: Layout, cue: Sequence[int], content: Sequence[Span]) -> list[Span]:
    """A content after its cue with the phrase that its clause begins with, whole: "in most
    counties" of "said in most counties, wells are dry"."""
    tokens = layout.tokens_in(content[0]) if content else range(0)
    phrase = _phrase_after(layout, cue[-1]) if cue and tokens else range(0)
    is_beside = bool(phrase) and phrase.start < tokens[0] <= phrase.stop
    if not is_beside or layout.lower[tokens[0]] == _THAT or layout.quote_of[tokens[0]] != -1:
        return list(content)
    is_clause = any(map(layout.is_finite, tokens))
    if not is_clause or _is_of_saying(layout, phrase, tokens[0] < phrase.stop):
        return list(content)
    return [Span(layout.starts[phrase.start], content[0].end), *content[1:]]


def _phrase_after(layout: Layout, verb: int) -> range:
    """The phrase with a preposition right after a cue verb, and the comma after it."""
    first = verb + 1
    if layout.deps[first : first + 1] != ["prep"] or layout.tags[first] != "IN":
        return range(0)
    end = layout.edges(first)[1]
    return range(first, end + (layout.lower[end : end + 1] == [","]))


def _is_of_saying(layout: Layout, phrase: range, is_begun: bool = False) -> bool:
    """Whether a phrase tells to whom, where, when or in what something is said: "in a statement",
    "on Monday"; a day or place is none that the content has a part of."""
    if layout.lower[phrase.start] in _TOLD or any(
        layout.lemmas[token] in word_set("reporting", "said_in") for token in phrase
    ):
        return True
    names = {layout.doc[token].ent_type_ for token in phrase} if not is_begun else frozenset()
    is_period = any(layout.lemmas[t] in word_set("reporting", "periods") for t in phrase)
    return not (is_period or _WHERE_OR_WHEN.isdisjoint(names))


def without_addressee(
    layout: Layout, cue: Sequence[int], content: Sequence[Span]
) -> tuple[Span, ...]:
    """A content from the first word after whom it is told, or when, where no "that" stands between.

    Args:
        content: what is told; parts of the addressee may be in it, and its subject may not.
    """
    begins = _beginning(layout, cue)
    if begins is None or not content:
        return tuple(content)
    first = next((n for n, span in enumerate(content) if span.end > layout.ends[begins]), None)
    if first is None or content[0].start < layout.starts[cue[-1]]:
        return tuple(content)
    if layout.text[slice(*content[0])].split(maxsplit=1)[:1] == [_THAT]:
        return tuple(content)
    return (Span(layout.starts[begins], content[first].end), *content[first + 1 :])


def _beginning(layout: Layout, cue: Sequence[int]) -> int | None:
    """The token that the clause begins with: the first of a phrase behind another's noun."""
    found = cue_verb(layout, cue[-1]) if cue else None
    after = range(cue[-1] + 1, layout.sentence_of[cue[-1]][1]) if cue else range(0)
    if found is None or ("person" not in found.cue.takes and not _is_between(layout, after)):
        return None
    before = after[1 : next((n for n, t in enumerate(after) if _ends(layout, t)), len(after))]
    begins = (t for t in before if _begins(layout, t))
    is_clause = before.stop < after.stop and layout.is_finite(before.stop)
    return next(begins, _within(layout, cue[-1], before)) if is_clause else None


def _within(layout: Layout, verb: int, before: range) -> int | None:
    """The noun in some tokens before a finite verb that the parse takes for a part of whom it is
    told, and not for its subject: "talks" of "told Reuters talks had ended"."""
    finite = min(before.stop, len(layout.tags) - 1)
    clause = finite if layout.deps[finite] == "ccomp" else layout.heads[finite]
    noun = layout.child(verb, "dobj")
    if noun is None or layout.heads[clause] != verb or layout.child(clause, *SUBJECTS) is not None:
        return None
    parts = [token for token in layout.children_of(noun, "compound") if token > verb]
    return parts[0] + 1 if len(parts) == 1 else None


def _is_between(layout: Layout, tokens: range) -> bool:
    """Whether a day, where it is said, or "to" before whom, begins right after a cue."""
    if len(tokens) < 2:
        return False
    if layout.lower[tokens[0]] not in (_IN, "to"):
        return layout.tags[tokens[0]] == "NNP" and layout.deps[tokens[0]] == "npadvmod"
    phrase = range(*layout.edges(tokens[0]))
    return layout.tags[tokens[1]] != "VB" and _is_of_saying(layout, phrase)


def _begins(layout: Layout, token: int) -> bool:
    is_next = layout.tags[token] in _BEGINS and layout.tags[token - 1] in _NAMES
    return is_next and layout.deps[layout.heads[token]] != "npadvmod"


def _ends(layout: Layout, token: int) -> bool:
    """Whether a word ends the search: a verb, a conjunction, a mark, a quotation."""
    is_word = layout.tags[token][:1].isalpha() and layout.quote_of[token] == -1
    is_conjunction = layout.deps[token] == "mark" or layout.tags[token].startswith("W")
    return layout.is_finite(token) or is_conjunction or not is_word
