"""Merges a folder of shards: into a store, or into one sorted file."""

import heapq
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import chain, groupby, islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, serialize

from kg.build.shards.lines import Line, file_digest, lines_of, read_packed, write_packed
from kg.build.shards.manifest import Manifest, Shard, write_json
from kg.documents import Source
from kg.documents.streams import as_stream
from kg.errors import InputError, StoreError
from kg.identity.judgement_file import Judgement, Verdict
from kg.identity.judgements import Judgements
from kg.mapping import Namespaces, Run, SourceRecord, map_run
from kg.store import GraphStore
from kg.store.folder import write_version
from kg.store.ledger import Ledger
from kg.store.merge import in_default_graph, triples_of
from kg.store.same_events import Reports, same_events

_SPAN = b"#char="
_DONE = "merged.json"
_RECORDS = 10_000  # sources of a run that are mapped together
_PIECE = 1 << 17  # bytes
# What the engine loads at once it writes as tables of their own, which it merges later: the more at
# once the fewer tables, but each hundred thousand quads take some 120 MB of memory.
_AT_ONCE = 500_000  # quads


def merge_nquads(folder: Path, out: BinaryIO) -> None:
    """Write one file of sorted N-Quads: to the byte what `kg export --format nquads` writes of the
    store that `kg build` makes of the same articles. InputError where a shard is missing or not as
    it was written."""
    manifest = Manifest.read(folder)
    files = _files(folder, manifest)
    with tempfile.TemporaryDirectory(dir=folder) as name, ExitStack() as stack:
        files.append(_same_events(files, Path(name), manifest))
        runs = [_triples(file, Path(name) / f"{file.name}.triples") for file in files]
        triples = heapq.merge(*(stack.enter_context(read_packed(run)) for run in runs))
        out.writelines(line for line, _ in groupby(triples))
        lines = heapq.merge(*(map(Line.parse, stack.enter_context(read_packed(f))) for f in files))
        out.writelines(bytes(line) for line, _ in groupby(lines))


def _same_events(files: Iterable[Path], folder: Path, manifest: Manifest) -> Path:
    """A file of what the events of all shards have in common, as that of a shard."""
    with ExitStack() as stack:
        lines = chain.from_iterable(stack.enter_context(read_packed(file)) for file in files)
        reports = Reports.read(lines, Namespaces(manifest.base), folder / "events")
    quads = same_events(_judgements(manifest), reports)
    path = folder / "same-events.nq.zst"
    found = sorted(lines_of(serialize(quads, format=RdfFormat.N_QUADS) or b""))
    write_packed(path, map(bytes, found))
    return path


def _judgements(manifest: Manifest) -> Judgements:
    return Judgements(
        Judgement(Verdict(verdict), event, other) for verdict, event, other in manifest.judged
    )


def _triples(file: Path, run: Path) -> Path:
    """A file of the triples of a shard, sorted, each once."""
    with read_packed(file) as lines:
        triples = sorted({Line.parse(line).triple for line in lines})
    write_packed(run, (triple + b"\n" for triple in triples))
    return run


def merge_into_store(folder: Path, store: Path, *, lean: bool = False) -> int:
    """Load the shards into a new store, in bulk; the store has its name only when all is there.

    A merge that was interrupted goes on where it was. The next build over the same input finds all
    documents unchanged.

    Args:
        store: the folder of the store, which must not exist.
        lean: whether to leave out where in the texts things stand, which is most of the quads.

    Returns:
        the number of documents.

    Raises:
        InputError: a shard is missing or not as it was written.
        StoreError: there is something in the store's folder.
    """
    if store.exists() and any(store.iterdir()):
        raise StoreError(f"{store}: is there already; name a new folder, or remove it first")
    manifest = Manifest.read(folder)
    files = _files(folder, manifest)
    unfinished = store.with_name(store.name + ".merging")
    _load(unfinished, files, manifest, lean)
    with GraphStore.open(unfinished) as graphs:
        records = _records(folder, manifest.shards, Ledger(graphs))
        while batch := list(islice(records, _RECORDS)):
            graphs.engine.bulk_extend(_run(batch, manifest))
        quads = same_events(_judgements(manifest), Reports(graphs.facts))
        graphs.engine.bulk_extend([*quads, *in_default_graph(quads)])
    (unfinished / _DONE).unlink()
    if store.exists():
        store.rmdir()
    unfinished.rename(store)
    return sum(shard.documents for shard in manifest.shards)


def _load(unfinished: Path, files: list[Path], manifest: Manifest, lean: bool) -> None:
    state = unfinished / _DONE
    done = json.loads(state.read_text(encoding="utf-8")) if state.exists() else None
    said = {"versions": manifest.versions, "lean": lean}
    if done is None or {key: done[key] for key in said} != said:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        write_version(unfinished, manifest.base)
        done = {**said, "files": []}
    engine = pyoxigraph.Store(unfinished / "oxigraph")
    for pieces, read in _chunks([file for file in files if file.name not in done["files"]], lean):
        # Apart: the engine takes longer for both together. The lines are kg's own, which need no
        # validation.
        engine.bulk_load(as_stream(pieces), RdfFormat.N_QUADS, lenient=True)
        engine.bulk_load(as_stream(map(triples_of, pieces)), RdfFormat.N_TRIPLES, lenient=True)
        done["files"] += read
        write_json(state, done)


def _chunks(files: Iterable[Path], lean: bool) -> Iterator[tuple[list[bytes], list[str]]]:
    """The lines of files in pieces, and the names of those that were read to the end."""
    pieces: list[bytes] = []
    read: list[str] = []
    quads = 0
    for file in files:
        with read_packed(file) as lines:
            for piece in _pieces(lines, lean):
                pieces.append(piece)
                quads += piece.count(b"\n")
                if quads >= _AT_ONCE:
                    yield pieces, read
                    pieces, read, quads = [], [], 0
        read.append(file.name)
    yield pieces, read


def _run(records: Iterable[SourceRecord], manifest: Manifest) -> list[Quad]:
    """The record of a run, as a build into the store would have it."""
    now = datetime.now(UTC)
    run = Run(manifest.code, manifest.model, manifest.ontology, now, now, tuple(records))
    quads = map_run(run, Namespaces(manifest.base))
    return [*quads, *in_default_graph(quads)]


def _records(folder: Path, shards: Iterable[Shard], home: Ledger) -> Iterator[SourceRecord]:
    for shard in shards:
        with read_packed(folder / shard.sources) as lines:
            for line in lines:
                file, record, document, fingerprint = json.loads(line)
                path = file if file == "-" else home.path_name(file)
                yield SourceRecord(Source(path, record), document, fingerprint)


def _files(folder: Path, manifest: Manifest) -> list[Path]:
    """The files of a folder of shards, each as it was written."""
    expected = [manifest.knowledge, *((shard.file, shard.sha256) for shard in manifest.shards)]
    for name, digest in expected:
        path = folder / name
        if not path.is_file() or file_digest(path) != digest:
            raise InputError(str(path), "is missing or changed; run the same `kg shard` again")
    return [folder / name for name, _ in expected]


def _pieces(file: BinaryIO, lean: bool) -> Iterator[bytes]:
    """The lines of a file, many at once."""
    rest = b""
    while read := file.read(_PIECE):
        lines, end, rest = (rest + read).rpartition(b"\n")
        whole = lines + end
        if lean:
            whole = b"".join(each for each in whole.splitlines(True) if not _has_span(each))
        yield whole


def _has_span(line: bytes) -> bool:
    """Whether subject or object is a stretch of a text."""
    if _SPAN not in line:
        return False
    triple = line.rsplit(b" ", 2)[0]
    subject, _, object_ = triple.split(b" ", 2)
    return _SPAN in subject or (_SPAN in object_ and object_.startswith(b"<"))
