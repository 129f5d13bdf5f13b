"""Oxigraph on disk: documents' graphs in and out, and export."""

from kg.store.export import FORMATS, export
from kg.store.prefixes import Prefixes
from kg.store.store import GraphStore, QueryResults
from kg.store.turtle import write_trig, write_turtle

__all__ = [
    "FORMATS",
    "GraphStore",
    "Prefixes",
    "QueryResults",
    "export",
    "write_trig",
    "write_turtle",
]
