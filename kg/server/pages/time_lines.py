"""The time line of statements: a row for each stance, a dot for each day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from itertools import groupby

from kg.server.pages.terms import Row

WIDTH = 640
"""The width of the drawing; a row of it is `ROW` high."""
ROW = 26
_LEFT, _RIGHT = 110, 24
_LEAST_RADIUS, _MOST_RADIUS = 4.0, 11.0
_MOST_MARKS = 7
_MONTHS_BETWEEN = (1, 3, 6, 12, 24, 60, 120, 600, 1200)


@dataclass(frozen=True, slots=True)
class Dot:
    """The statements of one stance and day.

    Attributes:
        x, y, radius: where the dot is drawn, and how large.
    """

    day: date
    rows: Sequence[Row]
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Where all that a time line has is drawn.

    Attributes:
        lanes: each stance and the height of its row.
        marks: days at the foot, each with its place.
        undated: how many statements have no day.
    """

    lanes: Sequence[tuple[str, float]]
    dots: Sequence[Dot]
    marks: Sequence[tuple[date, float]]
    undated: int

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return ROW * (len(self.lanes) + 1)


def time_line(rows: Sequence[Row]) -> TimeLine | None:
    """The time line of some statements; None if they are not of two days at least.

    Args:
        rows: rows with `statement`, `stance` and, where there is one, `date`; a statement has a row
            for each of its speakers.
    """
    statements = list({row["statement"]: row for row in rows}.values())
    dated = [(day, row) for row in statements if (day := _day(row)) is not None]
    days = {day for day, _ in dated}
    if len(days) < 2:
        return None
    scale = _Scale(min(days), max(days))
    dated.sort(key=lambda each: (each[1]["stance"], each[0]))
    stances = list(dict.fromkeys(row["stance"] for _, row in dated))
    stances.sort(key=lambda stance: (-sum(row["stance"] == stance for _, row in dated), stance))
    heights = {stance: ROW * (place + 0.5) for place, stance in enumerate(stances)}
    dots = []
    for (stance, day), group in groupby(dated, key=lambda each: (each[1]["stance"], each[0])):
        of_day = [row for _, row in group]
        radius = min(_MOST_RADIUS, _LEAST_RADIUS * len(of_day) ** 0.5)
        dots.append(Dot(day, of_day, scale.x(day), heights[stance], round(radius, 1)))
    marks = [(day, scale.x(day)) for day in scale.marks()]
    return TimeLine(list(heights.items()), dots, marks, len(statements) - len(dated))


def _day(row: Row) -> date | None:
    try:
        return date.fromisoformat(row["date"][:10]) if "date" in row else None
    except ValueError:
        return None  # a year or a month


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days as places between the edges of a drawing."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """The place of a day."""
        share = (day - self.first) / (self.last - self.first)
        return round(_LEFT + _MOST_RADIUS + share * (WIDTH - _LEFT - _RIGHT - 2 * _MOST_RADIUS), 1)

    def marks(self) -> list[date]:
        """Some days to name: the beginnings of months or years, or else the first and last day."""
        for step in _MONTHS_BETWEEN:
            found = list(self._beginnings(step))
            if 2 <= len(found) <= _MOST_MARKS:
                return found
            if len(found) < 2:
                break
        return [self.first, self.last]

    def _beginnings(self, step: int) -> Iterator[date]:
        """The beginnings of every `step`-th month."""
        month = self.first.year * 12 + self.first.month - 1
        month += -month % step
        while month // 12 <= MAXYEAR and (day := date(month // 12, month % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                yield day
            month += step
