"""Opens files, plain or packed, and reads no more of them than a document may hold."""

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from kg.documents.packing import zstd
from kg.documents.paths.objects import Object
from kg.documents.source import utf8_path
from kg.errors import InputError

MAX_BYTES = 10_000_000
"""The most bytes that one document may have, unpacked."""

MAX_FILE_BYTES = 100_000_000
"""The most bytes of a .json file, which is read as a whole; .jsonl files have no such limit."""

PACKED = (".gz", ".zst")
"""What the name of a packed file ends in, in lower case."""

_CHUNK = 1 << 16
_MOST_OF_A_LINE = 100_000_000
# Text shrinks to a tenth, and to a hundredth where it repeats itself; a bomb to a thousandth.
MOST_UNPACKED = 200
"""How many times its size a packed file may unpack to."""
_ABOVE_SUSPICION = 20_000_000


def shown(path: str) -> str:
    """A path as messages print it: on one line, "standard input" for "-"."""
    if path == "-":
        return "standard input"
    return path if path.isprintable() else ascii(path)[1:-1]


@contextmanager
def input_errors(source: str) -> Iterator[None]:
    """Makes one InputError of one line of each error of the operating system and of packed files
    that is raised in the block."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(source, "does not exist") from None
    except PermissionError:
        raise InputError(source, "may not be read; check its permissions") from None
    except EOFError:
        raise InputError(source, "is broken or cut off; pack it again") from None
    except (zlib.error, gzip.BadGzipFile):
        raise InputError(source, "is not gzip, or broken or cut off; pack it again") from None
    except zstd.ZstdError:
        raise InputError(source, "is not Zstandard, or broken; pack it again") from None
    except OSError as error:
        raise InputError(source, f"cannot be read: {error.strerror or error}") from None


def open_stream(path: Path | Object) -> BinaryIO:
    """The file's bytes, unpacked where its name ends in .gz or .zst; OSError, of which
    `input_errors` makes a message, where it cannot be opened."""
    if path.suffix.lower() in PACKED:
        return io.BufferedReader(_Unpacked(path), _CHUNK)
    return path.open("rb")


def read_bounded(stream: BinaryIO, source: str, limit: int = MAX_BYTES) -> bytes:
    """All bytes of the stream; InputError where there are more than the limit."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(source, too_large(limit))
    return data


def bounded_lines(stream: BinaryIO, source: str) -> Iterator[bytes | None]:
    """Lines with their line feed; None in the place of one longer than a document may be.
    InputError where one is so long that this is no file of lines; the rest is not read."""
    while line := stream.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES:
            yield line
        else:
            _skip_rest(stream, line, source)
            yield None


def too_large(limit: int = MAX_BYTES) -> str:
    """The message for something above the limit."""
    what = "a document" if limit == MAX_BYTES else "a .json file"
    do = "split it" if limit == MAX_BYTES else "make it JSON lines (.jsonl)"
    return f"is larger than the {limit // 1_000_000} MB that {what} may have; {do}"


def _skip_rest(stream: BinaryIO, line: bytes, source: str) -> None:
    skipped = len(line)
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)
        skipped += len(line)
        if skipped > _MOST_OF_A_LINE:
            raise InputError(
                source,
                f"has a line of more than {_MOST_OF_A_LINE // 1_000_000} MB; write one JSON "
                "object a line",
            )


class _Unpacked(io.RawIOBase):
    """A packed file that is refused once it turns out to be a bomb."""

    def __init__(self, path: Path | Object) -> None:
        self._path = path
        self._packed = path.open("rb")
        opened = gzip.open if path.suffix.lower() == ".gz" else zstd.open
        self._stream = opened(self._packed, "rb")
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # Here, since readers of archives take EOFError for the end.
        with input_errors(shown(utf8_path(self._path))):
            count = self._stream.readinto(buffer)
        self._given += count
        if self._given > max(_ABOVE_SUSPICION, MOST_UNPACKED * self._packed.tell()):
            reason = f"unpacks to more than {MOST_UNPACKED} times its size; unpack it yourself"
            raise InputError(shown(utf8_path(self._path)), reason)
        return count

    def close(self) -> None:
        self._stream.close()
        self._packed.close()
        super().close()


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = filter(None, pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def as_stream(pieces: Iterable[bytes]) -> BinaryIO:
    """A stream that gives some bytes, which come in pieces."""
    return io.BufferedReader(_Pieces(pieces), _CHUNK)


def put_back(head: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream that gives the head and then the rest; closing it leaves the rest open."""
    return as_stream(chain([head], iter(lambda: rest.read(_CHUNK), b"")))
