"""Exports in RDF 1.2: what statements, claims, posts and links say stands in triple terms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, Triple

import kg
from forked import run_kg
from kg.errors import StoreError
from kg.mapping import Namespaces
from kg.mapping.terms import RDF
from kg.store import GraphStore

READERS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
}
PREFIXES = """
BASE <https://example.org/kg/>
PREFIX event: <https://example.org/kg/ns/events#>
PREFIX kg: <https://example.org/kg/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
"""


@pytest.fixture(scope="module")
def graph(seeds_store: Path) -> Iterator[kg.Graph]:
    with kg.open(seeds_store, read_only=True) as graph:
        yield graph


def exported(graph: kg.Graph, format: str, **options: bool) -> set[Quad]:
    out = io.BytesIO()
    graph.export(out, format, **options)  # type: ignore[arg-type]
    return set(pyoxigraph.parse(out.getvalue(), READERS[format]))


def rows(quads: set[Quad], text: str) -> set[tuple[str, ...]]:
    store = Store()
    store.extend(quads)
    found = store.query(PREFIXES + text)
    assert isinstance(found, QuerySolutions)
    return {tuple(term.value.rpartition("/")[2] for term in row) for row in found}  # type: ignore


@pytest.mark.parametrize("format", READERS)
def test_nothing_but_reifiers_is_added(graph: kg.Graph, format: str) -> None:
    plain, more = exported(graph, format), exported(graph, format, rdf12=True)
    assert plain < more
    assert {quad.predicate for quad in more - plain} == {RDF.reifies}
    assert all(isinstance(quad.object, Triple) for quad in more - plain)
    assert not any(isinstance(quad.object, Triple) for quad in plain)


def test_all_formats_say_the_same(graph: kg.Graph) -> None:
    in_turtle, named = exported(graph, "turtle", rdf12=True), exported(graph, "trig", rdf12=True)
    assert in_turtle == exported(graph, "ntriples", rdf12=True)
    assert named == exported(graph, "nquads", rdf12=True)
    assert {quad.triple for quad in in_turtle} == {quad.triple for quad in named}


def test_a_statement_with_a_speaker_is_a_reifier_with_annotations(graph: kg.Graph) -> None:
    quads = exported(graph, "turtle", rdf12=True)
    spoken = rows(quads, "SELECT ?s { ?s kg:claims ?claim ; schema:spokenByCharacter ?who }")
    said = """{ ?s rdf:reifies <<( ?claim prov:wasAttributedTo ?who )>> ; a kg:Statement ;
              kg:stance ?stance ; kg:cue ?cue ; schema:isPartOf ?article }"""
    assert rows(quads, f"SELECT ?s {said}") == spoken
    assert len(spoken) > 60


def test_what_is_claimed_is_not_asserted(graph: kg.Graph) -> None:
    quads = exported(graph, "turtle", rdf12=True)
    claimed = rows(quads, "SELECT ?a ?b { ?claim rdf:reifies <<( ?a event:Fight ?b )>> }")
    assert claimed == {("ukrainian-forces", "north-korean-soldiers"), ("north-korea", "ukraine")}
    assert not rows(quads, "SELECT ?a ?b { ?a event:Fight ?b }")
    assert not rows(quads, "SELECT ?a ?b { ?a prov:wasAttributedTo ?b }")


def test_who_holds_a_post_and_what_is_the_same_are_annotated(graph: kg.Graph) -> None:
    quads = exported(graph, "turtle", rdf12=True)
    asserted = rows(quads, "SELECT ?a ?b { ?a schema:sameAs ?b }")
    annotated = "SELECT ?a ?b { ?link rdf:reifies <<( ?a schema:sameAs ?b )>> ; kg:score ?score }"
    assert asserted and rows(quads, annotated) <= asserted
    since = """SELECT ?who ?since { ?membership schema:startDate ?since ;
               rdf:reifies <<( <post/united-states/president> org:heldBy ?who )>> }"""
    assert ("joe-biden", "2021-01-20") in rows(quads, since)


NEGATED = """
<claim/1> a kg:Claim ; kg:negationOf <claim/2> ; kg:frame <doc/1/frame/1> .
<doc/1/frame/1> kg:eventType event:Deploy ; kg:role <r/1>, <r/2>, <r/3> .
<r/1> kg:roleType event:Actor ; kg:filler <country/veltland> .
<r/2> kg:roleType event:Theme ; kg:fillerLemma "miner" .
<r/3> kg:roleType event:Place ; kg:filler <place/halden> .
"""


def test_who_says_no_speaks_of_the_claim_that_it_is_so() -> None:
    store = GraphStore.in_memory()
    turtle = PREFIXES + NEGATED
    for quad in pyoxigraph.parse(turtle, RdfFormat.TURTLE):
        store.engine.add(Quad(*quad.triple, Namespaces().document("1")))
    graph = kg.Graph(store, kg.Settings())
    found = "SELECT ?claim ?who ?what { ?claim rdf:reifies <<( ?who event:Deploy ?what )>> }"
    assert rows(exported(graph, "turtle", rdf12=True), found) == {("2", "veltland", "miner")}


@pytest.mark.parametrize("format", ["jsonld", "rdfxml"])
def test_a_format_without_it_is_refused(graph: kg.Graph, format: str) -> None:
    with pytest.raises(StoreError, match=f"{format} has no RDF 1.2; choose from turtle, trig"):
        graph.export(io.BytesIO(), format, rdf12=True)


def test_the_command_has_it(seeds_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    run_kg("export", "--store", seeds_store, "--rdf12", "-o", file).check_returncode()
    assert "<<( country:north-korea event:Deploy country:russia )>>" in file.read_text()
