"""Options and arguments that several commands have."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.api import Graph
from kg.api import open as open_graph
from kg.documents import parse_date
from kg.queries.limits import DEADLINE
from kg.settings import MinScore, Settings
from kg.store import GraphStore

if TYPE_CHECKING:
    from kg.store.remote import Endpoint

Command = TypeVar("Command", bound=Callable[..., Any])

with_store: Callable[[Command], Command] = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the store.  [default: store, or as kg.toml says]",
)


def with_endpoint(command: Command) -> Command:
    """The options that name a SPARQL server in the place of a store."""
    user = click.option("--user", metavar="NAME",
                        help="User at --endpoint, with the password in KG_ENDPOINT_PASSWORD; for a "
                             "token, KG_ENDPOINT_TOKEN.")  # fmt: skip
    address = click.option("--endpoint", metavar="URL",
                           help="Ask a SPARQL server instead of a store.")  # fmt: skip
    return address(user(command))


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


with_any_language: Callable[[Command], Command] = click.option(
    "--any-language",
    is_flag=True,
    default=None,
    help="Read articles too that are not in English; they are left out else.",
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


def with_extraction(command: Callable[..., int]) -> Callable[..., int]:
    """The options that say how articles are read.

    The command gets the settings that they make, and `published` as it was given.
    """

    @with_jobs
    @click.option("--published", type=Date(), metavar="DATE",
                  help="Date of the articles that give none themselves.")  # fmt: skip
    @with_tagger
    @click.option("--min-score", type=click.FloatRange(0, 1),
                  help="Least score of a statement of any kind; 0 gives all that were found.  "
                       "[default: by kind, as kg.toml says]")  # fmt: skip
    @with_any_language
    @wraps(command)
    @click.pass_obj
    def changed(
        settings: Settings,
        /,
        jobs: int | None,
        tagger: bool | None,
        min_score: float | None,
        any_language: bool | None,
        **values: Any,
    ) -> int:
        least = None if min_score is None else MinScore.for_all(min_score)
        chosen = settings.but(jobs=jobs, tagger=tagger, min_score=least, any_language=any_language)
        return command(chosen, **values)

    return changed


def web_address(context: click.Context, option: click.Parameter, value: str) -> str:
    """What an option is given, as a callback of click; BadParameter where it is no address."""
    if not value.startswith(("http://", "https://")):
        raise click.BadParameter("give an address that begins with http:// or https://")
    return value


def reading(settings: Settings, store: Path | None, endpoint: Endpoint | None = None) -> Graph:
    """The graph of a store or of a SPARQL server, opened to read."""
    if endpoint is None:
        return open_graph(store, settings=settings, read_only=True)
    return Graph(GraphStore.at(endpoint, base=settings.base), settings)


def endpoint_of(
    url: str | None, user: str | None, store: Path | None, timeout: float = DEADLINE
) -> Endpoint | None:
    """The SPARQL server that --endpoint and --user mean; None where there is none.

    Args:
        store: what --store names, which excludes a server.
        timeout: seconds without a byte after which the server is given up.
    """
    if url is None:
        if user is not None:
            raise click.UsageError("--user goes with --endpoint.")
        return None
    if store is not None:
        raise click.UsageError("--store and --endpoint exclude each other.")
    return server(url, user, timeout)


def server(url: str, user: str | None, timeout: float) -> Endpoint:
    """A server with the password or token that the environment has for it."""
    # The library for HTTP takes a while to import, which questions to a store need not wait for.
    from kg.store.remote import Endpoint

    password = os.environ.get("KG_ENDPOINT_PASSWORD")
    if user is not None and password is None:
        raise click.UsageError("--user needs a password in the variable KG_ENDPOINT_PASSWORD.")
    token = None if user is not None else os.environ.get("KG_ENDPOINT_TOKEN") or None
    return Endpoint(url, user, password or "", token, timeout)


def writing(settings: Settings, store: Path | None) -> Graph:
    """The graph, opened to write."""
    return open_graph(store, settings=settings)
