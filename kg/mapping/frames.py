"""Maps frames: who does what to whom, in whose words; and the events that an article asserts.

Events are those of the Simple Event Model (van Hage et al., "Design and use of the Simple Event
Model (SEM)", 2011, http://semanticweb.cs.vu.nl/2009/11/sem/).
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode

from kg.extraction import Argument, EntityType, Span
from kg.extraction.wordlists import word_set
from kg.identity import Entity, Resolved, ResolvedFrame
from kg.identity.happenings import happenings
from kg.mapping.claims import BESIDE, EventClaim, event_claim
from kg.mapping.document_iris import frame_iris, quantity_iris
from kg.mapping.spans import Spans
from kg.mapping.terms import PROV, SCHEMA, SEM

_ACTORS = frozenset(
    {EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP}
)

# Where somebody goes takes no part in the going, even where it is a country.
_JOURNEYS = frozenset({"Move", "Visit"})
_ENDS = frozenset({"Origin", "Destination"})


def describe_frames(resolved: Resolved, statements: Sequence[NamedNode], spans: Spans) -> None:
    """Add the frames of the document to its graph.

    Those of no event type, or of one of which no role is filled, have their words alone. Of these
    the reporting words of statements are left out: the statement says all that they say; and so are
    those that tell neither who does what nor anything of an entity.
    """
    cues = [span for each in resolved.annotations.statements for span in each.cue]
    reporting = {offset for span in cues for offset in range(span.start, span.end)}
    mapper = _FrameMapper(resolved, statements, spans)
    for iri, frame in zip(frame_iris(resolved, spans.namespaces), resolved.frames, strict=True):
        if frame.frame.type and any(each.name for each in frame.frame.arguments):
            mapper.describe(iri, frame)
        elif _is_telling(frame) and reporting.isdisjoint(range(*frame.frame.span[0])):
            mapper.describe_words(iri, frame)


def _is_telling(resolved: ResolvedFrame) -> bool:
    """Whether a frame tells who does what, or what an entity does or suffers."""
    if resolved.frame.lemma in word_set("frames", "light verbs"):
        return False
    parts = {a.role: filler for a, filler in resolved.parts() if a.role.startswith("ARG")}
    return {"ARG0", "ARG1"} <= parts.keys() or any(filler is not None for filler in parts.values())


class _FrameMapper:
    def __init__(self, resolved: Resolved, statements: Sequence[NamedNode], spans: Spans) -> None:
        self._text = resolved.annotations.document.text
        self._published = resolved.annotations.document.metadata.published
        self._mentions = resolved.annotations.mentions
        self._statements = statements
        self._quantities = quantity_iris(resolved, spans.namespaces)
        self._spans = spans
        self._graph = spans.graph
        self._namespaces = spans.namespaces
        self._own = spans.namespaces.own

    def describe_words(self, iri: NamedNode, resolved: ResolvedFrame) -> None:
        """What every frame has: its predicate, and where that stands."""
        self._graph.add_type(iri, self._own("Frame"))
        self._graph.add(iri, self._own("predicate"), resolved.frame.lemma)
        self._graph.add(iri, PROV.wasDerivedFrom, *self._spans.phrases(*resolved.frame.span))

    def describe(self, iri: NamedNode, resolved: ResolvedFrame) -> None:
        """A frame of an event type."""
        frame, own = resolved.frame, self._own
        assert frame.type is not None
        self.describe_words(iri, resolved)
        self._graph.add(iri, own("eventType"), self._namespaces.event(frame.type))
        self._graph.add(iri, SCHEMA.text, self._words(resolved))
        self._graph.add(iri, own("negated"), frame.negated)
        self._graph.add(iri, own("conditional"), frame.conditional)
        self._graph.add(iri, own("modality"), frame.modality and own(frame.modality))
        for number, (argument, filler) in enumerate(self._named(resolved)):
            self._describe_role(iri, number, argument, filler)
        self._spans.time_of(iri, resolved.time, SEM.hasTimeStamp)
        self._graph.add(iri, SEM.hasPlace, *self._namespaces.entities(resolved.place))
        if frame.asserted and frame.told and any(f for _, f in self._named(resolved)):
            self._describe_event(iri, resolved)
        is_claim = frame.claimed and any(a.name not in BESIDE for a, _ in self._named(resolved))
        if frame.statement is not None and is_claim:
            statement = self._statements[frame.statement]
            self._graph.add(iri, own("claimedIn"), statement)
            self._describe_claim(statement, iri, resolved)

    def _named(self, resolved: ResolvedFrame) -> Iterator[tuple[Argument, Entity | None]]:
        """The arguments that the event type has a role for, and what fills them."""
        for argument, filler in resolved.parts():
            if argument.name is not None:
                yield argument, filler

    def _describe_role(
        self, frame: NamedNode, number: int, argument: Argument, filler: Entity | None
    ) -> None:
        assert argument.name is not None
        own, role = self._own, NamedNode(f"{frame.value}/role/{number}")
        self._graph.add(frame, own("role"), role)
        self._graph.add(role, own("roleType"), self._namespaces.event(argument.name))
        if filler is not None:
            self._graph.add(role, own("filler"), self._namespaces.entity(filler.key))
        else:
            self._graph.add(role, own("fillerLemma"), argument.lemma)
        if argument.quantity is not None:
            self._graph.add(role, own("quantity"), self._quantities[argument.quantity])
        self._graph.add(role, PROV.wasDerivedFrom, self._spans.phrase(self._span(argument)))

    def _span(self, argument: Argument) -> Span:
        """Where an argument is named: its mention, else its words."""
        if argument.mention is None:
            return argument.span
        return self._mentions[argument.mention].span

    def _words(self, resolved: ResolvedFrame) -> str:
        """The text from the first to the last of a frame's words."""
        frame = resolved.frame
        spans = [*frame.span, *(each.span for each in frame.arguments)]
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        return " ".join(self._text[first:last].split())

    def _describe_event(self, iri: NamedNode, resolved: ResolvedFrame) -> None:
        self._graph.add_type(iri, SEM.Event)
        for argument, filler in self._named(resolved):
            is_where = resolved.frame.type in _JOURNEYS and argument.name in _ENDS
            takes_part = argument.name not in BESIDE and not is_where
            if takes_part and filler is not None and filler.type in _ACTORS:
                self._graph.add(iri, SEM.hasActor, self._namespaces.entity(filler.key))
        self._graph.add(iri, self._own("happening"), *happenings(resolved, self._published))

    def _describe_claim(
        self, statement: NamedNode, frame: NamedNode, resolved: ResolvedFrame
    ) -> None:
        """The claim that a frame makes, the same for all frames of its type, roles and polarity."""
        fillers = [(a, f.key if f else a.lemma) for a, f in self._named(resolved)]
        claim = event_claim(resolved.frame, fillers)
        iri = self._claim(claim)
        self._graph.add(statement, self._own("claims"), iri)
        self._graph.add(iri, self._own("frame"), frame)
        if claim.negated:
            positive = self._claim(claim.affirmed)
            self._graph.add(iri, self._own("negationOf"), positive)

    def _claim(self, claim: EventClaim) -> NamedNode:
        iri, own = self._namespaces.event_claim(claim.text), self._own
        self._graph.add_type(iri, own("Claim"))
        self._graph.add(iri, own("eventType"), self._namespaces.event(claim.type))
        self._graph.add(iri, SCHEMA.text, claim.text)
        return iri
