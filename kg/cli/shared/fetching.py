"""What `kg fetch` and `kg watch` have in common."""

import signal
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import click

from kg.cli.shared.printing import warn
from kg.errors import ServiceError


def with_gathering(command: Callable[..., int]) -> Callable[..., int]:
    """The options of fetching; the command gets the folder, and the gathering that they make.

    From here on Ctrl-C ends the command at once.
    """

    @click.option("--out", "folder", type=click.Path(path_type=Path, file_okay=False),
                  default="news", show_default=True,
                  help="Folder that pages are saved in.")  # fmt: skip
    @click.option("--allow-host", "allowed", multiple=True, metavar="HOST[:PORT]",
                  help="A host that may have a private address, as this machine has.")  # fmt: skip
    @click.option("--pause", type=click.FloatRange(min=0), default=1.0, show_default=True,
                  metavar="SECONDS",
                  help="The least time from one request to a host to the next.")  # fmt: skip
    @click.option("--limit", "most", type=click.IntRange(min=1), default=1000, show_default=True,
                  help="The most pages that one feed or sitemap gives.")  # fmt: skip
    @wraps(command)
    def changed(
        *given: Any, folder: Path, allowed: tuple[str, ...], pause: float, most: int, **values: Any
    ) -> int:
        # The library for HTTP takes a while to import, which help need not wait for.
        from kg.sources.client import Client, Manners
        from kg.sources.fetching import Fetcher
        from kg.sources.gathering import Gathering
        from kg.sources.saved import Folder

        # Else asyncio makes it a cancellation, which a request that is about to end can swallow.
        signal.signal(signal.SIGINT, _interrupt)
        client = Client(Manners(pause=pause, allowed=allowed))
        gathering = Gathering(Fetcher(client, Folder(folder)), most)
        return command(*given, folder=folder, gathering=gathering, **values)

    return changed


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Tally:
    """Counts what was fetched, and says once of each problem what it is."""

    def __init__(self) -> None:
        self.unchanged = 0
        self.failed = 0
        self._said: set[str] = set()

    def new(self, found: Iterable[Path | ServiceError | None]) -> list[Path]:
        """The files that are new or have changed."""
        files = []
        for each in found:
            if isinstance(each, Path):
                files.append(each)
            elif each is None:
                self.unchanged += 1
            else:
                self.failed += 1
                self._say(str(each))
        return files

    def _say(self, problem: str) -> None:
        if problem not in self._said:
            self._said.add(problem)
            warn(problem)
