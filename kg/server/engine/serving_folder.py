"""The folder of a server in the store that it serves."""

import secrets
import shutil
from pathlib import Path

from kg.errors import StoreError
from kg.store.lock import StoreLock

_PREFIX = "serving-"


class ServingFolder:
    """A folder for snapshots and results, which a server has for itself.

    A lock in it says that its server lives. The id of a process would not: in containers, two
    servers over one volume can both have the same.

    Attributes:
        path: the folder; `make` makes it.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self.path = store / f"{_PREFIX}{secrets.token_hex(8)}"
        self._lock: StoreLock | None = None

    def make(self) -> None:
        """Make the folder where it is missing, and then remove those of servers that were killed.

        The caller holds the store's lock, so that no server finds the folder before it is locked.
        """
        if (self.path / "results").is_dir():
            return
        (self.path / "results").mkdir(parents=True)
        self._release()
        self._lock = StoreLock(self.path, exclusive=True)
        for folder in self._store.glob(_PREFIX + "*"):
            if folder != self.path:
                _remove_if_left(folder)

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()


def _remove_if_left(folder: Path) -> None:
    try:
        lock = StoreLock(folder, exclusive=True)
    except StoreError:
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
