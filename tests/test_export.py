"""Export: every format holds the same graph, sorted, the same to the byte; Turtle reads well."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyoxigraph
import pytest
import rdflib
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kg.errors import StoreError
from kg.mapping import Namespaces
from kg.mapping.terms import NIF, RDF, SCHEMA
from kg.store import FORMATS, GraphStore, Prefixes, export, write_trig, write_turtle
from kg.store.prefixes import local_name

NAMES = Namespaces()
PREFIXES = Prefixes(NAMES.base)
XSD = "http://www.w3.org/2001/XMLSchema#"
READERS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "trig": (RdfFormat.TRIG, "trig"),
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
}
KEEP_GRAPHS = {"trig", "nquads", "jsonld"}

_pieces = st.sampled_from([*"abzAZ09-_.~:/?@!$&'()*+,;=éß·文😀", "%C3", "%20"])
_path = st.lists(_pieces, max_size=8).map("".join)
_iri_characters = st.builds(
    lambda path, part: path + part, _path, st.just("") | _path.map("#".__add__)
)
_namespaces = st.sampled_from(
    [NAMES.base, *PREFIXES.namespaces.values(), "https://other.example/", "urn:x:"]
)
iris = st.builds(
    lambda namespace, rest: namespace + (rest.replace("#", "/") if "#" in namespace else rest),
    _namespaces,
    _iri_characters,
)
nodes = iris.map(NamedNode)
predicates = st.sampled_from(["ab", "Z_e", "x-1", "y.z"]).flatmap(
    lambda name: _namespaces.filter(lambda n: n[-1] in "/#:").map(lambda n: NamedNode(n + name))
)
xml_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from('\n\r\t"\\')
)
numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda n: (str(n), "integer")),
    st.decimals(-999, 999, allow_nan=False, places=3).map(lambda n: (f"{n:f}", "decimal")),
    st.floats().map(lambda n: (repr(n), "double")),
    st.sampled_from([("true", "boolean"), ("0", "boolean"), ("x", "integer"), ("", "decimal")]),
    st.sampled_from([("2024-10-23", "date"), ("2024", "gYear"), ("1e5", "double")]),
)
literals = st.one_of(
    xml_text.map(Literal),
    st.builds(
        lambda text, tag: Literal(text, language=tag), xml_text, st.sampled_from(["en", "fr-be"])
    ),
    numbers.map(lambda pair: Literal(pair[0], datatype=NamedNode(XSD + pair[1]))),
)
graphs = st.sampled_from([NAMES.document("1"), NAMES.document("2"), NamedNode("urn:g")])
quads = st.lists(
    st.builds(Quad, nodes, st.one_of(st.just(RDF.type), predicates), nodes | literals, graphs),
    max_size=12,
)


def filled(content: Iterable[Quad]) -> GraphStore:
    store = GraphStore.in_memory()
    store.engine.extend(content)
    return store


def exported(store: GraphStore, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    export(store, out, format, **options)  # type: ignore[arg-type]
    return out.getvalue()


def triples(content: Iterable[Quad]) -> set[Triple]:
    return {quad.triple for quad in content}


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=30)
@given(quads)
def test_every_graph_goes_out_and_comes_back(format: str, content: list[Quad]) -> None:
    with filled(content) as store:
        # What the store holds, for Oxigraph writes numbers its own way.
        held = set(store.quads())
        back = set(pyoxigraph.parse(exported(store, format), READERS[format][0]))
        named = set(pyoxigraph.parse(exported(store, format, merge=False), READERS[format][0]))
    merge = {Quad(each.subject, each.predicate, each.object) for each in held}
    if format in KEEP_GRAPHS:
        assert back == held | merge
        assert named == held
    else:
        assert back == named == merge


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.filterwarnings("ignore::UserWarning:rdflib")
@pytest.mark.parametrize("format", ["turtle", "trig", "rdfxml", "jsonld", "ntriples"])
@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(quads)
def test_another_parser_reads_the_same(format: str, content: list[Quad]) -> None:
    with filled(content) as store:
        data = exported(store, format)
        plain = exported(store, "ntriples")
    read = rdflib.Dataset(default_union=True)
    read.parse(data=data, format=READERS[format][1])
    expected = rdflib.Graph()
    expected.parse(data=plain, format="nt")
    assert {term_key(t) for t in read.triples((None, None, None))} == {
        term_key(t) for t in expected
    }


def term_key(triple: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(term.n3() if hasattr(term, "n3") else str(term) for term in triple[:3])


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=30)
@given(content=quads, seed=st.randoms())
def test_the_order_of_writing_leaves_no_trace(
    format: str, content: list[Quad], seed: object
) -> None:
    shuffled = list(content)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    with filled(content) as one, filled(shuffled) as other:
        assert exported(one, format) == exported(other, format)


ARTICLE = NAMES.document("00c0ffee00c0ffee")
ADA = NAMES.entity("person/ada-bell")


def small_store() -> GraphStore:
    own = NAMES.own
    span = NamedNode(ARTICLE.value + "#char=0,8")
    statement = NamedNode(ARTICLE.value + "/statement/9-13")
    schema = "https://schema.org/"
    day = Literal("2024-10-23", datatype=NamedNode(XSD + "date"))
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (span, RDF.type, NamedNode("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#Phrase")),
        (statement, RDF.type, own("Statement")),
        (statement, RDF.type, own("SpeechStatement")),
        (statement, own("speakerSpan"), span),
        (statement, own("score"), Literal("0.5", datatype=NamedNode(XSD + "decimal"))),
        (statement, own("negated"), Literal(True)),
        (ADA, SCHEMA.name, Literal("Ada Bell")),
        (ADA, RDF.type, SCHEMA.Person),
        (ARTICLE, NamedNode(schema + "datePublished"), day),
        (ARTICLE, RDF.type, NamedNode(schema + "NewsArticle")),
        (ARTICLE, NIF.isString, Literal('Ada Bell said "no".\nShe left.')),
    ]  # fmt: skip
    content = [Quad(s, p, o, ARTICLE) for s, p, o in facts]
    content.append(
        Quad(
            NAMES.run("x"),
            RDF.type,
            NamedNode("http://www.w3.org/ns/prov#Activity"),
            NAMES.runs_graph,
        )
    )
    content.append(Quad(ADA, SCHEMA.name, Literal("Ada Bell"), NAMES.knowledge_graph("people")))
    return filled(content)


TURTLE = '''\
@base <https://example.org/kg/> .
@prefix doc: <https://example.org/kg/doc/> .
@prefix kg: <https://example.org/kg/ns#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix person: <https://example.org/kg/person/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

doc:00c0ffee00c0ffee a schema:NewsArticle ;
    nif:isString """Ada Bell said "no".
She left.""" ;
    schema:datePublished "2024-10-23"^^xsd:date .

person:ada-bell a schema:Person ;
    schema:name "Ada Bell" .

<doc/00c0ffee00c0ffee/statement/9-13> a kg:SpeechStatement, kg:Statement ;
    kg:negated true ;
    kg:score 0.5 ;
    kg:speakerSpan <doc/00c0ffee00c0ffee#char=0,8> .

<doc/00c0ffee00c0ffee#char=0,8> a nif:Phrase .

'''


def test_turtle_reads_well() -> None:
    with small_store() as store:
        assert exported(store, "turtle").decode() == TURTLE


def test_one_graph_alone() -> None:
    with small_store() as store:
        lines = exported(store, "nquads", graphs=[ARTICLE]).decode().splitlines()
    assert len(lines) == 11
    assert lines == sorted(lines)
    assert all(line.endswith(f" <{ARTICLE.value}> .") for line in lines)


def test_runs_are_written_when_asked_for() -> None:
    with small_store() as store:
        assert b"graph/runs" not in exported(store, "nquads")
        assert b"graph/runs" in exported(store, "nquads", runs=True)
        assert b"Activity" in exported(store, "turtle", graphs=[NAMES.runs_graph])


@pytest.mark.parametrize("format", FORMATS)
def test_the_text_can_be_left_out(format: str) -> None:
    with small_store() as store:
        whole, without = exported(store, format), exported(store, format, text=False)
    assert b"isString" in whole and b"She left" in whole
    assert b"isString" not in without and b"She left" not in without
    assert b"ada-bell" in without


def test_what_stands_in_two_graphs_is_written_once_in_their_union() -> None:
    with small_store() as store:
        assert exported(store, "ntriples").count(b'"Ada Bell"') == 1
        assert exported(store, "nquads", merge=False).count(b'"Ada Bell"') == 2
        assert exported(store, "nquads").count(b'"Ada Bell"') == 3


def test_an_empty_store_is_an_empty_document() -> None:
    with GraphStore.in_memory() as store:
        for format in FORMATS:
            assert not list(pyoxigraph.parse(exported(store, format), READERS[format][0]))


def test_unknown_formats_and_graphs_are_named() -> None:
    with small_store() as store:
        with pytest.raises(StoreError, match="yaml: no such format; choose from turtle, trig"):
            exported(store, "yaml")
        with pytest.raises(StoreError, match="urn:nothing: no such graph"):
            exported(store, "turtle", graphs=[NamedNode("urn:nothing")])


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe"])
def test_what_xml_cannot_hold_is_refused_and_other_formats_hold_it(character: str) -> None:
    quad = Quad(ADA, SCHEMA.name, Literal(f"a{character}b"), ARTICLE)
    with filled([quad]) as store:
        with pytest.raises(StoreError, match="control character"):
            exported(store, "rdfxml")
        for format in ("turtle", "trig", "nquads", "ntriples", "jsonld"):
            data = exported(store, format, merge=False)
            (back,) = pyoxigraph.parse(data, READERS[format][0])
            assert back.object == quad.object, format


def test_a_property_that_xml_cannot_name_is_refused() -> None:
    with (
        filled([Quad(ADA, NamedNode("urn:12"), ADA, ARTICLE)]) as store,
        pytest.raises(StoreError, match="urn:12: RDF/XML cannot write this property"),
    ):
        exported(store, "rdfxml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lloyd-austin", "lloyd-austin"),
        ("a/b#c=1,2", "a\\/b\\#c\\=1\\,2"),
        ("-a", "\\-a"),
        ("a.b", "a.b"),
        (".a", None),
        ("a.", None),
        ("100%", "100\\%"),
        ("%C3%A9", "%C3%A9"),
        ("a b", None),
        ("", ""),
    ],
)
def test_local_names(text: str, expected: str | None) -> None:
    assert local_name(text) == expected


@given(iris)
def test_short_forms_lead_back(iri: str) -> None:
    assert PREFIXES.full(PREFIXES.short(iri)) == iri


def test_writers_take_triples_from_anywhere() -> None:
    triple = Triple(ADA, RDF.type, SCHEMA.Person)
    turtle = "\n".join(write_turtle([triple, triple], PREFIXES))
    assert turtle.endswith("person:ada-bell a schema:Person .\n")
    trig = "\n".join(write_trig({None: [triple], ARTICLE: [triple]}, PREFIXES))
    assert len(list(pyoxigraph.parse(trig, RdfFormat.TRIG))) == 2
