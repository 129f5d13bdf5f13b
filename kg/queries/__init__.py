"""The saved queries: read, bound to values, run, and their results formatted."""

from kg.queries.bind import bind
from kg.queries.calls import calls_out
from kg.queries.finding import find_query, saved_queries
from kg.queries.parameters import Parameter
from kg.queries.results import RESULT_FORMATS, format_results, write_results
from kg.queries.run import check_query, check_update, query_form, run
from kg.queries.saved import SavedQuery, load_queries, load_query, parse_query

__all__ = [
    "RESULT_FORMATS",
    "Parameter",
    "SavedQuery",
    "bind",
    "calls_out",
    "check_query",
    "check_update",
    "find_query",
    "format_results",
    "load_queries",
    "load_query",
    "parse_query",
    "query_form",
    "run",
    "saved_queries",
    "write_results",
]
