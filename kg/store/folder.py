"""The folder that a store lives in, and the small file in it that says so."""

import json
from pathlib import Path

from kg.documents.paths.files import STORE_MARK
from kg.documents.whole_files import written_whole
from kg.errors import StoreError
from kg.store.lock import LOCK_FILE

STORE_VERSION = 2
"""Of the layout of a store; the default graph is the merge of the named ones since 2."""

VERSION_FILE = STORE_MARK


def check_folder(folder: Path, *, may_create: bool) -> None:
    """Refuse (StoreError) a folder that is neither a store nor, where `may_create`, a place for a
    new one, or whose name the engine cannot have."""
    try:
        str(folder.absolute()).encode()
    except UnicodeEncodeError:
        reason = "the folder's name is not UTF-8; name another with --store"
        raise StoreError(f"{folder}: {reason}") from None
    if (folder / VERSION_FILE).is_file():
        return
    if not may_create or (folder.exists() and not folder.is_dir()):
        raise StoreError(f"{folder}: there is no store here; make one with `kg build --store DIR`")
    own = (LOCK_FILE, VERSION_FILE)  # the latter, with more in its name, may be half written
    if folder.is_dir() and not all(path.name.startswith(own) for path in folder.iterdir()):
        raise StoreError(
            f"{folder}: the folder holds something that is no kg store; name another with --store"
        )


def write_version(folder: Path, base: str) -> None:
    """Mark a folder as a store of this version, in one step that cannot be half done."""
    content = json.dumps({"version": STORE_VERSION, "base": base}, indent=2)
    with written_whole(folder / VERSION_FILE) as file:
        file.write(content.encode() + b"\n")


def read_version(folder: Path) -> tuple[int, str]:
    """The version and the base IRI of the store in a folder; StoreError where the version file is
    damaged, or of a version that this kg cannot read."""
    try:
        content = json.loads((folder / VERSION_FILE).read_text(encoding="utf-8"))
        version, base = content["version"], content["base"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"{folder / VERSION_FILE}: not the version file of a kg store; "
            "build into another folder with `kg build --store DIR`"
        ) from error
    if version not in range(1, STORE_VERSION + 1) or not isinstance(base, str):
        raise StoreError(
            f"{folder}: the store has version {version}, this kg reads version {STORE_VERSION}; "
            "install a newer kg, or build into another folder with `kg build --store DIR`"
        )
    return version, base
