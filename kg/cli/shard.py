"""kg shard"""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from kg.build.engines import ENGINES
from kg.cli.shared.options import with_extraction
from kg.cli.shared.printing import say, warn
from kg.documents import SUPPORTED
from kg.settings import Settings

_HELP = f"""Read articles into a folder of shards.

PATH is a file, a folder, or a pattern as in 'news/**/*.jsonl.gz' ({SUPPORTED}), or - for standard
input; OUT is a new folder. A shard holds, as sorted N-Quads, what `kg build` would store of its
documents, whatever the number of shards and the engine; `kg merge` puts them together. Run again,
it goes on where it was. A document that cannot be read, hangs or ends its process is named and left
out, and the exit status is 1.
"""
_EPILOG = "Example: kg shard articles/ shards/ --shards 40 --engine ray --jobs 8"


@click.command(epilog=_EPILOG, help=_HELP)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--shards", type=click.IntRange(1, 1000), default=8, show_default=True,
              help="How many; one of more than some thousand documents takes gigabytes of "
                   "memory.")  # fmt: skip
@click.option("--engine", type=click.Choice(list(ENGINES)), default="local",
              help="What does the work.  [default: local]")  # fmt: skip
@click.option("--address", help="Of a cluster that runs; without it, one is started here.")
@with_extraction
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=60.0,
              show_default=True, help="The longest that a document may take.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=1), default=8000, show_default=True, metavar="MB",
              help="The most memory that a process may have.")  # fmt: skip
def command(
    settings: Settings,
    paths: tuple[str, ...],
    out: Path,
    shards: int,
    engine: str,
    address: str | None,
    published: date | datetime | None,
    seconds: float,
    memory: int,
) -> int:
    """Read articles into a folder of shards."""
    from kg.build.guard import Limits
    from kg.build.shards.sharding import make_shards

    manifest = make_shards(
        paths,
        out,
        settings,
        shards=shards,
        engine_name=engine,
        address=address,
        published=published,
        limits=Limits(seconds, memory * 1_000_000),
        progress=(lambda shard: warn(f"{shard.file}: {shard.documents} documents"))
        if sys.stderr.isatty()
        else None,
    )
    failed = [*manifest.unread, *(each for shard in manifest.shards for each in shard.failed)]
    for source, reason in (*manifest.left_out, *failed):
        warn(f"{source}: {reason}")
    documents, quads = (
        sum(getattr(shard, name) for shard in manifest.shards) for name in ("documents", "quads")
    )
    left = f"; {len(failed)} left out" if failed else ""
    say(f"{documents} documents and {quads} quads in {shards} shards in {out}{left}")
    return 1 if failed else 0
