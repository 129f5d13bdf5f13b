"""Charts: numbers of a table as bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.server.pages.terms import Result, Row, Term

_MOST_BARS = 30
_NO_AMOUNTS = {"begin", "end", "sentenceBegin", "sentenceEnd", "score", "order"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar for each of the first rows of a table.

    Attributes:
        of: the column of numbers.
        by: the column of what the bars stand for.
        rows: label (an IRI or a text), IRI where there is one, and number.
        more: how many rows have no bar.
    """

    of: str
    by: str
    rows: Sequence[tuple[Term, str | None, float]]
    more: int

    @property
    def most(self) -> float:
        """The greatest number."""
        return max(amount for _, _, amount in self.rows)


def chart(result: Result) -> Chart | None:
    """The bars for the first column of amounts in a table; None if it has none.

    Amounts are not negative and not all alike; each bar has a name of its own.
    """
    shown = list(result.rows[:_MOST_BARS])
    of = next((c for c in result.columns if _is_amount(c, shown)), None)
    names = sorted(result.columns, key=lambda c: c + "Name" in result.columns)
    by = next((c for c in names if c != of and _names_each(c, shown)), None)
    if of is None or by is None:
        return None
    link = by.removesuffix("Name")
    bars = [
        (row[by], row[link] if link in row and row[link].is_iri else None, row[of].amount or 0)
        for row in shown
    ]
    return Chart(of, link, bars, len(result.rows) - len(shown))


def _is_amount(column: str, rows: Sequence[Row]) -> bool:
    if column in _NO_AMOUNTS or len(rows) < 2:
        return False
    amounts = {row[column].amount if column in row else None for row in rows}
    return len(amounts) > 1 and all(a is not None and 0 <= a < float("inf") for a in amounts)


def _names_each(column: str, rows: Sequence[Row]) -> bool:
    terms = [row[column] for row in rows if column in row]
    return all(term.amount is None for term in terms) and len(set(terms)) == len(rows)
