"""What a folder of shards says of itself: manifest.json, and the record of each shard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.documents.whole_files import written_whole
from kg.errors import InputError

MANIFEST = "manifest.json"
_LAYOUT = 3


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard that is finished.

    Attributes:
        file, sources: names of its files: N-Quads, and what its documents were read from.
        input: SHA-256 of the documents that it was made from.
        sha256, sources_sha256: of the two files.
        documents, statements, quads: how many it holds.
        failed: what was left out: pairs of source and reason.
    """

    file: str
    sources: str
    input: str
    sha256: str
    sources_sha256: str
    documents: int
    statements: int
    quads: int
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All shards of a folder, and what made them.

    Attributes:
        base: the IRI that everything stands below.
        versions: hash of code, model, ontology, knowledge and libraries.
        arithmetic: how the machines compute, as `kg.extraction.language_model.arithmetic` has it.
        code, model, ontology: their versions, for people.
        libraries: the version of each library that may shape a graph.
        knowledge: name and SHA-256 of the file with the graphs of curated knowledge.
        shards: the shards, in their order.
        unread: the sources that could not be read: pairs of source and reason.
        left_out: what is not for kg, in the same form.
        judged: the judgements of events: verdict and two events.
    """

    base: str
    versions: str
    arithmetic: str
    code: str
    model: str
    ontology: str
    libraries: Mapping[str, str]
    knowledge: tuple[str, str]
    shards: tuple[Shard, ...]
    unread: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    judged: tuple[tuple[str, str, str], ...] = ()

    def write(self, folder: Path) -> None:
        """Write it, in one step."""
        write_json(folder / MANIFEST, {"layout": _LAYOUT, **asdict(self)})

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder; InputError where none is there that this kg can read."""
        path = folder / MANIFEST
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            if given.pop("layout") != _LAYOUT:
                raise ValueError
            given["shards"] = tuple(shard_of(each) for each in given["shards"])
            given["knowledge"] = tuple(given["knowledge"])
            given["unread"] = _pairs(given["unread"])
            given["left_out"] = _pairs(given.get("left_out", ()))
            given["judged"] = tuple((v, event, other) for v, event, other in given["judged"])
            return cls(**given)
        except FileNotFoundError:
            reason = "holds no finished shards; make them with `kg shard`"
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            reason = f"has a {MANIFEST} that this kg cannot read; make it again with `kg shard`"
        raise InputError(str(folder), reason)


def shard_of(given: Mapping[str, Any]) -> Shard:
    """A shard from its JSON object; TypeError where that has other fields."""
    return Shard(**{**given, "failed": _pairs(given["failed"])})


def write_json(path: Path, value: object) -> None:
    """Write a JSON file in one step that cannot be half done."""
    with written_whole(path) as file:
        file.write(json.dumps(value, indent=1, sort_keys=True).encode() + b"\n")


def _pairs(given: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((source, reason) for source, reason in given)
