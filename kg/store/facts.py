"""What the graphs of a store say, read in one way: documents, entities, links, single values.

The default graph only repeats what the named graphs hold, so that nothing here reads it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.identity import Entity, Link
from kg.mapping import Namespaces
from kg.mapping.entities import TYPES
from kg.mapping.terms import ITS, ORG, RDF, SCHEMA
from kg.store.engine import Reader

_EVIDENCE = ("external", "method", "score", "knowledge")


def text_of(term: object) -> str:
    """The text of a literal, or an IRI; empty for anything else."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Reads what an open store holds."""

    reader: Reader
    namespaces: Namespaces

    def is_document(self, graph: object) -> bool:
        """Whether the name of a graph is that of a document's graph."""
        return text_of(graph).startswith(f"{self.namespaces.base}doc/")

    def is_links(self, graph: object) -> bool:
        """Whether a graph's name is that of links, of a service's links or of the same events."""
        links = (text_of(graph) + "/").startswith(self.namespaces.links_graph.value + "/")
        return links or graph == self.namespaces.same_events_graph

    def documents(self) -> list[NamedNode]:
        """The documents, each the name of its graph too, sorted by IRI."""
        # A list at once: an error would keep the engine's iterator, which no other thread may drop.
        names = (name for name in list(self.reader.named_graphs()) if isinstance(name, NamedNode))
        return sorted(filter(self.is_document, names), key=text_of)

    def match(
        self,
        subject: NamedNode | BlankNode | Triple | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The quads that have the given parts, of all named graphs or of one, in no order."""
        for quad in self.reader.quads_for_pattern(subject, predicate, value, graph):
            if isinstance(quad.graph_name, NamedNode):
                yield quad

    def in_documents(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        value: NamedNode | Literal | None = None,
        document: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The same, of the graphs of all documents or of one."""
        for quad in self.reader.quads_for_pattern(subject, predicate, value, document):
            if self.is_document(quad.graph_name):
                yield quad

    def values(
        self, node: NamedNode, predicate: NamedNode, graph: NamedNode | None = None
    ) -> list[str]:
        """The values of a property as text, each once, sorted."""
        found = self.match(node, predicate, None, graph)
        return sorted({text_of(quad.object) for quad in found})

    def value(
        self, node: NamedNode, predicate: NamedNode, graph: NamedNode | None = None
    ) -> str | None:
        """The first of the values of a property, None where there is none."""
        return next(iter(self.values(node, predicate, graph)), None)

    def nodes(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The values of a property that are IRIs, each once, sorted."""
        found = {quad.object for quad in self.match(node, predicate)}
        return sorted((each for each in found if isinstance(each, NamedNode)), key=text_of)

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        """The nodes of which a property has a value, each once, sorted."""
        found = {quad.subject for quad in self.match(None, predicate, value)}
        return sorted((each for each in found if isinstance(each, NamedNode)), key=text_of)

    def key(self, node: object) -> str:
        """The path below the base that names an entity or another node of ours."""
        return text_of(node).removeprefix(self.namespaces.base)

    def entities(self, document: NamedNode | None = None) -> Iterator[Entity]:
        """The entities of all documents, or of one, as they describe them, sorted by key.

        Of several names the first in the alphabet is `name`, the others are `aliases`. Links and
        coordinates are left out.
        """
        own = self.namespaces.own
        types = {
            quad.subject: type
            for type, term in TYPES.items()
            for quad in self.in_documents(None, RDF.type, term, document)
            if isinstance(quad.subject, NamedNode)
        }
        names = self._texts(SCHEMA.name, document)
        aliases = self._texts(SCHEMA.alternateName, document)
        countries = self._texts(own("ofCountry"), document)
        unresolved = self._texts(own("unresolved"), document)
        for node in sorted(types, key=text_of):
            name = min(names.get(node, ()), default=self.key(node))
            country = min(countries.get(node, ()), default="")
            yield Entity(
                self.key(node),
                types[node],
                name,
                local=node in unresolved,
                of_country=country.removeprefix(self.namespaces.base) or None,
                aliases=tuple(sorted({*names.get(node, ()), *aliases.get(node, ())} - {name})),
            )

    def _texts(
        self, predicate: NamedNode, document: NamedNode | None
    ) -> dict[NamedNode | BlankNode | Triple, set[str]]:
        """The values of a property of every node of all documents or of one, as text."""
        found: dict[NamedNode | BlankNode | Triple, set[str]] = defaultdict(set)
        for quad in self.in_documents(None, predicate, None, document):
            found[quad.subject].add(text_of(quad.object))
        return found

    def mentioned(self) -> dict[str, set[str]]:
        """The keys of the entities that are mentioned, and the IRIs of the documents that do."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.in_documents(None, ITS.taIdentRef):
            found[self.key(quad.object)].add(text_of(quad.graph_name))
        return found

    def titles(self, document: NamedNode) -> dict[str, set[str]]:
        """The titles of the posts that a document gives to persons, by their keys."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.match(None, ORG.member, None, document):
            for role in self.match(quad.subject, SCHEMA.roleName, None, document):
                found[self.key(quad.object)].add(text_of(role.object))
        return found

    def link(self, evidence: NamedNode) -> tuple[str, Link] | None:
        """An entity's key and its link, from the node with the evidence; None for other nodes."""
        own = self.namespaces.own
        entity = self.value(evidence, own("entity"))
        external, method, score, source = (self.value(evidence, own(each)) for each in _EVIDENCE)
        if entity is None or external is None:
            return None
        link = Link(external, method or "", float(score or 0), source or "")
        return entity.removeprefix(self.namespaces.base), link

    def links(self, graph: NamedNode) -> dict[str, list[Link]]:
        """The links that a graph holds, by the keys of their entities."""
        found: dict[str, list[Link]] = defaultdict(list)
        for quad in self.match(None, RDF.type, self.namespaces.own("Link"), graph):
            if isinstance(quad.subject, NamedNode) and (pair := self.link(quad.subject)):
                found[pair[0]].append(pair[1])
        return found

    def link_quads(self, entity: NamedNode, graph: NamedNode | None = None) -> list[Quad]:
        """The quads of an entity's links and of their evidence, in all graphs of links or one; of
        an event those that tell which others are the same."""
        found = [*self.match(entity, None, None, graph)]
        for name in ("entity", "event"):
            for quad in self.match(None, self.namespaces.own(name), entity, graph):
                found += self.match(quad.subject, None, None, graph)
        return [quad for quad in found if self.is_links(quad.graph_name)]
