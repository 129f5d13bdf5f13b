"""Makes all IRIs, from content: the same articles and knowledge give the same IRIs."""

import hashlib
from pathlib import Path

from pyoxigraph import NamedNode

from kg.extraction import Span
from kg.identity import Entity
from kg.identity.slug import slug
from kg.settings import DEFAULT_BASE, check_base

_DIGITS = "0123456789abcdef"


class Namespaces:
    """Makes every IRI below one base IRI.

    Args:
        base: see `kg.settings.check_base`, which refuses what is none.

    Attributes:
        links_graph: the graph of links to other knowledge bases, with their evidence.
        same_events_graph: that of the events that several articles tell, with their evidence.
        default_graph: that of what was written without naming a graph.
        changed_graph: that in which an update notes what it changes; it is gone at its end.
        runs_graph: that of runs, the only one with clock times.
        pushed_graphs: those with the digests of graphs that were pushed from another store, by the
            first digit of the digest of their names.

    >>> Namespaces().document("00c0ffee00c0ffee").value
    'https://example.org/kg/doc/00c0ffee00c0ffee'
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        check_base(base)
        self.base = base
        self._own: dict[str, NamedNode] = {}
        self.links_graph = self.below("graph/links")
        self.same_events_graph = self.below("graph/same-events")
        self.default_graph = self.below("graph/default")
        self.changed_graph = self.below("graph/changed")
        self.runs_graph = self.below("graph/runs")
        self.pushed_graphs = {digit: self.below(f"graph/pushed/{digit}") for digit in _DIGITS}

    def own(self, name: str) -> NamedNode:
        """One of kg's own terms, by its local name in ontology/kg.ttl."""
        if name not in self._own:
            self._own[name] = NamedNode(f"{self.base}ns#{name}")
        return self._own[name]

    def cue(self, name: str) -> NamedNode:
        """A concept of ontology/cues.ttl, by its local name."""
        return NamedNode(f"{self.base}ns/cues#{name}")

    def event(self, name: str) -> NamedNode:
        """An event type or a role of ontology/events.ttl, by its local name."""
        return NamedNode(f"{self.base}ns/events#{name}")

    def rebased(self, text: str) -> str:
        """A text written with the default base IRI, such as a file of ontology/, with this one."""
        return text.replace(DEFAULT_BASE, self.base)

    def document(self, document_id: str) -> NamedNode:
        """A document, and the named graph of all that was read in it."""
        return NamedNode(f"{self.base}doc/{document_id}")

    def span(self, document_id: str, span: Span) -> NamedNode:
        """A span of a document's text (RFC 5147 offsets, in code points, end-exclusive)."""
        return NamedNode(f"{self.base}doc/{document_id}#char={span.start},{span.end}")

    def entity(self, key: str) -> NamedNode:
        """An entity, by its key."""
        return NamedNode(self.base + key)

    def entities(self, *entities: Entity | None) -> list[NamedNode]:
        """The IRIs of entities, without those that are None."""
        return [self.entity(each.key) for each in entities if each is not None]

    def below(self, path: str) -> NamedNode:
        """The IRI of a path below the base."""
        return NamedNode(self.base + path)

    def claim(self, words: str) -> NamedNode:
        """A claim, by its normalized words."""
        return NamedNode(f"{self.base}claim/{digest(words)}")

    def event_claim(self, *parts: str) -> NamedNode:
        """A claim that something happens, by its parts."""
        return NamedNode(f"{self.base}claim/event/{digest(*parts)}")

    def link(self, *parts: str) -> NamedNode:
        """The evidence of a link, by its parts."""
        return NamedNode(f"{self.base}link/{digest(*parts)}")

    def same_event(self, event: str, other: str) -> NamedNode:
        """The evidence that two events are one, by their keys in order."""
        return NamedNode(f"{self.base}same-event/{digest(event, other)}")

    def source(self, path: str) -> NamedNode:
        """A file, or a record of a file, that a document was read from."""
        return NamedNode(f"{self.base}source/{digest(path)}")

    def run(self, *parts: str) -> NamedNode:
        """A run of the build, by its times and versions."""
        return NamedNode(f"{self.base}run/{digest(*parts)}")

    def service_links_graph(self, service: str) -> NamedNode:
        """The graph of the links from a service on the network, by its address."""
        return NamedNode(f"{self.links_graph.value}/{slug(service)}")

    def knowledge_graph(self, name: str) -> NamedNode:
        """The graph of one file of curated knowledge, by the slug of the file's name."""
        return NamedNode(f"{self.base}graph/knowledge/{name}")

    def knowledge_graph_of(self, path: Path) -> NamedNode:
        """The graph of the curated knowledge in a file."""
        return self.knowledge_graph(slug(path.stem))


def digest(*parts: str) -> str:
    """16 hexadecimal digits of SHA-256 over the parts, told apart by NUL."""
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest()[:16]
