"""Copies of a store and of the files beside it, for another disk."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import StoreError
from kg.store.lock import LOCK_FILE
from kg.store.store import GraphStore

# What is made anew: locks, Oxigraph's diary, and what servers keep while they run.
_LEFT_OUT = shutil.ignore_patterns(LOCK_FILE, "LOCK", "LOG", "LOG.old.*", "serving-*")


def back_up(store: GraphStore, name: Path, others: Mapping[Path, Path], target: Path) -> None:
    """Copy a store, and files and folders beside it, into a new folder; all of them or nothing.

    They are copied and not linked: damage to one copy leaves the other whole.

    Args:
        name: its path in the new folder.
        others: what else to copy, by its path in the new folder.
        target: the folder; it must not exist, or be empty.

    Raises:
        StoreError: the folder is in use, or something could not be copied.
    """
    _check(target, [store.path, *others.values()])
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        shutil.copytree(store.path, unfinished / name, ignore=_LEFT_OUT)
        for path, source in others.items():
            _copy(source, unfinished / path)
        GraphStore.open(unfinished / name, read_only=True).close()
        if hasattr(os, "sync"):
            os.sync()
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(f"{target}: there is no backup, for something failed: {error}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _check(target: Path, sources: Iterable[Path]) -> None:
    if not target.name or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise StoreError(f"{target}: there is something already; name a folder that does not exist")
    for path in sources:
        if path.is_dir() and target.resolve().is_relative_to(path.resolve()):
            raise StoreError(f"{target}: is inside {path}, which is copied; name another folder")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)
