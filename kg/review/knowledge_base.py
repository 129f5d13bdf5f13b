"""Knowledge bases as the command line uses them: an index made, one opened and described."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from kg.identity.knowledge_bases import Entry, KnowledgeBase, open_knowledge_base
from kg.identity.knowledge_bases.base import last_part
from kg.identity.knowledge_bases.opening import index_file
from kg.identity.reconciliation.web import Manners, Web
from kg.identity.wikidata.endpoint import RESULTS, WIKIDATA_ENDPOINT, Endpoint
from kg.identity.wikidata.fetching import fetch
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.importing import ImportReport, Progress
from kg.identity.wikidata.importing import import_dump as _import_dump
from kg.identity.wikidata.index import Index
from kg.settings import Settings

__all__ = ["DEFAULT", "WIKIDATA_ENDPOINT", "about", "cells", "fetch_items", "import_dump",
           "index_path", "open_base"]  # fmt: skip

DEFAULT = Path("kb/wikidata.sqlite")
_MANNERS = Manners(timeout=90, attempts=4, pause=1, backoff=2, patience=600)


def import_dump(
    settings: Settings,
    dump: Path,
    path: Path | None = None,
    types: Iterable[str] = (),
    languages: Iterable[str] = (),
    progress: Progress | None = None,
) -> ImportReport:
    """Make an index at a path, the settings' by default, from an endpoint; as `fetching.fetch`."""
    return _import_dump(dump, index_path(settings, path), Filters.of(types, languages), progress)


def fetch_items(
    settings: Settings,
    address: str,
    path: Path | None = None,
    least: int = 20,
    languages: Iterable[str] = ("en",),
    progress: Progress | None = None,
    manners: Manners = _MANNERS,
) -> ImportReport:
    """Make an index at a path, where the settings have theirs by default, from an endpoint; as
    `fetching.fetch`."""
    with closing(Web(manners, accept=RESULTS)) as web:
        endpoint = Endpoint(address, web, manners.attempts)
        return fetch(endpoint, index_path(settings, path), least, languages, progress)


def index_path(settings: Settings, path: Path | None = None) -> Path:
    """The path given, or that of the index which the settings name, or the default."""
    chosen = settings.knowledge_base
    return path or (index_file(chosen) if chosen else None) or DEFAULT


def open_base(settings: Settings, index: Path | None = None) -> closing[KnowledgeBase]:
    """The index at a path, or the knowledge base that the settings name, or the default index;
    KgError where it cannot be opened."""
    return closing(open_knowledge_base(index or settings.knowledge_base or DEFAULT))


def about(base: KnowledgeBase) -> Mapping[str, str]:
    """Name and version of a knowledge base, and of an index what it was made from and holds."""
    said = {"name": base.name, "version": base.version}
    if isinstance(base, Index):
        return {**base.meta, **said, "bytes": str(base.path.stat().st_size)}
    return said


def cells(entry: Entry, base: KnowledgeBase) -> tuple[str, ...]:
    """An entry as a row of a table: id, name, popularity, "label" or "alias", types, countries."""
    types, countries = (
        ", ".join(known[iri].name if iri in known else last_part(iri) for iri in group)
        for group in (entry.types, entry.countries)
        for known in [base.entries(group)]
    )
    how = "alias" if entry.by_alias else "label"
    return entry.id, entry.name, f"{entry.popularity:.12g}", how, types, countries
