"""kg watch"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.build.processes import tune_interpreter
from kg.build.run import Outcome
from kg.cli.shared.fetching import Tally, with_gathering
from kg.cli.shared.options import with_any_language, with_jobs, with_store, with_tagger, writing
from kg.cli.shared.printing import say, say_if_parse_only, warn
from kg.errors import StoreError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.sources.gathering import Gathering


@click.command(epilog="Example: kg watch https://news.example/rss.xml --out news --every 600")
@click.argument("feeds", nargs=-1, required=True, metavar="FEED|OPML...")
@with_gathering
@with_store
@with_jobs
@with_tagger
@with_any_language
@click.option("--every", type=click.FloatRange(min=0), default=600.0, show_default=True,
              metavar="SECONDS", help="The time from one round to the next.")  # fmt: skip
@click.option("--rounds", type=click.IntRange(min=1), help="How many.  [default: without end]")
@click.pass_obj
def command(
    settings: Settings,
    feeds: tuple[str, ...],
    folder: Path,
    gathering: Gathering,
    store: Path | None,
    jobs: int | None,
    tagger: bool | None,
    any_language: bool | None,
    every: float,
    rounds: int | None,
) -> int:
    """Fetch the articles of feeds again and again, and build what is new.

    The pages are saved as by `kg fetch` and read as by `kg build`. It can be ended at any moment:
    started again, it goes on where it was.
    """
    tune_interpreter()
    chosen = settings.but(jobs=jobs, tagger=tagger, any_language=any_language)
    say_if_parse_only(chosen)
    tally = Tally()
    # What an earlier run had fetched and not yet built.
    waiting = [folder] if any(folder.glob("*/*.html")) else []
    for number in count(1):
        waiting = _built(chosen, store, waiting + tally.new(gathering.feeds(feeds)))
        if number == rounds:
            break
        time.sleep(every)
    return 0


def _built(settings: Settings, store: Path | None, files: Sequence[Path]) -> list[Path]:
    """Build what is new; the files that could not be built yet."""
    if not files:
        return []
    try:
        with writing(settings, store) as graph:
            report = graph.build(*files, progress=_warn)
    except StoreError as error:
        warn(f"{error}; it is tried again in the next round")
        return list(files)
    say(f"{report.built} built, {report.statements} statement{'s' * (report.statements != 1)} read")
    return []


def _warn(outcome: Outcome) -> None:
    if outcome.error is not None:
        warn(outcome.error)
