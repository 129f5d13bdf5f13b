"""What merging shards into a store costs, as the number of documents grows.

    python benchmarks/merging.py SHARDS --documents 1000 3000 10000

SHARDS is a folder that `kg shard` made. Its shards are copied, each time with other ids of the
documents and other happenings, until there are as many documents as asked for; the texts and
entities stay the same. Each merge is a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from kg.build.shards.lines import Line, read_packed, write_packed
from kg.build.shards.manifest import Manifest, Shard

_ID = re.compile(rb"(?<=/doc/)[0-9a-f]{16}|(?<=\")[0-9a-f]{16}(?=\")")
_HAPPENING = re.compile(rb"(?<=#happening> \")")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shards", type=Path, help="a folder that kg shard made")
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 3000, 10_000])
    options = parser.parse_args()
    for documents in options.documents:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "shards"
            made = sum(shard.documents for shard in multiplied(options.shards, folder, documents))
            seconds, megabytes = merge(folder, Path(name) / "store")
            size = sum(file.stat().st_size for file in (Path(name) / "store").rglob("*.sst"))
        print(
            f"{made:8,} documents {1000 * seconds / made:7.2f} s of the processor, "
            f"{size / made / 1000:6.0f} MB in the store, each thousand; {megabytes:5.0f} MB used",
            flush=True,
        )


def multiplied(given: Path, folder: Path, documents: int) -> tuple[Shard, ...]:
    """Make a folder of copies of shards, which hold so many documents or some more."""
    manifest = Manifest.read(given)
    folder.mkdir()
    name = manifest.knowledge[0]
    (folder / name).write_bytes((given / name).read_bytes())
    shards: list[Shard] = []
    for copy in count():
        for shard in manifest.shards:
            if sum(each.documents for each in shards) >= documents:
                replace(manifest, shards=tuple(shards)).write(folder)
                return tuple(shards)
            shards.append(_copied(given, folder, shard, copy))
    raise AssertionError


def merge(folder: Path, store: Path) -> tuple[float, float]:
    """Seconds of the processor, and megabytes at the peak, of a merge."""
    command = [sys.executable, "-m", "kg", "merge", str(folder), "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("the merge failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _copied(given: Path, folder: Path, shard: Shard, copy: int) -> Shard:
    file, sources = f"{copy}-{shard.file}", f"{copy}-{shard.sources}"
    lines = sorted(Line.parse(line) for line in _renamed(given / shard.file, copy))
    return replace(
        shard,
        file=file,
        sources=sources,
        sha256=write_packed(folder / file, map(bytes, lines)),
        sources_sha256=write_packed(folder / sources, _renamed(given / shard.sources, copy)),
    )


def _renamed(path: Path, copy: int) -> Iterator[bytes]:
    def renamed(found: re.Match[bytes]) -> bytes:
        return hashlib.sha256(found[0] + b"%d" % copy).hexdigest()[:16].encode()

    with read_packed(path) as lines:
        for line in lines:
            yield _HAPPENING.sub(b"%d " % copy, _ID.sub(renamed, line))


if __name__ == "__main__":
    main()
