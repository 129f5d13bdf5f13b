"""kg: from news articles to a knowledge graph that answers.

import kg

graph = kg.open("store")
graph.build("articles/")
graph.query("statements", speaker="person/jane-doe")
"""

from typing import TYPE_CHECKING, Any

from kg.version import __version__

if TYPE_CHECKING:
    from kg.api import Graph, Stats, open
    from kg.errors import KgError
    from kg.queries import saved_queries
    from kg.settings import Settings, load_settings

__all__ = [
    "Graph",
    "KgError",
    "Settings",
    "Stats",
    "__version__",
    "load_settings",
    "open",
    "saved_queries",
]

_HOMES = {
    "Graph": "kg.api",
    "Stats": "kg.api",
    "open": "kg.api",
    "saved_queries": "kg.queries",
    "KgError": "kg.errors",
    "Settings": "kg.settings",
    "load_settings": "kg.settings",
}


def __getattr__(name: str) -> Any:
    # On demand, so that one stage can be imported without all the others.
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
