"""kg query"""

import shutil
import sys
from pathlib import Path

import click
from pyoxigraph import QueryTriples

from kg.cli.shared.deadline import Watch
from kg.cli.shared.options import endpoint_of, reading, with_endpoint, with_store
from kg.cli.shared.printing import standard_output
from kg.queries import RESULT_FORMATS, write_results
from kg.queries.limits import DEADLINE
from kg.settings import Settings

_REMEDY = (
    "ask for less, or allow more with --deadline and --memory; if little was asked for, "
    "`kg validate` says whether the store is damaged"
)


@click.command(epilog="Example: kg query statements -p speaker=person/lloyd-austin --format csv")
@click.argument("query", metavar="NAME|FILE")
@click.option("--param", "-p", "parameters", multiple=True, metavar="NAME=VALUE",
              help="A parameter of the query; may be given many times.")  # fmt: skip
@click.option("--format", "-f", "form", type=click.Choice(RESULT_FORMATS), default="table",
              show_default=True, help="Form of the results.")  # fmt: skip
@click.option("--deadline", type=click.FloatRange(min=0, min_open=True), default=DEADLINE,
              show_default=True, metavar="SECONDS", help="How long it may take.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=64), metavar="MB",
              help="Memory that it may have.  [default: half of all]")  # fmt: skip
@with_store
@with_endpoint
@click.pass_obj
def command(
    settings: Settings,
    query: str,
    parameters: tuple[str, ...],
    form: str,
    deadline: float,
    memory: int | None,
    store: Path | None,
    endpoint: str | None,
    user: str | None,
) -> None:
    """Ask a saved query (`kg queries` lists them), or one in a .rq file.

    SPARQL itself can stand in the place of NAME, within quotation marks.
    """
    asked = endpoint_of(endpoint, user, store, timeout=deadline)
    values = dict(_parameter(text) for text in parameters)
    terminal = sys.stdout.isatty()
    if terminal and form == "xlsx":
        raise click.UsageError("A workbook is no text: write it into a file with > FILE.xlsx.")
    width = shutil.get_terminal_size().columns if terminal else None
    watch = Watch(deadline, None if memory is None else memory << 20, _REMEDY)
    with watch.watching():
        with watch.waiting():
            graph = reading(settings, store, asked)
        with graph:
            results = graph.results(query, values)
            # A table is safe as it is, and has colours of our own.
            table = form == "table" and not isinstance(results, QueryTriples)
            with watch.patient(sys.stdout.buffer if table else standard_output()) as out:
                write_results(results, out, form, base=graph.store.base, width=width)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="'-p'")
    return name, value
