"""kg merge"""

from pathlib import Path

import click

from kg.cli.shared.printing import say, standard_output
from kg.documents.whole_files import written_whole
from kg.settings import Settings


@click.command(epilog="Example: kg merge shards/ --store store")
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@click.option("--store", type=click.Path(path_type=Path, file_okay=False),
              help="Folder of the new store.  [default: store, or as kg.toml says]")  # fmt: skip
@click.option("--nquads", is_flag=True, help="Write one file of sorted N-Quads instead of a store.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
              help="The file for --nquads.  [default: standard output]")  # fmt: skip
@click.option(
    "--lean",
    is_flag=True,
    help="Leave out where things stand in the texts: most of the quads, which `kg explain` needs.",
)
@click.pass_obj
def command(
    settings: Settings,
    folder: Path,
    store: Path | None,
    nquads: bool,
    output: Path | None,
    lean: bool,
) -> None:
    """Merge the shards of a folder that `kg shard` made.

    The store is the one that `kg build` makes of the same articles, and the file is what `kg export
    --format nquads` writes of it.
    """
    from kg.build.shards.merging import merge_into_store, merge_nquads

    if nquads and (store is not None or lean):
        raise click.UsageError("--nquads writes a file of all quads: without --store and --lean")
    if not nquads:
        chosen = store or settings.store
        documents = merge_into_store(folder, chosen, lean=lean)
        say(f"{documents} documents in {chosen}")
    elif output is None:
        merge_nquads(folder, standard_output())
    else:
        with written_whole(output) as out:
            merge_nquads(folder, out)
