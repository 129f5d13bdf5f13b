"""The shapes: what conforms, what is refused, and that pySHACL says the same."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from rdflib.plugins.sparql import processor

from kg.documents import Document
from kg.errors import ShapeError
from kg.extraction import Annotations, EntityType, Mention, MentionKind, Span
from kg.identity import Entity, Resolved
from kg.mapping import Namespaces, Validator, map_document, ontology_text
from kg.mapping.slow_shapes import Shapes
from kg.mapping.terms import NIF, RDF, SCHEMA, XSD
from sample_document import DOCUMENT, TEXT, sample, span_of, tied

NAMESPACES = Namespaces()
VALIDATOR = Validator(NAMESPACES)
GRAPH = NAMESPACES.document(DOCUMENT.id)
FIRST = NAMESPACES.below(
    f"doc/{DOCUMENT.id}/statement/{span_of('told').start}-{span_of('told').end}"
)
MONDAY = NAMESPACES.span(DOCUMENT.id, span_of("Monday"))
SENTENCE = NAMESPACES.span(DOCUMENT.id, Span(0, TEXT.index("\r\n")))
QUANTITY = NAMESPACES.below(
    f"doc/{DOCUMENT.id}/quantity/{span_of('up to').start}-{span_of('miners').end}"
)
ANNA = NAMESPACES.entity("person/lena-fiskeby")
SHAPES = Shapes.from_turtle(ontology_text("shapes.ttl", NAMESPACES))
INTEGER = XSD.integer
DECIMAL = XSD.decimal

Fault = Callable[[list[Quad]], list[Quad]]


def own(name: str) -> NamedNode:
    return NAMESPACES.own(name)


def without(subject: NamedNode, predicate: NamedNode) -> Fault:
    return lambda quads: [
        quad for quad in quads if not (quad.subject == subject and quad.predicate == predicate)
    ]


def with_(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Fault:
    return lambda quads: [*quads, Quad(subject, predicate, value, GRAPH)]


def changed(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Fault:
    return lambda quads: with_(subject, predicate, value)(without(subject, predicate)(quads))


def number(text: str) -> Literal:
    return Literal(text, datatype=INTEGER)


FAULTS: dict[str, tuple[Fault, NamedNode, str]] = {
    "no cue span": (without(FIRST, own("cueSpan")), FIRST, "cue span"),
    "no content span": (without(FIRST, own("contentSpan")), FIRST, "content span"),
    "no article": (without(FIRST, SCHEMA.isPartOf), FIRST, "article"),
    "no form": (without(FIRST, own("form")), FIRST, "form"),
    "no stance": (without(FIRST, own("stance")), FIRST, "stance"),
    "unknown stance": (changed(FIRST, own("stance"), own("Shrugs")), FIRST, "stance"),
    "two stances": (with_(FIRST, own("stance"), own("Denies")), FIRST, "stance"),
    "no score": (without(FIRST, own("score")), FIRST, "score"),
    "score above 1": (
        changed(FIRST, own("score"), Literal("1.5", datatype=DECIMAL)),
        FIRST,
        "score",
    ),
    "no speaker": (without(FIRST, SCHEMA.spokenByCharacter), FIRST, "speaker"),
    "speaker known and unknown": (
        with_(FIRST, own("speakerUnknown"), Literal("true", datatype=XSD.boolean)),
        FIRST,
        "speaker",
    ),
    "two kinds": (with_(FIRST, RDF.type, own("ThoughtStatement")), FIRST, "exactly one of"),
    "offset past the end": (
        changed(MONDAY, NIF.endIndex, number(str(len(TEXT) + 1))),
        MONDAY,
        "ends inside",
    ),
    "sentence past the end": (
        changed(SENTENCE, NIF.endIndex, number(str(len(TEXT) + 1))),
        SENTENCE,
        "ends inside",
    ),
    "offset below 0": (changed(MONDAY, NIF.beginIndex, number("-1")), MONDAY, "below 0"),
    "end before begin": (changed(MONDAY, NIF.endIndex, number("1")), MONDAY, "before its end"),
    "another text": (changed(MONDAY, NIF.anchorOf, Literal("Sunday")), MONDAY, "text"),
    "two begins": (with_(MONDAY, NIF.beginIndex, number("1")), MONDAY, "one offset"),
    "no context": (without(MONDAY, NIF.referenceContext), MONDAY, "one document"),
    "two texts": (with_(GRAPH, NIF.isString, Literal("more")), GRAPH, "one text"),
    "no text": (without(GRAPH, NIF.isString), GRAPH, "one text"),
    "quantity without a number": (
        lambda quads: without(QUANTITY, SCHEMA.maxValue)(without(QUANTITY, SCHEMA.value)(quads)),
        QUANTITY,
        "value or a bound",
    ),
    "bounds crossed": (with_(QUANTITY, SCHEMA.minValue, number("5000")), QUANTITY, "lower bound"),
    "number as text": (changed(QUANTITY, SCHEMA.value, Literal("many")), QUANTITY, "a number"),
    "entity without a name": (without(ANNA, SCHEMA.name), ANNA, "name"),
    "entity of no type": (without(ANNA, RDF.type), ANNA, "entity with type"),
}


@pytest.fixture(scope="module", autouse=True)
def each_query_is_parsed_once() -> Iterator[None]:
    """pySHACL has rdflib parse each query anew for each node, which takes most of its time."""
    with pytest.MonkeyPatch.context() as patch:
        parse, translate = processor.parseQuery, processor.translateQuery
        patch.setattr(processor, "parseQuery", lambda text: text)
        translated = cache(lambda text, base, names: translate(parse(text), base, dict(names)))
        patch.setattr(
            processor,
            "translateQuery",
            lambda text, base, names: translated(text, base, tuple((names or {}).items())),
        )
        yield


def ntriples(quads: list[Quad]) -> str:
    return (serialize((q.triple for q in quads), format=RdfFormat.N_TRIPLES) or b"").decode()


def referee(quads: list[Quad]) -> set[str]:
    """The focus nodes that pySHACL objects to, as where `shacl` has no wheel."""
    report = SHAPES.validate_text(ntriples(quads), "ntriples")
    assert report.conforms is not bool(report.results)
    return {result.focus_node.strip("<>") for result in report.results}


def accused(quads: list[Quad]) -> set[str]:
    """The focus nodes that the validator objects to."""
    return {line[1 : line.index(">")] for line in VALIDATOR.violations(quads)}


def test_sample_conforms() -> None:
    quads = map_document(sample(), NAMESPACES)
    assert VALIDATOR.violations(quads) == []
    VALIDATOR.check(quads)
    assert referee(quads) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_refused_and_named_as_by_the_referee(name: str) -> None:
    fault, node, words = FAULTS[name]
    quads = fault(map_document(sample(), NAMESPACES))
    lines = VALIDATOR.violations(quads)
    assert any(node.value in line and words in line for line in lines)
    assert all("\n" not in line for line in lines)
    assert accused(quads) == referee(quads)


def test_free_standing_quotation_needs_no_cue() -> None:
    quads = map_document(sample(), NAMESPACES)
    quotation = next(
        quad.subject
        for quad in quads
        if quad.predicate == own("foundBy") and quad.object == Literal("quotation")
    )
    assert not any(q.subject == quotation and q.predicate == own("cueSpan") for q in quads)
    assert VALIDATOR.violations(quads) == []


def test_check_raises_one_line() -> None:
    quads = without(FIRST, own("cueSpan"))(map_document(sample(), NAMESPACES))
    with pytest.raises(ShapeError, match=r"not committed: .*cue span") as caught:
        VALIDATOR.check(quads)
    assert "\n" not in str(caught.value)


def test_shapes_follow_another_base() -> None:
    namespaces = Namespaces("https://graph.example/news/")
    quads = map_document(sample(), namespaces)
    assert Validator(namespaces).violations(quads) == []
    iri = FIRST.value.replace(NAMESPACES.base, namespaces.base)
    faulty = without(NamedNode(iri), namespaces.own("cueSpan"))(quads)
    assert any(iri in line for line in Validator(namespaces).violations(faulty))


@st.composite
def mentioned(draw: st.DrawFn) -> Resolved:
    """Any text with one mention somewhere in it."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    mention = Mention(Span(start, end), MentionKind.NAME, EntityType.PERSON, "A")
    annotations = Annotations(Document(text), (Span(0, len(text)),), (mention,), (), (), (), ())
    return tied(annotations, [Entity("person/a", EntityType.PERSON, "A")], ["person/a"], [])


@settings(max_examples=200, deadline=None)
@given(mentioned())
def test_any_span_of_any_text_conforms(resolved: Resolved) -> None:
    assert VALIDATOR.violations(map_document(resolved, NAMESPACES)) == []


@settings(max_examples=100, deadline=None)
@given(mentioned(), st.text(st.characters(exclude_categories=["Cs"]), max_size=3))
def test_any_other_anchor_is_refused(resolved: Resolved, more: str) -> None:
    span = resolved.annotations.mentions[0].span
    text = resolved.annotations.document.text[span.start : span.end]
    iri = NAMESPACES.span(resolved.annotations.document.id, span)
    quads = changed(iri, NIF.anchorOf, Literal(text + "x" + more))(
        map_document(resolved, NAMESPACES)
    )
    assert any(iri.value in line for line in VALIDATOR.violations(quads))
