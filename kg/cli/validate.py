"""kg validate"""

from collections.abc import Iterable
from pathlib import Path

import click

from kg.api import Graph
from kg.cli.shared.deadline import Watch
from kg.cli.shared.options import reading, with_store
from kg.cli.shared.printing import say
from kg.errors import DamageError
from kg.settings import Settings
from kg.store.checking import damage, missing_documents, readable_sources

_REMEDY = "the store is damaged (docs/backup.md says what to do), or too large for this machine"
_RESTORE = "restore a backup (docs/backup.md says how)"


@click.command(epilog="Example: kg validate --store store")
@with_store
@click.pass_obj
def command(settings: Settings, store: Path | None) -> int:
    """Read the whole store, and check the graphs of all documents against the shapes.

    The shapes are those of ontology/shapes.ttl. Where a file of the store is damaged, the sources
    are listed from which the store can be built again.
    """
    try:
        with Watch(None, None, _REMEDY).watching(), reading(settings, store) as graph:
            return _say_damage(graph) or _say_violations(graph)
    except DamageError as error:
        say(f"{error.folder}: {' '.join(error.reason.split())}")
        say(f"{_RESTORE}, or build what it was built from into a new store")
        return 1


def _say_damage(graph: Graph) -> int:
    found = damage(graph.store)
    for line in found:
        say(f"{graph.store.path}: damaged: {' '.join(line.split())}")
    if found:
        sources, whole = readable_sources(graph.store)
        some = "" if whole else "; there were more, which cannot be read"
        _list(f"{_RESTORE}, or build these into a new store with `kg build`{some}:", sources)
        return 1
    missing = missing_documents(graph.store)
    if missing:
        _list("the documents of these are missing; build them with `kg build --force`:", missing)
    return 1 if missing else 0


def _list(heading: str, names: Iterable[str]) -> None:
    say(heading)
    for name in names:
        say(f"  {name}")


def _say_violations(graph: Graph) -> int:
    broken: set[str] = set()
    for document, violation in graph.validate():
        broken.add(document)
        say(f"{document}: {violation}")
    documents = len(graph.documents())
    say(f"{documents - len(broken)} of {documents} documents conform")
    return 1 if broken else 0
