"""The ontology: what is used is defined, what is defined is used, and its page is up to date."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import SH

from kg.documents import Source
from kg.extraction import Construction, Form, StatementKind
from kg.identity.happenings import Sameness
from kg.mapping import (
    DEFAULT_BASE,
    Namespaces,
    Run,
    SourceRecord,
    map_document,
    map_links,
    map_run,
    map_same_events,
    ontology_text,
    ontology_triples,
    ontology_version,
)
from ontology_page import ontology_page
from sample_document import ENTITIES, sample

ROOT = Path(__file__).parent.parent
NAMESPACES = Namespaces()
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWN = f"{DEFAULT_BASE}ns#"
MODEL = ontology_triples("kg.ttl", NAMESPACES)
CUES = ontology_triples("cues.ttl", NAMESPACES)
SHAPES = ontology_triples("shapes.ttl", NAMESPACES)


def own_names(terms: list[object]) -> set[str]:
    """Local names of kg's own terms among `terms`."""
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    return {iri.removeprefix(OWN) for iri in iris if iri.startswith(OWN)}


def defined() -> set[str]:
    return own_names([triple.subject for triple in MODEL])


def mapped() -> list[Quad]:
    """Everything that the mapping can write, for the sample with each kind of statement."""
    resolved = sample()
    first, *others = resolved.annotations.statements
    thought = replace(first, kind=StatementKind.THOUGHT)
    annotations = replace(resolved.annotations, statements=(thought, *others))
    moment = datetime(2031, 5, 6, tzinfo=UTC)
    record = SourceRecord(Source("a.txt"), annotations.document.id, "f00d")
    return [
        *map_document(replace(resolved, annotations=annotations), NAMESPACES),
        *(quad for entity in ENTITIES for quad in map_links(entity, NAMESPACES)),
        *map_same_events(
            [Sameness("doc/a/frame/0-3", "doc/b/frame/0-3", "same-day", 0.9)], NAMESPACES
        ),
        *map_run(Run("kg 1", "model 1", "1", moment, moment, (record,)), NAMESPACES),
    ]


def test_every_term_in_the_output_is_defined() -> None:
    quads = mapped()
    used = own_names([node for quad in quads for node in (quad.predicate, quad.object)])
    assert len(used) > 30
    assert used <= defined()


@pytest.mark.parametrize("triples", [CUES, SHAPES], ids=["cues", "shapes"])
def test_every_term_in_cues_and_shapes_is_defined(triples: list[Quad]) -> None:
    used = own_names([node for t in triples for node in (t.subject, t.predicate, t.object)])
    assert used <= defined()


def test_every_term_in_the_queries_is_defined() -> None:
    for path in sorted((ROOT / "queries").glob("*.rq")):
        used = set(re.findall(r"\bkg:([A-Za-z]\w*)", path.read_text(encoding="utf-8")))
        assert used <= defined(), path.name


def test_every_term_defined_is_used() -> None:
    output = own_names([node for quad in mapped() for node in (quad.predicate, quad.object)])
    others = own_names([node for t in [*CUES, *SHAPES] for node in (t.predicate, t.object)])
    classes = own_names([t.object for t in MODEL if t.predicate.value.endswith("#type")])
    queries = " ".join(p.read_text(encoding="utf-8") for p in (ROOT / "queries").glob("*.rq"))
    queried = set(re.findall(r"\bkg:([A-Za-z]\w*)", queries))
    assert defined() - output - others - classes - queried == set()


def test_every_term_has_label_comment_and_type() -> None:
    for name in sorted(defined()):
        facts = {t.predicate.value: t.object for t in MODEL if t.subject.value == OWN + name}
        for predicate in (f"{RDFS}label", f"{RDFS}comment"):
            assert isinstance(facts[predicate], Literal), name
            assert facts[predicate].language == "en", name
        assert "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" in facts


def test_forms_of_the_code_are_those_of_the_ontology() -> None:
    assert individuals("Form") == {form.value for form in Form}


@pytest.mark.parametrize(("kind", "path"), [("Stance", "stance"), ("Modality", "modality")])
def test_shapes_list_the_individuals_of_the_ontology(kind: str, path: str) -> None:
    text = ontology_text("shapes.ttl", NAMESPACES)
    found = re.search(rf"sh:path kg:{path} ;[^\]]*?sh:in \(([^)]*)\)", text)
    assert found is not None
    assert {name.removeprefix("kg:") for name in found[1].split()} == individuals(kind)


def test_shapes_list_the_constructions_without_a_cue() -> None:
    found = re.search(
        r'sh:path kg:foundBy ; sh:pattern "([^"]*)"', ontology_text("shapes.ttl", NAMESPACES)
    )
    assert found is not None
    matching = {each for each in Construction if re.search(found[1], each)}
    assert matching == {each for each in Construction if each.is_free_standing}


def individuals(kind: str) -> set[str]:
    return own_names([t.subject for t in MODEL if t.object == NamedNode(OWN + kind)]) - own_names(
        [t.subject for t in MODEL if t.predicate.value == f"{RDFS}range"]
    )


def test_shapes_use_only_terms_of_shacl() -> None:
    used = {node.value for t in SHAPES for node in (t.predicate, t.object) if is_shacl(node)}
    assert len(used) > 15
    # rdflib lists no term that is a word of Python's own.
    known = {str(term) for term in (*dir(SH), *(SH[word] for word in ("class", "in", "or")))}
    assert sorted(used - known) == []


def is_shacl(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(str(SH))


def test_ontology_follows_the_base() -> None:
    namespaces = Namespaces("https://graph.example/news/")
    for name in ("kg.ttl", "shapes.ttl", "cues.ttl"):
        text = ontology_text(name, namespaces)
        assert DEFAULT_BASE not in text
        assert len(list(parse(text, format=RdfFormat.TURTLE))) == len(
            ontology_triples(name, NAMESPACES)
        )
    assert ontology_version(namespaces) == "1"


def test_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert page == ontology_page(), "write it again: make readme"


def test_page_names_every_term() -> None:
    page = ontology_page()
    assert [name for name in sorted(defined()) if f"`kg:{name}`" not in page] == []
