"""kg stats"""

from pathlib import Path

import click

from kg.cli.shared.options import reading, with_store
from kg.cli.shared.printing import say
from kg.settings import Settings
from kg.store import Prefixes


@click.command(epilog="Example: kg stats")
@with_store
@click.pass_obj
def command(settings: Settings, store: Path | None) -> None:
    """Count what the store holds: documents, graphs, quads, and things of each type."""
    with reading(settings, store) as graph:
        stats = graph.stats()
        prefixes = Prefixes(graph.store.base)
    rows = [
        ("documents", stats.documents),
        ("named graphs", stats.graphs),
        ("quads", stats.quads),
        *((prefixes.short(kind), count) for kind, count in stats.types.items()),
    ]
    names = max(len(name) for name, _ in rows)
    digits = max(len(f"{count}") for _, count in rows)
    for name, count in rows:
        say(f"{name:{names}}  {count:{digits}}")
