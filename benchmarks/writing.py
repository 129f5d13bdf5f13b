"""What `kg build` takes to write documents into a store, thousand by thousand.

    python benchmarks/writing.py SHARDS --documents 10000

SHARDS is a folder that `kg shard` made. Its documents are written as a build writes them, without
reading a text; when all have been, again with other ids. The links of a document are those of the
entities that it names, without their evidence.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from kg.build.reading import Mapped
from kg.build.shards.lines import Line, read_packed
from kg.build.shards.manifest import Shard
from kg.build.waiting import Waiting
from kg.build.writing import Writer
from kg.documents import Source
from kg.mapping import SourceRecord
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.ledger import Ledger
from merging import multiplied

_THOUSAND = 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shards", type=Path, help="a folder that kg shard made")
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "shards"
        shards = multiplied(options.shards, folder, options.documents)
        documents = islice(_documents(folder, shards), options.documents)
        with GraphStore.open(Path(name) / "store") as store:
            write(documents, store)


def write(documents: Iterator[Mapped], store: GraphStore) -> None:
    """Write documents, and print the seconds of the processor that each thousand took."""
    settings = Settings()
    writer = Writer(store, Ledger(store), settings)
    waiting, written, of_these, seconds = Waiting(), 0, 0, 0.0
    while batch := list(islice(documents, settings.batch)):
        waiting.add([], batch)
        if not waiting.are_many:
            continue
        _, found = waiting.taken()
        begun = time.process_time()
        writer.write(found).result()
        seconds += time.process_time() - begun
        written, of_these = written + len(found), of_these + len(found)
        if of_these >= _THOUSAND:
            rate = _THOUSAND * seconds / of_these
            print(f"{written:8,} documents {rate:7.2f} s of the processor a thousand", flush=True)
            of_these, seconds = 0, 0.0


def _documents(folder: Path, shards: tuple[Shard, ...]) -> Iterator[Mapped]:
    for shard in shards:
        records = _records(folder / shard.sources)
        links: defaultdict[bytes, list[bytes]] = defaultdict(list)
        with read_packed(folder / shard.file) as lines:
            graphs = {
                graph: list(found)
                for graph, found in groupby(map(Line.parse, lines), attrgetter("graph"))
            }
        for line in (line for graph, found in graphs.items() if graph.endswith(b"/graph/links")
                     for line in found):  # fmt: skip
            links[line.triple.split(b" ", 1)[0]].append(bytes(line))
        for graph, found in graphs.items():
            record = records.get(graph.rpartition(b"/")[2].decode())
            if record is not None:
                named = {line.triple.split(b" ", 1)[0] for line in found}
                own = b"".join(link for name in sorted(named) for link in links.get(name, ()))
                yield Mapped(record, b"".join(map(bytes, found)), own, 0)


def _records(path: Path) -> dict[str, SourceRecord]:
    with read_packed(path) as lines:
        rows = [json.loads(line) for line in lines]
    return {
        document: SourceRecord(Source(file, f"{record}-{document}"), document, fingerprint)
        for file, record, document, fingerprint in rows
    }


if __name__ == "__main__":
    main()
