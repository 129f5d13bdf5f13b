"""Full-text search over names, statements and articles: an index in SQLite, made from the graph."""

from kg.search.facts import PROPERTIES, Facts, Kind, Property, Value
from kg.search.index import ArticleHit, EntityHit, Found, SearchIndex, StatementHit
from kg.search.matching import Match, Sought
from kg.search.writing import write_index

__all__ = [
    "PROPERTIES",
    "ArticleHit",
    "EntityHit",
    "Facts",
    "Found",
    "Kind",
    "Match",
    "Property",
    "SearchIndex",
    "Sought",
    "StatementHit",
    "Value",
    "write_index",
]
