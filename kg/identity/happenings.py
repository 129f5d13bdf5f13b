"""The same event in several articles: which events may be one, and how far to trust that.

Two events of different articles are taken for one where their type, their actor and one more
filler agree, and time and place do not speak against it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from kg.extraction.wordlists import word_set
from kg.identity.entities import ResolvedFrame

_NO_FILLERS = frozenset({"Actor", "Amount", "Place", "Time"})
_LONGEST = 31  # days that an event may lie in, to be compared with one of another such time
_REPORTED = "reported "


@dataclass(frozen=True, slots=True)
class Report:
    """An event as one article tells it.

    Attributes:
        happenings: what it may share with others, see `happenings`.
        time: when it was, in ISO 8601; None where the article does not say.
        place: the key of its place, None where the article does not say.
        country: the key of the country of the place, None where it is unknown.
    """

    event: str
    document: str
    happenings: frozenset[str]
    time: str | None = None
    place: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Sameness:
    """That two events are one: their keys in order, how that was found, and a score to 1."""

    event: str
    other: str
    method: str
    score: float


def happenings(resolved: ResolvedFrame, published: date | None) -> Iterator[str]:
    """A line for each actor, other filler and month of an event: the type, the two and the month.

    Events that have one in common are compared. In the place of a month stands a longer time as it
    is, or where the article gives none, the day on which it reports the event; nothing comes of an
    event without any.

    Args:
        published: the day of its article.
    """
    actors, others = set(), set()
    for argument, filler in resolved.parts():
        name = f"{argument.name}: {filler.key if filler else argument.lemma}"
        if argument.name == "Actor" and filler is not None and not filler.local:
            actors.add(name)
        elif argument.name is not None and argument.name not in _NO_FILLERS:
            local = filler is not None and filler.local
            if not local and (filler or argument.lemma not in word_set("frames", "pronouns")):
                others.add(name)
    times: list[str] = []
    if resolved.time is not None:
        times += _months(resolved.time.value) if resolved.time.value else ()
    elif published is not None:
        times.append(f"{_REPORTED}{published.isoformat()[:10]}")
    for actor in sorted(actors):
        for other in sorted(others):
            for each in times:
                yield f"{resolved.frame.type}({actor}, {other}) {each}"


def same(one: Report, other: Report) -> Sameness | None:
    """Whether two events of different articles are one, None where that is not sure enough.

    Both are on one day, or within times of a month at most that overlap, or within the same longer
    time; or the articles, of one day, do not say when. Where both have a place, one is the other or
    its country; and no other role is filled by entities alone that differ.
    """
    shared = {_filler(each) for each in one.happenings & other.happenings}
    found = _by_time(one.time, other.time)
    if not shared or found is None or one.document == other.document:
        return None
    if _are_apart(one, other) or _differ(one, other):
        return None
    method, score = found
    score += 0.05 * (len(shared) > 1) + 0.05 * bool(one.place and other.place)
    first, second = sorted((one.event, other.event))
    return Sameness(first, second, method, round(score, 2))


def judged_same(events: Iterable[str]) -> Iterator[Sameness]:
    """The pairs of events that a person judged to be one."""
    for event, other in combinations(sorted(set(events)), 2):
        yield Sameness(event, other, "judged", 1.0)


def _are_apart(one: Report, other: Report) -> bool:
    """Whether two events have places that are not one, and neither is the country of the other."""
    if one.place is None or other.place is None:
        return False
    return one.place not in (other.place, other.country) and other.place != one.country


def _differ(one: Report, other: Report) -> bool:
    """Whether two events have a role that entities fill, others in the one than in the other."""
    first, second = _entities(one), _entities(other)
    return any(first[role].isdisjoint(second[role]) for role in first.keys() & second.keys())


def _entities(report: Report) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in report.happenings:
        role, _, filler = _filler(each).partition(": ")
        if "/" in filler:
            found.setdefault(role, set()).add(filler)
    return found


def _filler(happening: str) -> str:
    """The filler of a happening beside its actor, after its role."""
    return happening.partition(", ")[2].rpartition(") ")[0]


def _by_time(one: str | None, other: str | None) -> tuple[str, float] | None:
    if one is None or other is None:
        return ("reported-same-day", 0.5) if one is other else None
    first, second = _days(one), _days(other)
    if first is None or second is None:
        return ("same-period", 0.7) if one == other else None
    if first[0] > second[1] or second[0] > first[1]:
        return None
    if first != second:
        return "overlapping", 0.6
    return ("same-day", 0.9) if first[0] == first[1] else ("same-period", 0.7)


def _months(time: str) -> Iterator[str]:
    """The months that a time of a month at most lies in; a longer time itself."""
    days = _days(time)
    if days is not None:
        yield from dict.fromkeys(day.isoformat()[:7] for day in days)
    elif not time.startswith("P"):
        yield time


def _days(time: str) -> tuple[date, date] | None:
    """The first and the last day of a time, None where it is longer than a month or no such time.

    >>> _days("2024-W43")
    (datetime.date(2024, 10, 21), datetime.date(2024, 10, 27))
    """
    begin, _, end = time.partition("/")
    first, last = _stretch(begin), _stretch(end or begin)
    if first is None or last is None or not 0 <= (last[1] - first[0]).days < _LONGEST:
        return None
    return first[0], last[1]


def _stretch(time: str) -> tuple[date, date] | None:
    """The first and the last day of a day, week or month; None for all else."""
    try:
        if len(time) == len("2024-10"):
            first = date.fromisoformat(f"{time}-01")
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            return first, after - timedelta(1)
        if len(time) == len("2024-W43") and time[5] == "W":
            first = date.fromisoformat(f"{time}-1")
            return first, first + timedelta(6)
        day = date.fromisoformat(time[:10]) if len(time) >= len("2024-10-23") else None
    except (ValueError, OverflowError):
        return None
    return None if day is None else (day, day)
