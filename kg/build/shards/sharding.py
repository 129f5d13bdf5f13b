"""Articles -> a folder of shards, with an engine; what is finished is not done again."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.build.analysis import Analyser
from kg.build.engines import engine
from kg.build.fingerprint import Fingerprints, code_version, model_version
from kg.build.guard import Limits
from kg.build.libraries import library_versions
from kg.build.shards.lines import lines_of, write_packed
from kg.build.shards.manifest import MANIFEST, Manifest, Shard, write_json
from kg.build.shards.partition import part_path, partition
from kg.build.shards.shard import ShardTask, make_shard
from kg.documents import read_documents
from kg.documents.paths.files import SHARDS_MARK, files_at
from kg.documents.paths.objects import Object
from kg.errors import SettingsError
from kg.identity.judgement_file import is_event, read_judgements
from kg.mapping import Namespaces, map_knowledge, ontology_version
from kg.settings import Settings

KNOWLEDGE = "knowledge.nq.zst"

Progress = Callable[[Shard], None]


def make_shards(
    paths: Sequence[str | Path],
    folder: Path,
    settings: Settings,
    *,
    shards: int,
    engine_name: str = "local",
    address: str | None = None,
    published: date | datetime | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """Read articles into shards: what `kg build` would store, as sorted N-Quads.

    A run that was interrupted goes on where it was. A document that hangs its process, ends it or
    needs too much memory is left out and named in the manifest.

    Args:
        paths: files and folders, or "-" for standard input.
        folder: where to; new, or one of shards.
        settings: model, knowledge, jobs and batch.
        shards: how many.
        engine_name, address: what does the work; see `kg.build.engines`.
        published: the date of documents that have none.
        limits: what a document may take.
        progress: called for each shard that is finished.

    Raises:
        SettingsError: the folder holds something else, or the engine is not installed.
        ModelError, KnowledgeError, WorkerError: the work cannot go on.
    """
    chosen = engine(engine_name)
    home = folder.absolute()
    _check_folder(home)
    versions = Fingerprints(settings).versions
    arithmetic = Analyser(settings).arithmetic()
    plan = _planned(paths, home, shards, published, settings.any_language)
    tasks = [
        ShardTask(number, digest, home, versions, arithmetic, settings, limits or Limits())
        for number, digest in enumerate(plan["parts"])
    ]
    made: list[Shard] = []
    for shard in chosen.run(make_shard, tasks, settings.jobs, address):
        made.append(shard)
        if progress is not None:
            progress(shard)
    manifest = Manifest(
        base=settings.base,
        versions=versions,
        arithmetic=arithmetic,
        code=code_version(),
        model=model_version(settings.model),
        ontology=ontology_version(Namespaces(settings.base)),
        libraries=library_versions(settings.model),
        knowledge=(KNOWLEDGE, _write_knowledge(home / KNOWLEDGE, settings)),
        shards=tuple(sorted(made, key=lambda shard: shard.file)),
        unread=tuple((source, reason) for source, reason in plan["unread"]),
        left_out=tuple((source, reason) for source, reason in plan["left_out"]),
        judged=tuple(
            (each.verdict.value, each.entity, each.other)
            for each in read_judgements(settings.judgements_file)
            if is_event(each.entity)
        ),
    )
    manifest.write(home)
    return manifest


def _check_folder(folder: Path) -> None:
    if folder.is_dir() and not (folder / SHARDS_MARK).exists() and any(folder.iterdir()):
        raise SettingsError(f"{folder}: the folder holds something else; name another")
    folder.mkdir(parents=True, exist_ok=True)


def _planned(
    paths: Sequence[str | Path],
    folder: Path,
    shards: int,
    published: date | datetime | None,
    any_language: bool,
) -> dict[str, Any]:
    """The plan of the folder; a new one where the input or the number changed."""
    files = [list(each) for each in _files(paths)]
    said = {
        "files": files,
        "published": None if published is None else published.isoformat(),
        "shards": shards,
        "any_language": any_language,
    }
    path = folder / SHARDS_MARK
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    has_parts = all(part_path(folder, number).exists() for number in range(shards))
    if known.get("input") != said or not has_parts or ["-", 0, 0] in files:
        (folder / MANIFEST).unlink(missing_ok=True)
        write_json(path, {})
        found = read_documents(paths, published, any_language=any_language)
        parts, unread, left_out = partition(found, folder, shards)
        known = {"input": said, "parts": parts, "unread": unread, "left_out": left_out}
        write_json(path, known)
    return known


def _files(paths: Sequence[str | Path]) -> Iterator[tuple[str, int, int | str]]:
    """Each file of the input with its size, and its time of change in nanoseconds, or version."""
    for path in paths:
        if str(path) == "-":
            yield "-", 0, 0
            continue
        for file in files_at(path):
            if isinstance(file, Path):
                stat = file.stat()
                yield str(file), stat.st_size, stat.st_mtime_ns
            elif isinstance(file, Object):
                yield file.address, file.size, file.version


def _write_knowledge(path: Path, settings: Settings) -> str:
    """The graphs of curated knowledge, as `kg build` stores them."""
    namespaces = Namespaces(settings.base)
    engine = pyoxigraph.Store()  # which writes numbers as the store of a build does
    for file in settings.knowledge_files:
        engine.extend(map_knowledge(file, namespaces))
    lines = sorted(lines_of(engine.dump(format=RdfFormat.N_QUADS) or b""))
    return write_packed(path, map(bytes, lines))
