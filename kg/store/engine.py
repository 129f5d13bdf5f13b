"""Opens Oxigraph on disk so that a damaged store is never taken for an empty one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import DamageError

# Oxigraph raises OSError for what the system refuses and RuntimeError for damaged files.
ENGINE_ERRORS = (OSError, RuntimeError)
"""What Oxigraph raises where a file cannot be read or written."""

_OF_FILES = ("Corruption: ", "IO error: ")
_EMPTY = 4096  # bytes: journals of a store that has no quad yet are shorter
_UNFINISHED = "bulk-*.sst"


class Reader(Protocol):
    """What kg reads of a store, on disk or a server's; arguments as `pyoxigraph.Store`."""

    def query(self, query: str) -> Any:
        """The results of a query."""

    def quads_for_pattern(
        self, subject: Any, predicate: Any, object: Any, graph_name: Any = None
    ) -> Iterator[Quad]:
        """The quads that have the given parts."""

    def named_graphs(self) -> Iterator[Any]:
        """The names of the named graphs."""

    def contains_named_graph(self, graph_name: NamedNode) -> bool:
        """Whether there is a named graph."""

    def dump(self, output: None, format: RdfFormat, *, from_graph: NamedNode) -> Any:
        """The bytes of a named graph in a format."""


def open_engine(path: Path, *, read_only: bool) -> pyoxigraph.Store:
    """Open the folder of an Oxigraph store; a new one is made unless `read_only`.

    Opened to write, a store that has lost the list of its tables would be made anew, and its tables
    deleted. So it is opened to read first, which changes nothing and fails then. Files that a
    killed process was about to add in bulk are removed. One of ENGINE_ERRORS where the store is
    damaged, or cannot be read or written.
    """
    if read_only:
        return pyoxigraph.Store.read_only(str(path))
    if _holds_quads(path):
        pyoxigraph.Store.read_only(str(path))
    engine = pyoxigraph.Store(path)
    for file in path.glob(_UNFINISHED):
        file.unlink()
    return engine


def unreadable(folder: Path, error: BaseException | None) -> DamageError | None:
    """What to raise where Oxigraph could not read a file of a store; None for any other error."""
    if not isinstance(error, ENGINE_ERRORS) or not str(error).startswith(_OF_FILES):
        return None
    return DamageError(folder, f"the store cannot be read: {error}")


def _holds_quads(path: Path) -> bool:
    # A store that was killed while it was made cannot be read yet, and is simply made.
    journals = sum(file.stat().st_size for file in path.glob("*.log"))
    return journals > _EMPTY or any(path.glob("*.sst"))
