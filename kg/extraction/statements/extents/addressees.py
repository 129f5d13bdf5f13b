"""Parts whom something is told, and the day when, from what they are told: "told Reuters in an
interview the town had agreed", "insisted to Poe it rained", "said Friday she is ready"."""

from collections.abc import Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.constructions.cue_words import cue_verb
from kg.extraction.statements.layout import Layout

_BEGINS = frozenset(("DT", "PRP", "PRP$", "EX"))
_PREPOSITIONS = frozenset(("in", "to"))
_THAT = "that"
_NAMES = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))


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
    found_at = next(begins, None)
    is_clause = before.stop < after.stop and layout.is_finite(before.stop)
    return found_at if is_clause else None


def _is_between(layout: Layout, tokens: range) -> bool:
    """Whether a day, where it is said, or "to" before whom, begins right after a cue."""
    if len(tokens) < 2:
        return False
    is_day = layout.tags[tokens[0]] == "NNP" and layout.deps[tokens[0]] == "npadvmod"
    return is_day or (layout.lower[tokens[0]] in _PREPOSITIONS and layout.tags[tokens[1]] != "VB")


def _begins(layout: Layout, token: int) -> bool:
    is_next = layout.tags[token] in _BEGINS and layout.tags[token - 1] in _NAMES
    return is_next and layout.deps[layout.heads[token]] != "npadvmod"


def _ends(layout: Layout, token: int) -> bool:
    """Whether a word ends the search: a verb, a conjunction, a mark, a quotation."""
    is_word = layout.tags[token][:1].isalpha() and layout.quote_of[token] == -1
    is_conjunction = layout.deps[token] == "mark" or layout.tags[token].startswith("W")
    return layout.is_finite(token) or is_conjunction or not is_word
