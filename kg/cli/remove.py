"""kg remove"""

from pathlib import Path

import click

from kg.cli.shared.options import with_store, writing
from kg.cli.shared.printing import say
from kg.settings import Settings


@click.command(epilog="Example: kg remove articles/budget.txt")
@click.argument("document", metavar="DOC")
@with_store
@click.pass_obj
def command(settings: Settings, document: str, store: Path | None) -> None:
    """Remove a document: its IRI or id, or the file or folder it was read from.

    DOC may also be one record of a file, as `kg explain` names it: news.jsonl#2. All goes in one
    transaction, or of more than a hundred records in several of a hundred each.
    """
    with writing(settings, store) as graph:
        for name in graph.remove(document):
            say(f"removed {name}")
