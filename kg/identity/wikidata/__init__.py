"""Wikidata offline: a dump, or what an endpoint has, read into an index on disk; names looked up
there."""

from kg.identity.wikidata.endpoint import RESULTS, WIKIDATA_ENDPOINT, Endpoint
from kg.identity.wikidata.fetching import fetch
from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.importing import ImportReport, Progress, import_dump
from kg.identity.wikidata.index import Index
from kg.identity.wikidata.keys import name_key

__all__ = [
    "RESULTS",
    "WIKIDATA_ENDPOINT",
    "Endpoint",
    "Filters",
    "ImportReport",
    "Index",
    "Progress",
    "fetch",
    "import_dump",
    "name_key",
]
