"""A Wikidata JSON dump, line by line: https://www.wikidata.org/wiki/Wikidata:Database_download.

A dump is one JSON array with one entity a line, and an extract of one may be these lines alone
(JSON lines). It is read as a stream: memory holds one line.
"""

import bz2
import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import orjson

from kg.errors import InputError

# The longest entities have a few megabytes; a line beyond this is no line of a dump.
_LONGEST = 64 << 20
_HEAD = 1 << 16
_UNPACKERS: Mapping[str, Callable[[Path, str], object]] = {".bz2": bz2.open, ".gz": gzip.open}


class Position(NamedTuple):
    """A place between two lines of a dump: how many lines and decompressed bytes are before it."""

    line: int = 0
    byte: int = 0


def entities(path: Path, start: Position) -> Iterator[tuple[Position, dict[str, Any]]]:
    """The entities after a position, each with the position after it; InputError, with the line,
    where the dump cannot be read, is broken or cut off."""
    position = start
    try:
        with _opened(path) as file:
            is_array = file.readline(_LONGEST).strip() == b"["
            file.seek(start.byte)
            while line := file.readline(_LONGEST):
                position = Position(position.line + 1, position.byte + len(line))
                content = line.strip()
                if is_array and content == b"]":
                    return
                if position.line > 1 if is_array else content:
                    yield position, _entity(content, path, position.line)
            if position.line and not is_array:
                return
    except EOFError:
        pass
    except (zlib.error, gzip.BadGzipFile) as error:
        raise _broken(path, position.line + 1, f"cannot be decompressed: {error}") from error
    except OSError as error:
        if error.errno is None:  # what bz2 raises for damaged data
            raise _broken(path, position.line + 1, f"cannot be decompressed: {error}") from error
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    raise _broken(path, position.line + 1, "the dump is cut off here")


def identity(path: Path) -> str:
    """A hash of a dump's size and beginning; InputError where it cannot be read."""
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256(f"{path.stat().st_size} ".encode() + file.read(_HEAD))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    return digest.hexdigest()[:16]


def _opened(path: Path) -> BinaryIO:
    opened = _UNPACKERS.get(path.suffix, Path.open)(path, "rb")
    return cast(BinaryIO, opened)


def _entity(content: bytes, path: Path, line: int) -> dict[str, Any]:
    try:
        entity = orjson.loads(content.removesuffix(b","))
    except orjson.JSONDecodeError as error:
        raise _broken(path, line, f"not JSON: {error}") from error
    if not isinstance(entity, dict) or "id" not in entity:
        raise _broken(path, line, "not an entity of Wikidata")
    return entity


def _broken(path: Path, line: int, reason: str) -> InputError:
    return InputError(f"{path}:{line}", f"{reason}; get the dump again and check its size")
