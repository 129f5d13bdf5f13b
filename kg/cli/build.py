"""kg build"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.api import Graph
from kg.build.processes import tune_interpreter
from kg.build.run import BuildReport, Outcome, Status
from kg.build.run import Progress as OnOutcome
from kg.cli.shared.options import with_extraction, with_store, writing
from kg.cli.shared.printing import say, say_if_parse_only, warn
from kg.documents import SUPPORTED
from kg.settings import Settings
from kg.terminal import visible

_HELP = f"""Read articles into the store.

PATH is a file or folder ({SUPPORTED}), or - for standard input;
without one, the articles that come with kg are read. Documents that have not changed are skipped.
Those that cannot be read are named, the others built, and the exit status is 1.
"""


@click.command(epilog="Example: kg build articles/ --published 2024-10-23 --jobs 2", help=_HELP)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@with_store
@with_extraction
@click.option("--force", is_flag=True, help="Build documents again that have not changed.")
@click.option("--prune", is_flag=True, help="Remove the documents of files that have vanished.")
@click.option("--keep-annotations", is_flag=True, default=None,
              help="Keep what is read, so that new knowledge needs no second reading.")  # fmt: skip
@click.option("--verbose", "-v", is_flag=True, help="Say of each document what became of it.")
def command(
    settings: Settings,
    paths: tuple[str, ...],
    store: Path | None,
    published: date | datetime | None,
    force: bool,
    prune: bool,
    keep_annotations: bool | None,
    verbose: bool,
) -> int:
    """Read articles into the store."""
    started = time.monotonic()
    tune_interpreter()
    chosen = settings.but(keep_annotations=keep_annotations)
    say_if_parse_only(chosen)
    with writing(chosen, store) as graph, _progress(verbose) as progress:
        report = graph.build(
            *paths, published=published, force=force, prune=prune, progress=progress
        )
        summary = _summary(report, graph)
        for line in graph.unknown_judgements():
            warn(line)
    if verbose or sys.stderr.isatty():
        summary += f" in {time.monotonic() - started:.1f} s"
    say(summary)
    return 1 if report.failed else 0


@contextmanager
def _progress(verbose: bool) -> Iterator[OnOutcome]:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:.0f} documents"), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task("", total=None)

        def tell(outcome: Outcome) -> None:
            bar.advance(task, outcome.status is not Status.WARNED)
            if outcome.error is not None:
                console.print(visible(f"kg: {outcome.error}"), markup=False)
            elif verbose:
                console.print(visible(f"{outcome.status}: {outcome.source}"), markup=False)

        yield tell


def _summary(report: BuildReport, graph: Graph) -> str:
    counts = [
        f"{count} {name}"
        for name in ("built", "unchanged", "failed", "removed")
        if (count := getattr(report, name))
    ]
    documents = len(graph.documents())
    return (
        f"{', '.join(counts) or 'nothing to build'}; "
        f"{report.statements} statement{'s' * (report.statements != 1)} read; "
        f"{documents} document{'s' * (documents != 1)} in {graph.store.path}"
    )
