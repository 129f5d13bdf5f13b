"""Runs of the build as PROV activities: what was made, from which files, with which versions.

The PROV Ontology, https://www.w3.org/TR/prov-o/. Clock times stand here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal, Quad

from kg.mapping import terms
from kg.mapping.graph import Graph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import moment


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One file, or record of a file, that a run read.

    Attributes:
        source: the path, and the record where the file holds many (`Document.source`).
        document_id: the document that it gave.
        fingerprint: hash of all that the document's graph was made from.
    """

    source: str
    document_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the build.

    Attributes:
        code, model, ontology: versions; model with its name.
        started, ended: clock times with their zone.
        records: what the run wrote, in the order of the input.
    """

    code: str
    model: str
    ontology: str
    started: datetime
    ended: datetime
    records: tuple[SourceRecord, ...] = ()


def map_run(run: Run, namespaces: Namespaces) -> list[Quad]:
    """The quads of a run and of the sources that it read, in the runs graph."""
    graph = Graph(namespaces.runs_graph)
    own = namespaces.own
    iri = namespaces.run(run.started.isoformat(), run.ended.isoformat(), run.code, run.model)
    graph.add_type(iri, terms.ACTIVITY)
    graph.add(iri, own("codeVersion"), Literal(run.code))
    graph.add(iri, own("modelVersion"), Literal(run.model))
    graph.add(iri, own("ontologyVersion"), Literal(run.ontology))
    graph.add(iri, terms.STARTED, moment(run.started))
    graph.add(iri, terms.ENDED, moment(run.ended))
    for record in run.records:
        document = namespaces.document(record.document_id)
        graph.add(iri, terms.GENERATED, document)
        graph.add(document, terms.GENERATED_BY, iri)
        _describe_source(record, graph, namespaces)
    return graph.quads


def map_source(record: SourceRecord, namespaces: Namespaces) -> list[Quad]:
    """The quads of one source alone, in the runs graph: to take away what was recorded of it."""
    graph = Graph(namespaces.runs_graph)
    _describe_source(record, graph, namespaces)
    return graph.quads


def _describe_source(record: SourceRecord, graph: Graph, namespaces: Namespaces) -> None:
    source = namespaces.source(record.source)
    graph.add_type(source, namespaces.own("Source"))
    graph.add(source, namespaces.own("path"), Literal(record.source))
    graph.add(source, namespaces.own("fingerprint"), Literal(record.fingerprint))
    graph.add(namespaces.document(record.document_id), terms.PRIMARY_SOURCE, source)
