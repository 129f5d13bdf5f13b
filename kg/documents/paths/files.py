"""A path on the command line -> the files to read, in order."""

from collections.abc import Iterator
from glob import glob, has_magic
from pathlib import Path

from kg.documents.formats import SUPPORTED, is_supported
from kg.documents.paths.objects import Object, is_address, objects_at
from kg.documents.source import utf8_path
from kg.documents.streams import input_errors, shown
from kg.errors import InputError

STORE_MARK = "kg-store.json"
"""Name of the file that marks a folder as a store; no articles are looked for in one."""

SHARDS_MARK = "kg-shards.json"
"""Name of the file that marks a folder of shards, likewise."""


def files_at(path: str | Path) -> Iterator[Path | Object | InputError]:
    """The files at a path or, written as text, at an address."""
    if not is_address(path):
        yield from _files_at(Path(path))
        return
    address, empty = str(path), True
    try:
        for each in objects_at(address):
            if is_supported(each):
                empty = False
                yield each
        if empty:
            raise InputError(shown(address), f"names no file of a supported format ({SUPPORTED})")
    except InputError as error:
        error.path = address
        yield error


def _files_at(path: Path) -> Iterator[Path | InputError]:
    """The file itself, or the files of supported formats in and below a folder, sorted by path; or
    those that a pattern with *, ? or [] names, where ** stands for folders of any depth.

    Inside a folder, or by a pattern, hidden files and folders, other formats and kg's own stores
    and shards are passed over, and symbolic links to folders are not followed.

    Yields:
        A file, or an InputError in the place of a path that is missing, may not be read, or is a
        folder without anything to read.
    """
    source = shown(utf8_path(path))
    try:
        with input_errors(source):
            if has_magic(str(path)) and not path.exists():
                yield from _files_matching(path, source)
                return
            is_folder = path.is_dir()
            path.stat()
    except InputError as error:
        error.path = str(path)
        yield error
        return
    if is_folder:
        yield from _files_in_nonempty(path, source)
    else:
        yield path


def _files_matching(pattern: Path, source: str) -> Iterator[Path | InputError]:
    # Path.glob goes into hidden folders.
    matched = map(Path, sorted(glob(str(pattern), recursive=True)))  # noqa: PTH207
    wanted = (
        each
        for each in matched
        if (_is_wanted_folder(each) or _is_wanted_file(each))
        and not any(map(_is_own, each.parents))
    )
    found = dict.fromkeys(file for each in wanted for file in _files_at(each))
    yield from found or [InputError(source, f"matches no file of a supported format ({SUPPORTED})")]


def _files_in_nonempty(folder: Path, source: str) -> Iterator[Path | InputError]:
    empty = True
    for found in _files_below(folder):
        empty = False
        yield found
    if empty:
        yield InputError(source, f"holds no file of a supported format ({SUPPORTED})")


def _files_below(folder: Path) -> Iterator[Path | InputError]:
    try:
        with input_errors(shown(utf8_path(folder))):
            # Within the try: the system may refuse to say what an entry is, too.
            entries = sorted(folder.iterdir())
            folders = {entry for entry in entries if _is_wanted_folder(entry)}
            files = {entry for entry in entries if _is_wanted_file(entry)}
    except InputError as error:
        error.path = str(folder)
        yield error
        return
    for entry in entries:
        if entry in folders:
            yield from _files_below(entry)
        elif entry in files:
            yield entry


def _is_wanted_folder(entry: Path) -> bool:
    if entry.name.startswith(".") or not entry.is_dir() or entry.is_symlink():
        return False
    return not _is_own(entry)


def _is_own(folder: Path) -> bool:
    return any((folder / mark).exists() for mark in (STORE_MARK, SHARDS_MARK))


def _is_wanted_file(entry: Path) -> bool:
    # A broken symbolic link counts as a file, so that it is reported.
    hidden = entry.name.startswith(".") or not is_supported(entry)
    return not hidden and (entry.is_file() or (entry.is_symlink() and not entry.exists()))
