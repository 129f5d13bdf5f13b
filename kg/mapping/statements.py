"""Statements: who said, thought or intended what, how, and where the article says so."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kg.extraction import Statement, StatementKind
from kg.identity import Resolved
from kg.mapping import terms
from kg.mapping.claims import claim_words
from kg.mapping.graph import Graph
from kg.mapping.iris import Namespaces
from kg.mapping.keys import post_iris, statement_iris
from kg.mapping.literals import TRUE, decimal, time_value
from kg.mapping.spans import Spans

KINDS = {
    StatementKind.SPEECH: "SpeechStatement",
    StatementKind.THOUGHT: "ThoughtStatement",
    StatementKind.INTENT: "IntentStatement",
}


def describe_statements(
    resolved: Resolved, graph: Graph, spans: Spans, namespaces: Namespaces
) -> None:
    """Adds every statement of the document, with its claim and its evidence, to `graph`."""
    mapper = _StatementMapper(resolved, graph, spans, namespaces)
    for index in range(len(resolved.annotations.statements)):
        mapper.describe(index)
    for index, key in resolved.joint_speakers:
        mapper.describe_joint_speaker(index, key)


class _StatementMapper:
    def __init__(
        self, resolved: Resolved, graph: Graph, spans: Spans, namespaces: Namespaces
    ) -> None:
        self._resolved = resolved
        self._graph = graph
        self._spans = spans
        self._namespaces = namespaces
        self._own = namespaces.own
        self._iris = statement_iris(resolved, namespaces)
        self._posts = post_iris(resolved, namespaces)

    def describe(self, index: int) -> None:
        statement = self._resolved.annotations.statements[index]
        iri = self._iris[index]
        self._describe_kind(iri, statement)
        self._describe_speaker(iri, statement, self._resolved.speakers[index])
        self._describe_addressee(iri, statement)
        self._add_entity(iri, "citing", statement.citing)
        self._describe_time_and_place(iri, statement)
        self._describe_content(iri, statement)
        self._describe_evidence(iri, statement)

    def _describe_kind(self, iri: NamedNode, statement: Statement) -> None:
        own = self._own
        document = self._namespaces.document(self._resolved.annotations.document.id)
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

    def _describe_speaker(self, iri: NamedNode, statement: Statement, speaker: str | None) -> None:
        if speaker is None:
            self._graph.add(iri, self._own("speakerUnknown"), TRUE)
        else:
            self._graph.add(iri, terms.SPOKEN_BY, self._namespaces.entity(speaker))
        post = None if statement.speaking_as is None else self._posts[statement.speaking_as]
        if post is not None:
            self._graph.add(iri, self._own("speakingAs"), post)

    def describe_joint_speaker(self, index: int, speaker: str) -> None:
        self._graph.add(self._iris[index], terms.SPOKEN_BY, self._namespaces.entity(speaker))

    def _describe_addressee(self, iri: NamedNode, statement: Statement) -> None:
        if statement.addressee is None:
            return
        self._graph.add(iri, self._own("addresseeSpan"), self._spans.phrase(statement.addressee))
        self._add_entity(iri, "addressee", statement.told_to)

    def _add_entity(self, iri: NamedNode, name: str, mention: int | None) -> None:
        key = None if mention is None else self._resolved.mention_entities[mention]
        if key is not None:
            self._graph.add(iri, self._own(name), self._namespaces.entity(key))

    def _describe_time_and_place(self, iri: NamedNode, statement: Statement) -> None:
        if statement.time is not None:
            time = self._resolved.annotations.times[statement.time]
            self._graph.add(iri, self._own("timeSpan"), self._spans.phrase(time.span))
            if time.value is not None:
                self._graph.add(iri, terms.DATE_CREATED, time_value(time.value))
        if statement.place is not None:
            self._graph.add(iri, self._own("placeSpan"), self._spans.phrase(statement.place))

    def _describe_content(self, iri: NamedNode, statement: Statement) -> None:
        text = self._resolved.annotations.document.text
        content = " ".join(text[span.start : span.end] for span in statement.content)
        self._graph.add(iri, terms.TEXT, Literal(content))
        for mention in statement.about:
            key = self._resolved.mention_entities[mention]
            if key is not None:
                self._graph.add(iri, terms.ABOUT, self._namespaces.entity(key))
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
        self._graph.add(iri, own("taggerVersion"), Literal(self._resolved.annotations.tagger))
