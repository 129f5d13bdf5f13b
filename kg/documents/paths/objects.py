"""Object storage and whatever else has addresses, as in s3://bucket/news/, by fsspec."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from kg.errors import InputError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://.+", re.IGNORECASE)
_KEYS = ("ETag", "etag", "LastModified", "mtime", "created")  # by which storages tell versions


def is_address(path: str | Path) -> bool:
    """Whether a path is an address."""
    return isinstance(path, str) and _ADDRESS.fullmatch(path) is not None


@dataclass(frozen=True, slots=True)
class Object:
    """A file that has an address; it is named and opened as a path is.

    Attributes:
        address: of the file.
        size, version: bytes, and what tells whether it has changed.
    """

    address: str
    size: int
    version: str

    def __str__(self) -> str:
        """The address."""
        return self.address

    @property
    def name(self) -> str:
        """The last part of the address."""
        return PurePosixPath(self.address).name

    @property
    def suffix(self) -> str:
        """What the name ends in, from its last dot on."""
        return PurePosixPath(self.address).suffix

    def open(self, mode: str) -> BinaryIO:
        """The bytes of the file; OSError where it cannot be opened."""
        try:
            system, path = _system(self.address)
            opened: BinaryIO = system.open(path, mode)
        except OSError:
            raise
        except Exception as error:  # each storage has errors of its own
            raise OSError(repr(error)) from None
        return opened


def objects_at(address: str) -> Iterator[Object]:
    """The file at an address, all files below it, or those of a pattern, sorted; InputError where
    the storage refuses or has no library here, or it is one of the web."""
    if address.lower().startswith(("http:", "https:")):
        raise InputError(address, "is a web page; save it by `kg fetch` and read its folder")
    try:
        system, path = _system(address)
        if has_magic(path):
            found = system.glob(path, detail=True)
        else:
            # Some storages know no folders, but the files whose names begin so.
            found = system.find(path, detail=True)
        for name, info in sorted(found.items()):
            if info["type"] == "file":
                version = next((str(info[key]) for key in _KEYS if info.get(key)), "")
                yield Object(system.unstrip_protocol(name), info["size"], version)
    except ImportError as error:
        reason = f"cannot be reached ({error}); `pip install 'kg[objects]'` has what S3 needs"
        raise InputError(address, reason) from None
    except InputError:
        raise
    except Exception as error:
        reason = " ".join(f"cannot be listed: {error!r}".split())
        raise InputError(address, reason) from None


def _system(address: str) -> tuple[Any, str]:
    import fsspec  # here: most inputs need none

    scheme = address.partition(":")[0].lower()
    if scheme not in fsspec.available_protocols():
        raise InputError(address, f"no storage is called {scheme}; write s3://… or a file's path")
    system, path = fsspec.url_to_fs(address)
    return system, path
