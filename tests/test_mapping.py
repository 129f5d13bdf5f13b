"""Annotations and entities -> quads."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kg.documents import Source
from kg.errors import KnowledgeError, SettingsError
from kg.extraction import Span
from kg.identity import Entity
from kg.identity.slug import slug
from kg.mapping import (
    Namespaces,
    Run,
    SourceRecord,
    map_document,
    map_knowledge,
    map_links,
    map_run,
    map_source,
)
from kg.mapping.claims import claim_words
from kg.mapping.literals import decimal, number, time_value
from kg.mapping.terms import FOAF, ITS, NIF, ORG, PROV, RDF, SCHEMA, XSD
from sample_document import DOCUMENT, ENTITIES, LINK, TEXT, sample, span_of

NAMESPACES = Namespaces()
own = NAMESPACES.own
GRAPH = NAMESPACES.document(DOCUMENT.id)
QUADS = map_document(sample(), NAMESPACES)


def values(subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
    return [q.object for q in QUADS if q.subject == subject and q.predicate == predicate]


def texts(subject: NamedNode, predicate: NamedNode) -> list[str]:
    return [value.value for value in values(subject, predicate)]


def statement(words: str, more: str = "") -> NamedNode:
    span = span_of(words)
    return NAMESPACES.below(f"doc/{DOCUMENT.id}/statement/{span.start}-{span.end}{more}")


def span_iri(words: str) -> NamedNode:
    return NAMESPACES.span(DOCUMENT.id, span_of(words))


def test_document_graph_holds_everything_once_and_no_blank_nodes() -> None:
    assert {quad.graph_name for quad in QUADS} == {GRAPH}
    assert len(set(QUADS)) == len(QUADS)
    nodes = [node for quad in QUADS for node in (quad.subject, quad.object)]
    assert not any(isinstance(node, BlankNode) for node in nodes)


def test_document_says_what_it_is() -> None:
    assert set(values(GRAPH, RDF.type)) == {SCHEMA.NewsArticle, NIF.Context}
    assert texts(GRAPH, NIF.isString) == [TEXT]
    assert texts(GRAPH, SCHEMA.headline) == ["Miners stay away"]
    assert [str(v) for v in values(GRAPH, SCHEMA.datePublished)] == [
        '"2031-05-06"^^<http://www.w3.org/2001/XMLSchema#date>'
    ]
    assert texts(GRAPH, SCHEMA.publisher) == ["The Harbour"]


def test_every_span_equals_its_characters() -> None:
    phrases = [quad.subject for quad in QUADS if quad.object == NIF.Phrase]
    assert len(phrases) > 15
    for phrase in phrases:
        (begin,), (end,) = texts(phrase, NIF.beginIndex), texts(phrase, NIF.endIndex)
        assert texts(phrase, NIF.anchorOf) == [TEXT[int(begin) : int(end)]]
        assert phrase.value == f"{GRAPH.value}#char={begin},{end}"


def test_mention_leads_to_its_entity() -> None:
    she = span_iri("she")
    orsted = NAMESPACES.entity(f"doc/{DOCUMENT.id}/entity/orsted")
    assert values(she, ITS.taIdentRef) == [orsted]
    assert texts(she, own("mentionKind")) == ["pronoun"]
    assert texts(orsted, own("unresolved")) == ["true"]
    assert values(span_iri("us"), ITS.taIdentRef) == []


def test_entities_are_described() -> None:
    miners = NAMESPACES.entity("group/veltish-miners")
    assert values(miners, RDF.type) == [FOAF.Group]
    assert values(miners, own("ofCountry")) == [NAMESPACES.entity("country/veltland")]
    halden = NAMESPACES.entity("place/halden")
    assert texts(halden, SCHEMA.latitude) == ["59.125"]
    assert texts(halden, SCHEMA.longitude) == ["-11.4"]


def test_statement_says_who_what_and_where() -> None:
    told = statement("told")
    assert set(values(told, RDF.type)) == {own("Statement"), own("SpeechStatement")}
    assert values(told, SCHEMA.spokenByCharacter) == [NAMESPACES.entity("person/lena-fiskeby")]
    assert values(told, own("speakingAs")) == [NAMESPACES.below("post/norrvik/mayor")]
    assert values(told, own("addressee")) == [NAMESPACES.entity("organization/radio-halden")]
    assert values(told, own("citing")) == [NAMESPACES.entity("group/fishers")]
    assert values(told, own("cue")) == [NAMESPACES.cue("tell")]
    assert values(told, own("cueSpan")) == [span_iri("told")]
    assert values(told, own("form")) == [own("Indirect")]
    assert values(told, own("modality")) == [own("Possible")]
    assert texts(told, own("negated")) == ["true"]
    assert texts(told, SCHEMA.dateCreated) == ["2031-05-05"]
    assert values(told, SCHEMA.isPartOf) == [GRAPH]
    assert texts(told, own("score")) == ["0.9"]
    assert set(values(told, SCHEMA.about)) == {
        NAMESPACES.entity("country/veltland"),
        NAMESPACES.entity("group/veltish-miners"),
    }


def test_statement_text_joins_its_content_spans() -> None:
    said = statement("said")
    assert texts(said, SCHEMA.text) == ["It ends here she warned of strikes and of delays"]
    assert len(values(said, own("contentSpan"))) == 2


def test_statements_with_one_cue_are_told_apart_by_content() -> None:
    first, second = span_of("of strikes"), span_of("of delays")
    assert texts(statement("warned"), SCHEMA.text) == [TEXT[first.start : first.end]]
    other = statement("warned", f"/{second.start}-{second.end}")
    assert texts(other, SCHEMA.text) == [TEXT[second.start : second.end]]
    assert values(other, own("reportedIn")) == [statement("said")]


def test_the_same_statement_twice_has_two_iris() -> None:
    resolved = sample()
    again = replace(
        resolved.annotations,
        statements=(*resolved.annotations.statements, *resolved.annotations.statements),
    )
    doubled = replace(resolved, annotations=again, statements=resolved.statements * 2)
    quads = map_document(doubled, NAMESPACES)
    count = sum(quad.object == own("Statement") for quad in quads)
    assert count == 2 * len(resolved.annotations.statements)


def test_those_who_speak_together_both_speak() -> None:
    resolved = sample()
    first, *others = resolved.statements
    assert first.speaker is not None and first.speaker.key == "person/lena-fiskeby"
    other = next(each for each in resolved.entities if each != first.speaker)
    both = (replace(first, joint_speakers=(other,)), *others)
    quads = map_document(replace(resolved, statements=both), NAMESPACES)
    spoken = [(q.subject, q.object) for q in quads if q.predicate == SCHEMA.spokenByCharacter]
    (joint,) = [subject for subject, speaker in spoken if speaker == NAMESPACES.entity(other.key)]
    assert (joint, NAMESPACES.entity("person/lena-fiskeby")) in spoken


def test_unknown_speaker_is_kept_and_flagged() -> None:
    quotation = statement("Nobody asked us.")
    assert texts(quotation, own("speakerUnknown")) == ["true"]
    assert values(quotation, SCHEMA.spokenByCharacter) == []
    assert values(quotation, own("cueSpan")) == []


def test_claims_meet_whatever_case_and_punctuation() -> None:
    assert claim_words("“Nobody asked US!”") == claim_words("nobody asked us")
    assert claim_words("1,200 miners don’t") == "1,200 miners don't"
    assert claim_words("— …") == ""
    (claim,) = values(statement("Nobody asked us."), own("claims"))
    assert claim == NAMESPACES.claim("nobody asked us")


def test_position_gives_post_and_membership() -> None:
    post = NAMESPACES.below("post/norrvik/mayor")
    mayor = NAMESPACES.entity("person/lena-fiskeby")
    assert values(post, ORG.heldBy) == [mayor]
    assert values(mayor, ORG.holds) == [post]
    assert values(post, ORG.postIn) == [NAMESPACES.entity("place/norrvik")]
    span = span_of("Norrvik’s mayor, Lena Fiskeby")
    membership = NAMESPACES.below(f"doc/{DOCUMENT.id}/position/{span.start}-{span.end}")
    assert values(membership, ORG.member) == [mayor]
    assert values(membership, own("post")) == [post]
    assert values(membership, own("titleSpan")) == [span_iri("mayor")]


def test_quantity_keeps_hedge_and_source() -> None:
    span = span_of("up to 1,200 Veltish miners")
    quantity = NAMESPACES.below(f"doc/{DOCUMENT.id}/quantity/{span.start}-{span.end}")
    assert texts(quantity, SCHEMA.value) == texts(quantity, SCHEMA.maxValue) == ["1200"]
    assert values(quantity, SCHEMA.minValue) == []
    assert texts(quantity, own("approximation")) == ["up to"]
    assert values(quantity, own("claimedIn")) == [statement("told")]
    assert values(quantity, own("ofWhat")) == [NAMESPACES.entity("group/veltish-miners")]


def test_the_store_changes_nothing() -> None:
    store = Store()
    store.extend(QUADS)
    assert set(store) == set(QUADS)


def test_links_come_with_evidence() -> None:
    place = next(entity for entity in ENTITIES if entity.links)
    quads = map_links(place, NAMESPACES)
    assert {quad.graph_name for quad in quads} == {NAMESPACES.links_graph}
    iri = NAMESPACES.entity(place.key)
    assert Quad(iri, SCHEMA.sameAs, NamedNode(LINK.external), NAMESPACES.links_graph) in quads
    said = {quad.predicate: quad.object for quad in quads}
    assert said[own("entity")] == iri
    assert said[own("score")] == decimal(0.75)
    assert said[own("method")] == Literal("name and country")


def test_link_to_no_iri_is_refused() -> None:
    bad = replace(LINK, external="no iri")
    entity = Entity("place/x", ENTITIES[0].type, "X", links=(bad,))
    with pytest.raises(KnowledgeError, match="gazetteer 1"):
        map_links(entity, NAMESPACES)


def test_run_is_recorded_with_its_sources() -> None:
    record = SourceRecord(Source("news.jsonl", "3"), DOCUMENT.id, "f00d")
    start, end = datetime(2031, 5, 6, 7, tzinfo=UTC), datetime(2031, 5, 6, 8, tzinfo=UTC)
    quads = map_run(Run("kg 1", "model 2", "1", start, end, (record,)), NAMESPACES)
    assert {quad.graph_name for quad in quads} == {NAMESPACES.runs_graph}
    said = {quad.predicate: quad.object for quad in quads}
    assert said[PROV.startedAtTime].value == "2031-05-06T07:00:00Z"
    assert said[own("path")] == Literal("news.jsonl#3")
    assert said[PROV.hadPrimarySource] == NAMESPACES.source("news.jsonl#3")
    assert said[PROV.generated] == GRAPH
    assert set(map_source(record, NAMESPACES)) < set(quads)


def test_knowledge_is_copied_into_a_graph_a_file(tmp_path: Path) -> None:
    path = tmp_path / "Some People.ttl"
    path.write_text("<https://example.org/kg/person/a> a <https://schema.org/Person> .")
    (quad,) = map_knowledge(path, Namespaces("https://graph.example/"))
    assert quad.graph_name.value == "https://graph.example/graph/knowledge/some-people"
    assert quad.subject.value == "https://graph.example/person/a"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<https://e.example/a> <https://e.example/b> [] .", "blank node"),
        (b"<https://e.example/a> <https://e.example/b>", "no valid Turtle"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_broken_knowledge_is_refused_by_name(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "people.ttl"
    path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=words) as caught:
        map_knowledge(path, NAMESPACES)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_knowledge_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        map_knowledge(tmp_path / "none.ttl", NAMESPACES)


@pytest.mark.parametrize("base", ["", "kg/", "https://e.example/kg", "https://e.example/kg#", "x"])
def test_impossible_base_is_refused(base: str) -> None:
    with pytest.raises(SettingsError, match="base must be an absolute IRI"):
        Namespaces(base)


def test_all_own_iris_follow_the_base() -> None:
    quads = map_document(sample(), Namespaces("https://graph.example/news/"))
    assert not any("example.org" in str(quad) for quad in quads)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2031", "gYear"),
        ("2031-05", "gYearMonth"),
        ("2031-05-06", "date"),
        ("2031-05-06T07:00:00", "dateTime"),
        ("2029/2031", "string"),
        ("2031-02-30", "string"),
        ("0000", "string"),
        ("2031-W05", "string"),
        ("2031-W05-1", "string"),
        ("2031-05-06 ", "string"),
    ],
)
def test_time_is_typed_by_its_precision(text: str, kind: str) -> None:
    literal = time_value(text)
    assert (literal.value, literal.datatype.value) == (text, XSD.base + kind)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_their_value_and_have_no_exponent(value: float) -> None:
    literal = number(value)
    assert float(literal.value) == value
    assert "e" not in literal.value.lower()


@given(st.text())
def test_any_name_gives_a_valid_iri(name: str) -> None:
    part = slug(name)
    assert part
    assert part == slug(name)
    assert NAMESPACES.entity(f"person/{part}").value.isascii()
    assert "%" not in part
    assert "/" not in part


@given(st.text())
def test_any_source_and_claim_give_valid_iris(text: str) -> None:
    for iri in (NAMESPACES.source(text), NAMESPACES.claim(text), NAMESPACES.link(text, text)):
        assert NamedNode(iri.value) == iri


@given(st.integers(0), st.integers(0))
def test_spans_have_different_iris(start: int, end: int) -> None:
    other = NAMESPACES.span("ab", Span(start, end + 1))
    assert NAMESPACES.span("ab", Span(start, end)) != other
