"""Maps statements: who said, thought or intended what, and where the article says so."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from kg.extraction import Statement, StatementKind
from kg.identity import Resolved, ResolvedStatement
from kg.mapping.claims import claim_words
from kg.mapping.document_iris import post_iri
from kg.mapping.literals import decimal
from kg.mapping.spans import Spans
from kg.mapping.terms import SCHEMA

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
        statement, own = resolved.statement, self._own
        self._describe_kind(iri, statement)
        self._describe_speakers(iri, resolved)
        self._graph.add(iri, own("addresseeSpan"), *self._spans.phrases(statement.addressee))
        self._graph.add(iri, own("addressee"), *self._namespaces.entities(resolved.told_to))
        self._graph.add(iri, own("citing"), *self._namespaces.entities(resolved.citing))
        self._spans.time_of(iri, resolved.time, SCHEMA.dateCreated)
        self._graph.add(iri, own("placeSpan"), *self._spans.phrases(statement.place))
        self._describe_content(iri, resolved)
        self._describe_evidence(iri, resolved.statement)

    def _describe_kind(self, iri: NamedNode, statement: Statement) -> None:
        own = self._own
        document = self._namespaces.document(self._annotations.document.id)
        self._graph.add_type(iri, own("Statement"), own(KINDS[statement.kind]))
        self._graph.add(iri, SCHEMA.isPartOf, document)
        self._graph.add(iri, own("form"), own(statement.form.value))
        self._graph.add(iri, own("stance"), own(statement.stance))
        self._graph.add(iri, own("modality"), statement.modality and own(statement.modality))
        self._graph.add(iri, own("negated"), statement.negated)
        concept = statement.cue_concept
        self._graph.add(iri, own("cue"), concept and self._namespaces.cue(concept))
        if statement.parent is not None:
            self._graph.add(iri, own("reportedIn"), self._iris[statement.parent])

    def _describe_speakers(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        speakers = self._namespaces.entities(resolved.speaker, *resolved.joint_speakers)
        self._graph.add(iri, self._own("speakerUnknown"), resolved.speaker is None)
        self._graph.add(iri, SCHEMA.spokenByCharacter, *speakers)
        if resolved.speaking_as is not None:
            document = self._annotations.document
            post = post_iri(resolved.speaking_as, document.id, self._namespaces)
            self._graph.add(iri, self._own("speakingAs"), post)

    def _describe_content(self, iri: NamedNode, resolved: ResolvedStatement) -> None:
        text = self._annotations.document.text
        content = " ".join(text[start:end] for start, end in resolved.statement.content)
        self._graph.add(iri, SCHEMA.text, content)
        self._graph.add(iri, SCHEMA.about, *self._namespaces.entities(*resolved.about))
        if words := claim_words(content):
            claim = self._namespaces.claim(words)
            self._graph.add(iri, self._own("claims"), claim)
            self._graph.add_type(claim, self._own("Claim"))
            self._graph.add(claim, SCHEMA.text, words)

    def _describe_evidence(self, iri: NamedNode, statement: Statement) -> None:
        own = self._own
        self._graph.add(iri, own("speakerSpan"), *self._spans.phrases(*statement.source))
        self._graph.add(iri, own("cueSpan"), *self._spans.phrases(*statement.cue))
        self._graph.add(iri, own("contentSpan"), *self._spans.phrases(*statement.content))
        self._graph.add(iri, own("foundBy"), statement.found_by.value)
        self._graph.add(iri, own("score"), decimal(statement.score))
        self._graph.add(iri, own("taggerVersion"), self._annotations.tagger)
