"""Options and arguments that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.api import Graph
from kg.api import open as open_graph
from kg.documents import parse_date
from kg.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

with_store: Callable[[Command], Command] = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the store.  [default: store, or as kg.toml says]",
)

with_jobs: Callable[[Command], Command] = click.option(
    "--jobs", "-j", type=click.IntRange(min=1), help="Number of processes.  [default: 1]"
)


with_tagger: Callable[[Command], Command] = click.option(
    "--tagger/--no-tagger",
    default=None,
    help="Find statements with the trained tagger, or by the parse alone: faster, finds fewer.  "
    "[default: --tagger, or as kg.toml says]",
)


class Date(click.ParamType[date | datetime]):
    """A date or a time, as documents may give it."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        """The date; a usage error where the text is none."""
        try:
            return parse_date(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


with_published: Callable[[Command], Command] = click.option(
    "--published",
    type=Date(),
    metavar="DATE",
    help="Date of the articles that give none themselves.",
)


def reading(settings: Settings, store: Path | None) -> Graph:
    """The graph, opened to read."""
    return open_graph(store, settings=settings, read_only=True)


def writing(settings: Settings, store: Path | None) -> Graph:
    """The graph, opened to write."""
    return open_graph(store, settings=settings)
