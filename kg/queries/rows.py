"""Rows of results as notebooks show them and other libraries take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from kg.queries.python_values import Row

if TYPE_CHECKING:
    import pandas
    import polars

_SHOWN = 100  # rows in a notebook


class Rows(list[Row]):
    """The rows of a SELECT: a list of dictionaries by variable, which Jupyter shows as a table; its
    columns are the variables in their order, also where there are no rows."""

    def __init__(self, rows: Iterable[Row], columns: Iterable[str]) -> None:
        super().__init__(rows)
        self.columns = tuple(columns)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame of pandas, which must be installed."""
        import pandas

        return pandas.DataFrame(list(self), columns=list(self.columns))

    def to_polars(self) -> polars.DataFrame:
        """The rows as a data frame of polars, which must be installed."""
        import polars

        columns = {name: [row[name] for row in self] for name in self.columns}
        return polars.DataFrame(columns, strict=False)

    def _repr_html_(self) -> str:
        head = Markup("").join(Markup("<th>{}</th>").format(name) for name in self.columns)
        cells = (
            (Markup("<td>{}</td>").format("" if row[c] is None else row[c]) for c in self.columns)
            for row in self[:_SHOWN]
        )
        body = Markup("").join(Markup("<tr>{}</tr>").format(Markup("").join(row)) for row in cells)
        more = len(self) - _SHOWN
        note = Markup("<p>and {} more rows</p>").format(more) if more > 0 else Markup("")
        table = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}")
        return table.format(head, body, note)
