"""Overlapping spans of a text, cut into stretches that do not overlap."""

import itertools
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span of a text.

    Attributes:
        begin: offset of its first character, in code points.
        end: offset after its last.
        target: the IRI of the entity, event or statement.
        kind: the type of an entity in a word; empty for statements.
    """

    begin: int
    end: int
    role: str
    target: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text within which no mark begins or ends.

    Attributes:
        begin: its offset in the text, in code points.
        marks: the marks that cover it, the longest first.
    """

    begin: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def entity(self) -> Mark | None:
        """The shortest entity that covers it."""
        return self._shortest("entity")

    @property
    def event(self) -> Mark | None:
        """The event of which it is the predicate."""
        return self._shortest("event")

    def _shortest(self, role: str) -> Mark | None:
        return next((mark for mark in reversed(self.marks) if mark.role == role), None)

    @property
    def spans(self) -> tuple[Mark, ...]:
        """The parts of statements that cover it, the longest first."""
        return tuple(mark for mark in self.marks if mark.role not in ("entity", "event"))

    @property
    def role(self) -> str:
        """The role of the shortest part of a statement that covers it; empty for none."""
        return self.spans[-1].role if self.spans else ""

    @property
    def depth(self) -> int:
        """How many contents cover it."""
        return sum(mark.role == "content" for mark in self.marks)


def stretches(text: str, marks: Iterable[Mark], begin: int, end: int) -> Iterator[Stretch]:
    """The stretches of a part of a text, in order. Joined they are that part."""
    inside = sorted(
        (m for m in marks if m.begin < min(m.end, end) and m.end > begin),
        key=lambda m: (m.begin, -m.end, m.role, m.target),
    )
    edges = {begin, end, *(m.begin for m in inside), *(m.end for m in inside)}
    cuts = sorted(edge for edge in edges if begin <= edge <= end)
    waiting, covering = deque(inside), list[Mark]()
    for start, stop in itertools.pairwise(cuts):
        covering = [mark for mark in covering if mark.end > start]
        while waiting and waiting[0].begin <= start:
            covering.append(waiting.popleft())
        longest_first = sorted(covering, key=lambda m: m.begin - m.end)
        yield Stretch(start, text[start:stop], tuple(longest_first))


def lines(text: str) -> list[tuple[int, int]]:
    """The offsets of a text's lines, without the characters that end them."""
    found, begin = [], 0
    for line in text.split("\n"):
        end = begin + len(line)
        found.append((begin, end))
        begin = end + 1
    return found


def around(spans: Sequence[tuple[int, int]], begin: int, end: int) -> tuple[int, int]:
    """The range from the begin of the first span that meets [begin, end) to the end of the last.

    The spans are in the order of the text and do not overlap. If none meets it, the range is
    [begin, end) itself.
    """
    first = bisect_right(spans, begin, key=lambda span: span[1])
    after = bisect_left(spans, end, key=lambda span: span[0])
    return (spans[first][0], spans[after - 1][1]) if first < after else (begin, end)
