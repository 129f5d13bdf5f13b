"""Whether a span overlaps any of many others."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from kg.extraction.annotations import Span


class Cover:
    """What some spans cover; they may be many, in any order, and overlap each other.

    >>> cover = Cover([Span(0, 4), Span(8, 9)])
    >>> cover.overlaps(Span(3, 5)), cover.overlaps(Span(4, 8))
    (True, False)
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def overlaps(self, span: Span) -> bool:
        """Whether a span has a character in common with any of them."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start
