"""kg query"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click
from pyoxigraph import QueryTriples

from kg.cli.options import reading, with_store
from kg.cli.printing import standard_output
from kg.queries import RESULT_FORMATS, write_results
from kg.settings import Settings

_EPILOG = "Example: kg query statements -p speaker=person/lloyd-austin --format csv"


@click.command(epilog=_EPILOG)
@click.argument("query", metavar="NAME|FILE")
@click.option("--param", "-p", "parameters", multiple=True, metavar="NAME=VALUE",
              help="A parameter of the query; may be given many times.")  # fmt: skip
@click.option("--format", "-f", "form", type=click.Choice(RESULT_FORMATS), default="table",
              show_default=True, help="Form of the results.")  # fmt: skip
@with_store
@click.pass_obj
def command(
    settings: Settings, query: str, parameters: tuple[str, ...], form: str, store: Path | None
) -> None:
    """Ask a saved query (`kg queries` lists them), or one in a .rq file.

    SPARQL itself can stand in the place of NAME, within quotation marks.
    """
    values = dict(_parameter(text) for text in parameters)
    terminal = sys.stdout.isatty()
    with reading(settings, store) as graph:
        results = graph.results(query, values)
        width = shutil.get_terminal_size().columns if terminal else None
        # A table is safe as it is, and has colours of our own.
        table = form == "table" and not isinstance(results, QueryTriples)
        out = sys.stdout.buffer if table else standard_output()
        write_results(results, out, form, base=graph.store.base, width=width)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="'-p'")
    return name, value
