"""The index of Wikidata as the command line and the build use it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.identity.wikidata import Candidate, Filters, Index, Progress, Report
from kg.identity.wikidata import import_dump as _import_dump
from kg.settings import Settings

DEFAULT = Path("kb/wikidata.sqlite")

__all__ = ["DEFAULT", "Candidate", "Index", "Progress", "Report", "import_dump", "open_index"]


def import_dump(
    settings: Settings,
    dump: Path,
    path: Path | None = None,
    types: Iterable[str] = (),
    languages: Iterable[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Make an index at a path, where the settings have theirs by default.

    Args:
        types: ids of classes ("Q5"); see `Filters`.
        languages: codes ("en"); see `Filters`.

    Raises:
        InputError, KnowledgeError: as `kg.identity.wikidata.import_dump`.
        SettingsError: a type is no id.
    """
    return _import_dump(dump, index_path(settings, path), Filters.of(types, languages), progress)


def open_index(settings: Settings, path: Path | None = None) -> Index:
    """The index at a path, or where the settings have theirs.

    Raises:
        KnowledgeError: there is none.
    """
    return Index(index_path(settings, path))


def index_path(settings: Settings, path: Path | None = None) -> Path:
    """The path given, or that of the settings, or the default."""
    return path or settings.knowledge_base or DEFAULT
