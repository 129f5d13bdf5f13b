"""The saved queries: read, bound to values, run, and their results formatted."""

from kg.queries.bind import bind
from kg.queries.calls import calls_out
from kg.queries.parameters import Parameter
from kg.queries.results import RESULT_FORMATS, format_results, write_results
from kg.queries.run import check_query, check_update, names_dataset, query_form, run
from kg.queries.saved import SavedQuery, load_queries, load_query, parse_query

__all__ = [
    "RESULT_FORMATS",
    "Parameter",
    "SavedQuery",
    "bind",
    "calls_out",
    "check_query",
    "check_update",
    "format_results",
    "load_queries",
    "load_query",
    "names_dataset",
    "parse_query",
    "query_form",
    "run",
    "write_results",
]
