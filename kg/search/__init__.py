"""Full-text search over names, statements and articles: an index in SQLite, made from the graph."""

from kg.search.index import ArticleHit, EntityHit, Found, SearchIndex, StatementHit
from kg.search.writing import write_index

__all__ = ["ArticleHit", "EntityHit", "Found", "SearchIndex", "StatementHit", "write_index"]
