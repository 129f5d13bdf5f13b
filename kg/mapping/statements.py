"""Maps statements: who said, thought or intended what, and where the article says so."""

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

from kg.extraction import Statement, StatementKind
from kg.identity import Entity, Resolved, ResolvedStatement
from kg.mapping import terms
from kg.mapping.claims import claim_words
from kg.mapping.document_iris import post_iri
from kg.mapping.literals import TRUE, decimal, time_value
from kg.mapping.spans import Spans

KINDS = {
    StatementKind.SPEECH: "SpeechStatement",
    StatementKind.THOUGHT: "ThoughtStatement",
    StatementKind.INTENT: "IntentStatement",
}


def describe_statements(resolved: Resolved, iris: Sequence[NamedNode], spans: Spans) -> None:
    """Add every statement of the document to its graph, with its claim and its evidence."""
    mapper = _StatementMapper(resolved, iris, spans)
    for iri, statement in zip(iris, resolved.statements, strict=True):
        mapper.describe(iri, statement)


class _StatementMapper:
    def __init__(self, resolved: Resolved, iris: Sequence[NamedNode], spans: Spans) -> None:
        self._annotations = resolved.annotations
        self._iris = iris
        self._spans = spans
        self._graph = spans.graph
        self._namespaces = spans.namespaces
        self._own = spans.namespaces.own

    def describe(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        self._describe_kind(iri, resolved.statement)
        self._describe_speakers(iri, resolved)
        self._describe_addressee(iri, resolved)
        self._add_entity(iri, self._own("citing"), resolved.citing)
        self._describe_time_and_place(iri, resolved)
        self._describe_content(iri, resolved)
        self._describe_evidence(iri, resolved.statement)

    def _describe_kind(self, iri: NamedNode, statement: Statement) -> None:
        own = self._own
        document = self._namespaces.document(self._annotations.document.id)
        self._graph.add_type(iri, own("Statement"))
        self._graph.add_type(iri, own(KINDS[statement.kind]))
        self._graph.add(iri, terms.IS_PART_OF, document)
        self._graph.add(iri, own("form"), own(statement.form.value))
        self._graph.add(iri, own("stance"), own(statement.stance))
        if statement.modality is not None:
            self._graph.add(iri, own("modality"), own(statement.modality))
        if statement.negated:
            self._graph.add(iri, own("negated"), TRUE)
        if statement.cue_concept is not None:
            self._graph.add(iri, own("cue"), self._namespaces.cue(statement.cue_concept))
        if statement.parent is not None:
            self._graph.add(iri, own("reportedIn"), self._iris[statement.parent])

    def _describe_speakers(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        if resolved.speaker is None:
            self._graph.add(iri, self._own("speakerUnknown"), TRUE)
        for speaker in (resolved.speaker, *resolved.joint_speakers):
            self._add_entity(iri, terms.SPOKEN_BY, speaker)
        if resolved.speaking_as is not None:
            document = self._annotations.document
            post = post_iri(resolved.speaking_as, document.id, self._namespaces)
            if post is not None:
                self._graph.add(iri, self._own("speakingAs"), post)

    def _describe_addressee(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        addressee = resolved.statement.addressee
        if addressee is not None:
            self._graph.add(iri, self._own("addresseeSpan"), self._spans.phrase(addressee))
            self._add_entity(iri, self._own("addressee"), resolved.told_to)

    def _add_entity(self, iri: NamedNode, predicate: NamedNode, entity: Entity | None) -> None:
        if entity is not None:
            self._graph.add(iri, predicate, self._namespaces.entity(entity.key))

    def _describe_time_and_place(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        time, place = resolved.time, resolved.statement.place
        if time is not None:
            self._graph.add(iri, self._own("timeSpan"), self._spans.phrase(time.span))
            if time.value is not None:
                self._graph.add(iri, terms.DATE_CREATED, time_value(time.value))
        if place is not None:
            self._graph.add(iri, self._own("placeSpan"), self._spans.phrase(place))

    def _describe_content(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        text = self._annotations.document.text
        content = " ".join(text[start:end] for start, end in resolved.statement.content)
        self._graph.add(iri, terms.TEXT, Literal(content))
        for entity in resolved.about:
            self._add_entity(iri, terms.ABOUT, entity)
        words = claim_words(content)
        if words:
            self._describe_claim(iri, words)

    def _describe_claim(self, iri: NamedNode, words: str) -> None:
        claim = self._namespaces.claim(words)
        self._graph.add(iri, self._own("claims"), claim)
        self._graph.add_type(claim, self._own("Claim"))
        self._graph.add(claim, terms.TEXT, Literal(words))

    def _describe_evidence(self, iri: NamedNode, statement: Statement) -> None:
        own = self._own
        self._graph.add_each(iri, own("speakerSpan"), self._spans.phrases(statement.source))
        self._graph.add_each(iri, own("cueSpan"), self._spans.phrases(statement.cue))
        self._graph.add_each(iri, own("contentSpan"), self._spans.phrases(statement.content))
        self._graph.add(iri, own("foundBy"), Literal(statement.found_by.value))
        self._graph.add(iri, own("score"), decimal(statement.score))
        self._graph.add(iri, own("taggerVersion"), Literal(self._annotations.tagger))
