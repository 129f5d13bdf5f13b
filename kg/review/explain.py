"""The way from anything in the graph back to the characters that it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.identity.reasons import eligible, why
from kg.mapping.entities import TYPES
from kg.mapping.terms import NIF, RDF, SCHEMA
from kg.review.html import description
from kg.review.passages import Origin, Passage, Passages, words_of
from kg.store import GraphStore, Prefixes
from kg.store.facts import Facts, text_of

_MOST_PASSAGES = 10
_SHOWN_IN_PASSAGE = frozenset(
    {RDF.type, NIF.isString, NIF.anchorOf, NIF.beginIndex, NIF.endIndex, NIF.referenceContext}
)
_TYPES = {term.value: type for type, term in TYPES.items()}


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of one IRI. Jupyter shows it with its sentences.

    Attributes:
        kinds: its types, as short names.
        facts: what the graph says of it, as pairs of property and value, without its spans.
        passages: where it was read, at most ten.
        found: in how many places it was read.
        origin: the document, where the IRI is one or stands in one alone.
    """

    iri: str
    kinds: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    found: int
    origin: Origin | None

    def _repr_html_(self) -> str:
        heading = dict(self.facts).get("name", self.iri)
        sentences = [passage._repr_html_() for passage in self.passages]
        return description(heading, self.kinds, self.facts, sentences, self.found - len(sentences))


def explain(store: GraphStore, iri: str, knowledge_base: str | Path | None = None) -> Explanation:
    """How a statement, event, mention, position, quantity, entity, link or document came about.

    Args:
        iri: in full, or short as tables show it (person:lloyd-austin, person/lloyd-austin).
        knowledge_base: as settings name it; it tells what else a link could have led to.

    Raises:
        KgError: the knowledge base cannot be used.
        QueryError: the store knows nothing of that name.
    """
    node = full_iri(iri, store.base)
    facts = store.facts
    if next(facts.match(node), None) is None:
        raise QueryError(f"{node.value}: the store holds nothing of that name")
    described, passages = _Described(store, facts), Passages(store)
    own = store.namespaces.own
    places = passages.places(node)
    documents = {text_of(quad.graph_name) for quad in facts.in_documents(node)}
    return Explanation(
        iri=node.value,
        kinds=tuple(sorted({described.label(each) for each in facts.nodes(node, RDF.type)})),
        facts=(
            *described.facts(node, {*_SHOWN_IN_PASSAGE, *passages.roles, own("role")}),
            *described.roles(node),
            *described.lexicon(node),
            *described.links_of(node),
            *described.link(node, knowledge_base),
        ),
        passages=tuple(map(passages.passage, places[:_MOST_PASSAGES])),
        found=len(places),
        origin=passages.origin(NamedNode(*documents)) if len(documents) == 1 else None,
    )


def full_iri(text: str, base: str) -> NamedNode:
    """The IRI that a person means by a full IRI, a prefixed name or a path below the base;
    QueryError where it is none of these."""
    full = Prefixes(base).full(text.strip().removeprefix("<").removesuffix(">"))
    try:
        return NamedNode(full if ":" in full.partition("/")[0] else base + full)
    except ValueError as error:
        raise QueryError(f"{text}: not an IRI; give one such as {base}person/jane-doe") from error


class _Described:
    """What the graph says of something, as pairs of words for people to read."""

    def __init__(self, store: GraphStore, facts: Facts) -> None:
        self._facts = facts
        self._namespaces = store.namespaces
        self._prefixes = Prefixes(store.base)

    def facts(self, node: NamedNode, skipped: set[NamedNode]) -> list[tuple[str, str]]:
        """Its properties with their values, but for some properties and the record of runs."""
        runs = self._namespaces.runs_graph
        found = {
            (words_of(quad.predicate), self.label(quad.object))
            for quad in self._facts.match(node)
            if quad.predicate not in skipped and quad.graph_name != runs
        }
        return sorted(found)

    def lexicon(self, frame: NamedNode) -> Iterator[tuple[str, str]]:
        """Of a frame of an event type: the entries of the lexicon that give its word that type."""
        own = self._namespaces.own
        word = self._facts.value(frame, own("predicate")) or ""
        type = (self._facts.value(frame, own("eventType")) or "").rpartition("#")[2]
        if not type:
            return
        from kg.extraction.frames.event_types import event_lexicon  # spaCy takes a second

        lexicon = event_lexicon()
        for kind, patterns in (("verb", lexicon.verbs), ("noun", lexicon.nouns)):
            longer = [words for words in sorted(patterns) if words.startswith(f"{word} ")]
            for words in [word] if word in patterns else longer:
                for pattern in patterns[words]:
                    if pattern.type == type:
                        yield "lexicon entry", f"event:{pattern.name}, {kind} “{words}”"

    def roles(self, frame: NamedNode) -> Iterator[tuple[str, str]]:
        """Of a frame: what fills its roles."""
        own = self._namespaces.own
        for part in self._facts.nodes(frame, own("role")):
            name = (self._facts.value(part, own("roleType")) or "role").rpartition("#")[2]
            for filler in (
                *self._facts.nodes(part, own("filler")),
                *map(Literal, self._facts.values(part, own("fillerLemma"))),
            ):
                yield name.lower(), self.label(filler)

    def links_of(self, entity: NamedNode) -> list[tuple[str, str]]:
        """The links of an entity, each with its evidence."""
        lines = []
        for evidence in self._facts.subjects(self._namespaces.own("entity"), entity):
            if pair := self._facts.link(evidence):
                link = pair[1]
                external = self._prefixes.short(link.external)
                text = f"{external} ({link.method}, {link.score:g}, {link.knowledge})"
                lines.append(("link", text))
        return sorted(lines)

    def link(
        self, evidence: NamedNode, knowledge_base: str | Path | None
    ) -> Iterator[tuple[str, str]]:
        """Of a link: what else its entity could have been linked to, and why this one won."""
        pair = self._facts.link(evidence)
        if pair is None:
            return
        key, link = pair
        entity = self._namespaces.entity(key)
        name = self._facts.value(entity, SCHEMA.name) or ""
        types = (_TYPES.get(each) for each in self._facts.values(entity, RDF.type))
        type = next(filter(None, types), None)
        for entry in eligible(name, type, link, knowledge_base):
            won = " that won" if entry.iri == link.external else ""
            shown = ", ".join(filter(None, (entry.name, entry.description)))
            yield f"candidate{won}", f"{self._prefixes.short(entry.iri)} ({shown})"
        yield "because", why(link)

    def label(self, term: object) -> str:
        """A literal's text, or the name of a node of the graph beside its short IRI."""
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return str(term)
        short = self._prefixes.short(term.value)
        name = self._facts.value(term, SCHEMA.name)
        return short if name is None else f"{name} ({short})"
