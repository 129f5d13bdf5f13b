"""kg link"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import with_store, writing
from kg.settings import Settings

_EPILOG = "Example: kg link"


@click.command(epilog=_EPILOG)
@with_store
@click.pass_obj
def command(settings: Settings, store: Path | None) -> None:
    """Link the stored entities anew, without reading the texts again.

    For when curated knowledge, judged links or the index of Wikidata have changed. Judgements
    that merge entities take a build, as do namesakes that an index tells apart.
    """
    with writing(settings, store) as graph:
        click.echo(f"{graph.link()} links")
