"""HTTP: the SPARQL protocols, the saved queries and the graph's IRIs over a store's snapshots."""

from kg.server.app import Limits, create_app

__all__ = ["Limits", "create_app"]
