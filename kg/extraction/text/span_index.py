"""Which of many spans holds another."""

from bisect import bisect_right
from collections.abc import Sequence

from kg.extraction.annotations import Span

_NESTED = 4


class SpanIndex:
    """Spans, to be found by what they hold.

    Args:
        spans: in any order; at most a few of them overlap each other.

    >>> SpanIndex([Span(8, 9), Span(0, 4)]).holding(Span(1, 3))
    1
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._order = sorted(range(len(spans)), key=spans.__getitem__)
        self._spans = [spans[i] for i in self._order]
        self._starts = [span.start for span in self._spans]

    def holding(self, inner: Span) -> int | None:
        """The index of the span that holds another, the one that starts last; None without any."""
        last = bisect_right(self._starts, inner.start) - 1
        for at in range(last, max(-1, last - _NESTED), -1):
            if inner.end <= self._spans[at].end:
                return self._order[at]
        return None
