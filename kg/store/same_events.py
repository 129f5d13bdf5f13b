"""Finds the events that several articles tell, among those of a store and of new documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.identity.happenings import Report, Sameness, judged_same, same
from kg.identity.judgements import Judgements
from kg.mapping import Namespaces, map_same_events
from kg.mapping.terms import RDF, SEM
from kg.store.facts import Facts, text_of

_BATCH = 100_000  # lines that are loaded together


@dataclass(frozen=True, slots=True)
class Reports:
    """The events of documents, as these tell them; those in `without` do not count."""

    facts: Facts
    without: Collection[NamedNode] = ()

    @classmethod
    def read(
        cls, lines: Iterable[bytes], namespaces: Namespaces, folder: Path | None = None
    ) -> Reports:
        """The events of documents that are in no store.

        Args:
            lines: of N-Quads, whole documents.
            namespaces: of the documents.
            folder: an empty one for what is too much for the memory.
        """
        engine = pyoxigraph.Store(folder)
        predicates = {str(predicate).encode() for predicate in _predicates(namespaces)}
        is_event = f" {RDF.type} {SEM.Event} ".encode()
        wanted = (
            line for line in lines if line.split(b" ", 2)[1] in predicates or is_event in line
        )
        while batch := list(islice(wanted, _BATCH)):
            engine.bulk_load(b"\n".join(batch), RdfFormat.N_QUADS)
        return cls(Facts(engine, namespaces))

    def all(self) -> Iterator[Report]:
        """The events that may be compared with others."""
        own = self.facts.namespaces.own("happening")
        events = {quad.subject: quad.graph_name for quad in self._match(None, own, None)}
        for event, document in events.items():
            if isinstance(event, NamedNode) and isinstance(document, NamedNode):
                yield self._report(event, document)

    def others(self, report: Report) -> Iterator[Report]:
        """The events of other documents that share a happening with one, once for each."""
        own, document = self.facts.namespaces.own("happening"), report.document
        for happening in sorted(report.happenings):
            for quad in self._match(None, own, Literal(happening)):
                event, graph = quad.subject, quad.graph_name
                if (
                    isinstance(event, NamedNode)
                    and isinstance(graph, NamedNode)
                    and self.facts.key(graph) != document
                ):
                    yield self._report(event, graph)

    def has(self, event: str) -> bool:
        """Whether there is an event of this key."""
        node = self.facts.namespaces.below(event)
        return any(self._match(node, RDF.type, SEM.Event))

    def _report(self, event: NamedNode, document: NamedNode) -> Report:
        facts, own = self.facts, self.facts.namespaces.own
        places = [
            quad.object for quad in facts.match(event, SEM.hasPlace, None, document)
            if isinstance(quad.object, NamedNode)
        ]  # fmt: skip
        place = min(places, key=text_of, default=None)
        country = facts.value(place, own("ofCountry"), document) if place else None
        return Report(
            event=facts.key(event),
            document=facts.key(document),
            happenings=frozenset(facts.values(event, own("happening"), document)),
            time=facts.value(event, SEM.hasTimeStamp, document),
            place=facts.key(place) if place else None,
            country=facts.key(NamedNode(country)) if country else None,
        )

    def _match(
        self, subject: NamedNode | None, predicate: NamedNode, value: NamedNode | Literal | None
    ) -> Iterator[Quad]:
        for quad in self.facts.in_documents(subject, predicate, value):
            if quad.graph_name not in self.without:
                yield quad


def _predicates(namespaces: Namespaces) -> list[NamedNode]:
    """The properties that tell which events may be one."""
    names = (namespaces.own("happening"), namespaces.own("ofCountry"))
    return [*names, SEM.hasPlace, SEM.hasTimeStamp]


def same_events(
    judgements: Judgements, reports: Reports, others: Reports | None = None
) -> list[Quad]:
    """The evidence for the events that are one, as quads, without those judged to be different.

    Args:
        reports: the events that are compared with each other and with `others`.
        others: the events that are not compared with each other.
    """
    known = [reports] if others is None else [reports, others]
    found: dict[tuple[str, str], Sameness] = {}
    for report in reports.all():
        apart = judgements.different(report.event)
        for each in known:
            for other in each.others(report):
                pair = same(report, other)
                if pair is not None and other.event not in apart:
                    found[pair.event, pair.other] = pair
    for group in judgements.events():
        events = [event for event in group if any(each.has(event) for each in known)]
        if any(map(reports.has, events)):
            found |= {(pair.event, pair.other): pair for pair in judged_same(events)}
    return map_same_events((found[key] for key in sorted(found)), reports.facts.namespaces)
