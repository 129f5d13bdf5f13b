"""Lines of N-Quads in the order of an export, compressed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kg.documents.packing import zstd
from kg.documents.whole_files import written_whole

_CHUNK = 1 << 20


class Line(NamedTuple):
    """A quad in N-Quads, in the order of an export: by its graph, then by its triple.

    Attributes:
        graph: the IRI of its named graph.
        triple: subject, predicate, object and a full stop, as in N-Triples.
    """

    graph: bytes
    triple: bytes

    @classmethod
    def parse(cls, line: bytes) -> Line:
        """Read a line whose quad stands in a named graph."""
        triple, graph, _ = line.rsplit(b" ", 2)
        return cls(graph[1:-1], triple + b" .")

    def __bytes__(self) -> bytes:
        return self.triple[:-1] + b"<" + self.graph + b"> .\n"


def lines_of(quads: bytes) -> Iterator[Line]:
    """The lines of a document in N-Quads."""
    return (Line.parse(line) for line in quads.splitlines())


def write_packed(path: Path, pieces: Iterable[bytes]) -> str:
    """Write pieces of bytes with zstd; the SHA-256 of the file, in hexadecimal digits."""
    with written_whole(path) as out, zstd.ZstdFile(out, "wb") as packed:
        packed.write(b"")  # so that a file without lines is a packed one too
        packed.writelines(pieces)
    return file_digest(path)


def read_packed(path: Path) -> BinaryIO:
    """The bytes of a file that was packed with zstd."""
    return io.BufferedReader(zstd.ZstdFile(path), _CHUNK)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
