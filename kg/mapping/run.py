"""Maps runs of the build to PROV activities: what was made, from which files and versions.

The PROV Ontology, https://www.w3.org/TR/prov-o/. Nothing else in the store has clock times.
"""

from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Quad

from kg.documents import Source
from kg.mapping.graph import NamedGraph
from kg.mapping.iris import Namespaces
from kg.mapping.literals import moment
from kg.mapping.terms import PROV


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file, or a record of a file, that a run read; the fingerprint is a hash of everything that
    the document's graph was made from."""

    source: Source
    document_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the build.

    Attributes:
        code, model, ontology: their versions; the model's with its name.
        started, ended: clock times with time zone.
        records: the sources whose documents it wrote, in the order of the input.
    """

    code: str
    model: str
    ontology: str
    started: datetime
    ended: datetime
    records: tuple[SourceRecord, ...] = ()


def map_run(run: Run, namespaces: Namespaces) -> list[Quad]:
    """The quads of a run and of the sources that it read, in the runs graph."""
    graph = NamedGraph(namespaces.runs_graph)
    own = namespaces.own
    iri = namespaces.run(run.started.isoformat(), run.ended.isoformat(), run.code, run.model)
    graph.add_type(iri, PROV.Activity)
    graph.add(iri, own("codeVersion"), run.code)
    graph.add(iri, own("modelVersion"), run.model)
    graph.add(iri, own("ontologyVersion"), run.ontology)
    graph.add(iri, PROV.startedAtTime, moment(run.started))
    graph.add(iri, PROV.endedAtTime, moment(run.ended))
    for record in run.records:
        document = namespaces.document(record.document_id)
        graph.add(iri, PROV.generated, document)
        graph.add(document, PROV.wasGeneratedBy, iri)
        _describe_source(record, graph, namespaces)
    return graph.quads


def map_source(record: SourceRecord, namespaces: Namespaces) -> list[Quad]:
    """The quads of one source, in the runs graph; used to add or remove a source alone."""
    graph = NamedGraph(namespaces.runs_graph)
    _describe_source(record, graph, namespaces)
    return graph.quads


def _describe_source(record: SourceRecord, graph: NamedGraph, namespaces: Namespaces) -> None:
    source = namespaces.source(str(record.source))
    graph.add_type(source, namespaces.own("Source"))
    graph.add(source, namespaces.own("path"), str(record.source))
    graph.add(source, namespaces.own("fingerprint"), record.fingerprint)
    graph.add(namespaces.document(record.document_id), PROV.hadPrimarySource, source)
