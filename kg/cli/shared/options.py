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
from kg.settings import MinScore, Settings

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
    help="Find names and statements with the trained tagger, or by the parse alone: faster, finds "
    "fewer.  "
    "[default: --tagger, or as kg.toml says]",
)


with_min_score: Callable[[Command], Command] = click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    help="Least score of a statement of any kind; 0 gives all that were found.  "
    "[default: by kind, as kg.toml says]",
)


with_any_language: Callable[[Command], Command] = click.option(
    "--any-language",
    is_flag=True,
    default=None,
    help="Read articles too that are not in English; they are left out else.",
)


def least_scores(given: float | None) -> MinScore | None:
    """The setting that the option `--min-score` means."""
    return None if given is None else MinScore.for_all(given)


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
