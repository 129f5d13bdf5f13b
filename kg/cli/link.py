"""kg link"""

from pathlib import Path

import click

from kg.cli.shared.options import with_store, writing
from kg.cli.shared.printing import say
from kg.settings import Settings


@click.command(epilog="Example: kg link")
@with_store
@click.pass_obj
def command(settings: Settings, store: Path | None) -> None:
    """Link the stored entities anew, and the events that several articles tell, without reading the
    texts again.

    Use it when curated knowledge, judgements of links or the knowledge base have changed.
    Judgements that merge entities need a build, and so do namesakes that a knowledge base tells
    apart.
    """
    with writing(settings, store) as graph:
        say(f"{graph.link()} links")
