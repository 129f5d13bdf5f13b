"""Full-text search over names, statements and articles: an index in SQLite, made from the graph."""

from kg.search.facts import PROPERTIES, Kind, Value
from kg.search.index import EntityHit, Found, SearchIndex
from kg.search.matching import Match, Sought
from kg.search.writing import write_index

__all__ = [
    "PROPERTIES",
    "EntityHit",
    "Found",
    "Kind",
    "Match",
    "SearchIndex",
    "Sought",
    "Value",
    "write_index",
]
