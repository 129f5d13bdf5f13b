"""Which statement's content holds a stretch of text."""

from collections.abc import Iterable, Sequence

from kg.extraction.annotations import Span, Statement


def holding_statements(spans: Iterable[Span], statements: Sequence[Statement]) -> dict[Span, int]:
    """By span, the index of the innermost statement whose content holds it, if one does."""
    contents = sorted(
        (content, i) for i, statement in enumerate(statements) for content in statement.content
    )
    holders: dict[Span, int] = {}
    open_: list[tuple[Span, int]] = []
    position = 0
    for span in sorted(set(spans)):
        while position < len(contents) and contents[position][0].start <= span.start:
            open_.append(contents[position])
            position += 1
        open_ = [each for each in open_ if each[0].end > span.start]
        inside = [(c.end - c.start, i) for c, i in open_ if span.end <= c.end]
        if inside:
            holders[span] = min(inside)[1]
    return holders
