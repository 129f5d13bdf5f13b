"""Contents that stand around their source and cue: "If it rains, Roe said, the fair will end"."""

from collections.abc import Container, Sequence

from kg.extraction.annotations import Span
from kg.extraction.statements.layout import Layout

_CONDITIONS = frozenset(("advcl", "pcomp"))
_OPENS = frozenset(("mark", "advmod"))


def with_condition(
    layout: Layout,
    content: Sequence[Span],
    source: Sequence[int],
    cue: Sequence[int],
    cues: Container[int],
) -> list[Span]:
    """A content after a cue between commas, with the clause that the sentence begins with.

    Args:
        content: in the order of the text.
        cues: the tokens of all cues; a clause with one of them is none of the content.
    """
    after = [span for span in content if cue and span.start >= layout.ends[cue[-1]]]
    own = (*source, *cue)
    if not (after and source) or not _is_between_commas(layout, min(own), max(own), after[0]):
        return list(content)
    clause = range(layout.sentence_of[cue[0]][0], min(own) - 1)
    is_clause = _begins_with_clause(layout, clause) and not any(t in cues for t in clause)
    return [layout.span((clause.start, clause.stop)), *after] if is_clause else list(content)


def _is_between_commas(layout: Layout, first: int, last: int, content: Span) -> bool:
    between = layout.text[layout.ends[last] : content.start].rstrip()
    return first > 0 and layout.lower[first - 1] == "," and between.endswith(",")


def _begins_with_clause(layout: Layout, tokens: range) -> bool:
    """Whether some tokens are a subordinate clause outside quotations: "if it rains"."""
    if not tokens or layout.deps[tokens[0]] not in _OPENS:
        return False
    verb = layout.heads[tokens[0]]
    return (
        verb in tokens
        and layout.deps[verb] in _CONDITIONS
        and all(layout.quote_of[token] == -1 for token in tokens)
    )
