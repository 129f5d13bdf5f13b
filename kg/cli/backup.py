"""kg backup"""

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.shared.options import reading, with_store
from kg.cli.shared.printing import say
from kg.errors import StoreError
from kg.resources import resource
from kg.settings import FILE_NAME, Settings
from kg.store.backup import back_up


@click.command(epilog="Example: kg backup /media/disk/kg-2026-11-28")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_store
@click.pass_context
def command(context: click.Context, folder: Path, store: Path | None) -> None:
    """Copy the store, and what people wrote beside it, into the new folder DIR.

    Beside the store stand kg.toml, the judgements, and the folders of knowledge and of queries that
    kg.toml names. Articles and indexes of knowledge bases are not copied.
    """
    settings: Settings = context.obj
    config: Path = context.find_root().params["config"] or Path(FILE_NAME)
    with reading(settings, store) as graph:
        name = _name(graph.store.path, config)
        written = list(_written(settings, config))
        others = {_name(path, config): path for path in written}
        if len({name, *others}) <= len(written):
            raise StoreError("two things to copy have the same name; rename one of them in kg.toml")
        back_up(graph.store, name, others, folder)
    for each in (name, *sorted(others)):
        say(str(folder / each))


def _written(settings: Settings, config: Path) -> Iterator[Path]:
    """The files and folders that people wrote and that are there."""
    for path in (config, settings.judgements_file, settings.queries):
        if path is not None and path.exists():
            yield path
    if settings.knowledge.resolve() != resource("seeds/knowledge").resolve():
        yield settings.knowledge


def _name(path: Path, config: Path) -> Path:
    """The path of something in the backup: as it is from the folder of kg.toml on, or its name."""
    whole, home = path.absolute(), config.absolute().parent
    return whole.relative_to(home) if whole.is_relative_to(home) else Path(path.name)
