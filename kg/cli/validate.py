"""kg validate"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import reading, with_store
from kg.cli.printing import say
from kg.settings import Settings

_EPILOG = "Example: kg validate --store store"


@click.command(epilog=_EPILOG)
@with_store
@click.pass_obj
def command(settings: Settings, store: Path | None) -> int:
    """Check the graphs of all documents against the shapes of ontology/shapes.ttl."""
    with reading(settings, store) as graph:
        broken: set[str] = set()
        for document, violation in graph.validate():
            broken.add(document)
            say(f"{document}: {violation}")
        documents = len(graph.documents())
    say(f"{documents - len(broken)} of {documents} documents conform")
    return 1 if broken else 0
