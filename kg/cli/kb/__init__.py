"""kg kb"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.cli.kb.reconcile import command as reconcile
from kg.cli.shared.options import web_address
from kg.cli.shared.printing import say, say_row
from kg.review.knowledge_base import (
    DEFAULT,
    WIKIDATA_ENDPOINT,
    about,
    cells,
    fetch_items,
    import_dump,
    index_path,
    open_base,
)
from kg.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

_with_index: Callable[[Command], Command] = click.option(
    "--index", type=click.Path(path_type=Path, dir_okay=False),
    help=f"File of the index.  [default: {DEFAULT}, or as kg.toml says]")  # fmt: skip


@click.group(epilog="Example: kg kb import latest-all.json.bz2 --type Q5 --language en")
def command() -> None:
    """Import a knowledge base, look names up in one, link by one.

    Articles are linked by the one that kg.toml names, such as an index that was imported:
    knowledge_base = "kb/wikidata.sqlite".
    """


command.add_command(reconcile, "reconcile")


@command.command("import", epilog="Example: kg kb import latest-all.json.bz2 --language en")
@click.argument("dump", type=click.Path(path_type=Path))
@_with_index
@click.option("--type", "types", multiple=True, metavar="QID",
              help="Keep only instances of this class.")  # fmt: skip
@click.option("--language", "languages", multiple=True, metavar="CODE",
              help="Keep only names in this language; the first one's are shown.")  # fmt: skip
@click.pass_obj
def import_(
    settings: Settings,
    dump: Path,
    index: Path | None,
    types: tuple[str, ...],
    languages: tuple[str, ...],
) -> None:
    """Make an index of a Wikidata JSON dump.

    DUMP is a .json, .json.gz or .json.bz2, or an extract with an item a line. --type and --language
    may be given several times. An import that was stopped goes on when it is called again; the old
    index stays until the new one is whole.
    """
    with _progress() as tell:
        report = import_dump(settings, dump, index, types, languages, tell)
    again = f", after line {report.resumed}" if report.resumed else ""
    say(
        f"{report.items} items under {report.names} names from {report.lines} lines{again}, "
        f"in {index_path(settings, index)}"
    )


@command.command(epilog="Example: kg kb fetch --pages 50")
@_with_index
@click.option("--endpoint", metavar="URL", default=WIKIDATA_ENDPOINT, show_default=True,
              callback=web_address,
              help="A SPARQL endpoint that has Wikidata's RDF.")  # fmt: skip
@click.option("--pages", type=click.IntRange(min=1), default=20, show_default=True,
              help="The least number of pages in Wikimedia projects about an item.")  # fmt: skip
@click.option("--language", "languages", multiple=True, metavar="CODE", default=("en",),
              show_default=True, help="Language of names; the first one's are shown.")  # fmt: skip
@click.pass_obj
def fetch(
    settings: Settings, index: Path | None, endpoint: str, pages: int, languages: tuple[str, ...]
) -> None:
    """Make an index of the people, organizations and places that Wikidata has most pages about.

    A SPARQL endpoint is asked page by page, with a second between two requests. A fetch that was
    stopped goes on when it is called again; the old index stays until the new one is whole.
    """
    with _progress("items") as tell:
        report = fetch_items(settings, endpoint, index, pages, languages, tell)
    again = f", {report.resumed} of them fetched before" if report.resumed else ""
    say(f"{report.items} items under {report.names} names{again}, in {index_path(settings, index)}")


@command.command(epilog="Example: kg kb lookup 'Douglas Adams'")
@click.argument("name")
@_with_index
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@click.pass_obj
def lookup(settings: Settings, name: str, index: Path | None, limit: int) -> int:
    """Print the entries that go by NAME, most popular first; the exit status is 1 for none.

    Columns: id, name to show, popularity (of Wikidata the pages in Wikimedia projects), whether
    NAME is its label or an alias, types, countries. Wikidata's names are compared without letter
    case and diacritics.
    """
    with open_base(settings, index) as base:
        found = base.lookup(name, limit=limit)
        for entry in found:
            say_row(cells(entry, base))
    return 0 if found else 1


@command.command(epilog="Example: kg kb info")
@_with_index
@click.pass_obj
def info(settings: Settings, index: Path | None) -> None:
    """Print the name and version, and of an index what it was made from and holds."""
    with open_base(settings, index) as base:
        for key, value in sorted(about(base).items()):
            say_row((key, value))


@contextmanager
def _progress(unit: str = "lines") -> Iterator[Callable[[int], None]]:
    columns = (SpinnerColumn(), TextColumn(f"{{task.completed:,.0f}} {unit}"), TimeElapsedColumn())
    hidden = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)
