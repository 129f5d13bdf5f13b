"""Divides documents among shards by their ids, so that copies of a text meet in one shard."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kg.build.shards.lines import file_digest, read_packed
from kg.documents import Document, Metadata
from kg.documents.packing import zstd
from kg.errors import InputError, LeftOut

_Reasons = list[tuple[str, str]]
_PARTS = "parts"


def part_path(folder: Path, number: int) -> Path:
    """The file with the documents of a shard."""
    return folder / _PARTS / f"{number:05}.jsonl.zst"


def partition(
    documents: Iterable[Document | InputError], folder: Path, shards: int
) -> tuple[list[str], _Reasons, _Reasons]:
    """Write each document into the file of its shard.

    Args:
        documents: what was read; an InputError stands for what could not be.

    Returns:
        the SHA-256 of each file, and source and reason of what could not be read, and of what was
        left out.
    """
    paths = [part_path(folder, number) for number in range(shards)]
    paths[0].parent.mkdir(parents=True, exist_ok=True)
    unread: _Reasons = []
    left_out: _Reasons = []
    with ExitStack() as stack:
        files = [stack.enter_context(zstd.ZstdFile(path, "wb")) for path in paths]
        for file in files:
            file.write(b"")  # so that one without documents is a packed file too
        for each in documents:
            if isinstance(each, InputError):
                apart = left_out if isinstance(each, LeftOut) else unread
                apart.append((each.source, each.reason))
            else:
                number = int(each.id, 16) % shards
                files[number].write(json.dumps(_row(each)).encode() + b"\n")
    return [file_digest(path) for path in paths], unread, left_out


def read_part(path: Path) -> Iterator[Document]:
    """The documents of a file that `partition` wrote."""
    with read_packed(path) as file:
        for line in file:
            yield _document(json.loads(line))


def _row(document: Document) -> dict[str, Any]:
    published = document.metadata.published
    metadata = {**asdict(document.metadata), "published": published and published.isoformat()}
    own = {"text": document.text, "path": document.path, "record": document.record}
    return {**own, "metadata": metadata}


def _document(row: Mapping[str, Any]) -> Document:
    metadata = dict(row["metadata"])
    if metadata["published"] is not None:
        read = datetime if "T" in metadata["published"] else date
        metadata["published"] = read.fromisoformat(metadata["published"])
    return Document(row["text"], row["path"], row["record"], Metadata(**metadata))
