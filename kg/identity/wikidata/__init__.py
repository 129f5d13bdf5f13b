"""Wikidata offline: a JSON dump read into an index on disk, and names looked up there."""

from kg.identity.wikidata.filters import Filters
from kg.identity.wikidata.importing import ImportReport, Progress, import_dump
from kg.identity.wikidata.index import Index
from kg.identity.wikidata.item import Item, parse_item
from kg.identity.wikidata.keys import name_key

__all__ = [
    "Filters",
    "ImportReport",
    "Index",
    "Item",
    "Progress",
    "import_dump",
    "name_key",
    "parse_item",
]
