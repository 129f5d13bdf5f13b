"""A lock on a store's folder: one writer, or any number of readers.

RocksDB locks out a second writer, but lets a reader open beside a live writer and then leaves
undefined what it sees; so readers and writers meet at a lock of our own.
"""

import errno
import os
import sys
import time
import weakref
from pathlib import Path

from kg.errors import StoreError

if sys.platform != "win32":
    import fcntl

LOCK_FILE = "kg-store.lock"
_TRY_EVERY = 0.02  # seconds


class StoreLock:
    """Held from construction to `release`, or to the end of the process, however it ends.

    Args:
        folder: the store's folder; the lock file in it is made where it is missing.
        exclusive: True for the one writer, False for one of many readers.
        wait: seconds to wait for somebody else who holds the store.

    Raises:
        StoreError: somebody else holds the store.
    """

    def __init__(self, folder: Path, *, exclusive: bool, wait: float = 0.0) -> None:
        self._descriptor: int | None = None
        flags = os.O_CREAT | (os.O_RDWR if exclusive else os.O_RDONLY)
        try:
            self._descriptor = os.open(folder / LOCK_FILE, flags, 0o666)
            _lock(self._descriptor, exclusive, time.monotonic() + wait)
        except BlockingIOError:
            self.release()
            verb = "in use by" if exclusive else "being written by"
            raise StoreError(
                f"{folder}: the store is {verb} another process; wait until it ends and try again"
            ) from None
        except OSError as error:
            self.release()
            if error.errno == errno.EROFS and not exclusive:
                return  # nobody can write there either
            raise StoreError(f"{folder}: the store cannot be locked: {error.strerror}") from error
        _held.add(self)

    def release(self) -> None:
        """Let others in. Releasing twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int, exclusive: bool, until: float) -> None:
    if sys.platform == "win32":
        return
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
        time.sleep(_TRY_EVERY)


_held: weakref.WeakSet[StoreLock] = weakref.WeakSet()


def _let_go_in_child() -> None:
    # A forked worker that outlives a killed build would otherwise keep the store locked.
    for lock in list(_held):
        lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)
