"""One shard: its documents read, mapped, checked and written, on whatever machine."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from kg.build.analysis import Analyser, in_batches
from kg.build.fingerprint import Fingerprints
from kg.build.guard import Guard, Limits
from kg.build.reading import Mapped, Result, Task, prepare_reading
from kg.build.shards.lines import Line, file_digest, lines_of, write_packed
from kg.build.shards.manifest import Shard, shard_of, write_json
from kg.build.shards.partition import part_path, read_part
from kg.documents import Document, Source, utf8_path
from kg.documents.paths.objects import is_address
from kg.errors import InputError, ModelError, WorkerError
from kg.settings import Settings

_OWN = threading.local()


@dataclass(frozen=True, slots=True)
class ShardTask:
    """What a machine needs to know to make a shard.

    Attributes:
        input: SHA-256 of the file of its documents.
        folder: of the shards, which all machines share.
        versions: hash of code, model, knowledge and libraries that all machines must have.
        arithmetic: hash of how all machines must compute.
    """

    number: int
    input: str
    folder: Path
    versions: str
    arithmetic: str
    settings: Settings
    limits: Limits


def make_shard(task: ShardTask) -> Shard:
    """Make a shard, unless it was made of the same input before; WorkerError where this machine has
    other versions than the one that gave the task, ModelError where it computes otherwise."""
    record = task.folder / f"{task.number:05}.json"
    return finished(record, task) or _made(record, task)


def finished(record: Path, task: ShardTask) -> Shard | None:
    """The shard that a record tells of, where its files are there as they were written."""
    try:
        given = json.loads(record.read_text(encoding="utf-8"))
        shard = shard_of(given["shard"])
        made_by = given["versions"], given["arithmetic"]
        if (*made_by, shard.input) != (task.versions, task.arithmetic, task.input):
            return None
        digests = [file_digest(task.folder / name) for name in (shard.file, shard.sources)]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return shard if digests == [shard.sha256, shard.sources_sha256] else None


def _made(record: Path, task: ShardTask) -> Shard:
    fingerprints = Fingerprints(task.settings)
    if fingerprints.versions != task.versions:
        raise WorkerError(
            "a machine has other versions of kg, its model, knowledge or libraries than the one "
            "that divides the work; install the same on all"
        )
    read = [_task(each, fingerprints) for each in read_part(part_path(task.folder, task.number))]
    tasks = list(dict.fromkeys(read))
    results = list(_results(_best(tasks), task))
    mapped = [each for each in results if isinstance(each, Mapped)]
    failed = [(each.source, each.reason) for each in results if isinstance(each, InputError)]
    built = {each.record.document_id for each in mapped}
    file, sources = (f"{task.number:05}.{kind}.zst" for kind in ("nq", "sources.jsonl"))
    lines = sorted({line for each in mapped for line in _lines(each)})
    shard = Shard(
        file=file,
        sources=sources,
        input=task.input,
        sha256=write_packed(task.folder / file, map(bytes, lines)),
        sources_sha256=write_packed(
            task.folder / sources, (_source(each) for each in tasks if each.document.id in built)
        ),
        documents=len(mapped),
        statements=sum(each.statements for each in mapped),
        quads=len(lines),
        failed=tuple(failed),
    )
    made_by = {"versions": task.versions, "arithmetic": task.arithmetic}
    write_json(record, {**made_by, "shard": asdict(shard)})
    return shard


def _task(document: Document, fingerprints: Fingerprints) -> Task:
    path, record = document.path, document.record
    if path == "-":
        record = document.id
    elif not is_address(path):
        path = utf8_path(Path(path).absolute())
    return Task(document, Source(path, record), fingerprints.of(document))


def _best(tasks: Iterable[Task]) -> list[Task]:
    """Of copies of a document the best described one, as a build has it."""
    best: dict[str, Task] = {}
    for task in tasks:
        known = best.setdefault(task.document.id, task)
        if task.fingerprint < known.fingerprint:
            best[task.document.id] = task
    return [best[key] for key in sorted(best)]


def _results(tasks: list[Task], task: ShardTask) -> Iterator[Mapped | InputError]:
    guard = _guard(task)
    for batch in in_batches(tasks, task.settings.batch, lambda each: len(each.document.text)):
        yield from guard.work(batch)


def _guard(task: ShardTask) -> Guard[Task, Mapped | InputError]:
    """The guard of this thread, which keeps its model loaded from one shard to the next."""
    key = (task.settings, task.limits, task.arithmetic)
    if getattr(_OWN, "key", None) != key:
        if getattr(_OWN, "guard", None) is not None:
            _OWN.guard.close()
        prepare = partial(_prepare, Analyser(task.settings), task.arithmetic)
        _OWN.guard, _OWN.key = Guard(prepare, task.limits, _given_up), key
    guard: Guard[Task, Mapped | InputError] = _OWN.guard
    return guard


def _prepare(analyser: Analyser, arithmetic: str) -> Callable[[list[Task]], list[Result]]:
    """As `prepare_reading`, on a machine that computes as the one that divides the work does."""
    work = prepare_reading(analyser, analyser.settings.base)
    if analyser.arithmetic() != arithmetic:
        raise ModelError(
            "a machine's processor rounds otherwise than that of the one that divides the work, "
            "so that scores would differ; use machines with processors of one kind"
        )
    return work


def _given_up(task: Task, reason: str) -> InputError:
    return InputError(str(task.document.source), f"could not be read and was left out: {reason}")


def _lines(mapped: Mapped) -> Iterator[Line]:
    yield from lines_of(mapped.quads)
    yield from lines_of(mapped.links)


def _source(task: Task) -> bytes:
    said = [task.source.file, task.source.record, task.document.id, task.fingerprint]
    return json.dumps(said).encode() + b"\n"
