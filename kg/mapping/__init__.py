"""Annotations and entities -> quads, by the terms of ontology/ and checked against its shapes."""

from kg.mapping.document import map_document
from kg.mapping.entities import map_known
from kg.mapping.iris import Namespaces
from kg.mapping.knowledge import map_knowledge
from kg.mapping.links import map_links, map_same_events
from kg.mapping.ontology import ontology_text, ontology_triples, ontology_version
from kg.mapping.run import Run, SourceRecord, map_run, map_source
from kg.mapping.shapes import Validator
from kg.settings import DEFAULT_BASE

__all__ = [
    "DEFAULT_BASE",
    "Namespaces",
    "Run",
    "SourceRecord",
    "Validator",
    "map_document",
    "map_knowledge",
    "map_known",
    "map_links",
    "map_run",
    "map_same_events",
    "map_source",
    "ontology_text",
    "ontology_triples",
    "ontology_version",
]
