"""Facts are read from the named graphs, whatever the default graph repeats."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad

from kg.api import Graph
from newsroom import nquads, open_store, write_articles

JANE = "person/jane-alderman"


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    graph = open_store(tmp_path / "store", judgements=tmp_path / "judgements.tsv")
    graph.build(write_articles(tmp_path / "articles"))
    return graph


def told(graph: Graph) -> list[object]:
    facts = graph.store.facts
    documents = facts.documents()
    return [
        documents,
        list(facts.entities()),
        [list(facts.entities(each)) for each in documents],
        [facts.titles(each) for each in documents],
        facts.mentioned(),
        facts.links(graph.store.namespaces.links_graph),
        graph.explain(JANE),
        graph.proposals(),
        graph.link(),
    ]


def test_a_default_graph_that_repeats_everything_changes_nothing(graph: Graph) -> None:
    before = told(graph)
    exported = nquads(graph)
    repeated = [Quad(*quad.triple, DefaultGraph()) for quad in graph.store.quads()]
    graph.store.engine.extend(repeated)
    assert told(graph) == before
    assert nquads(graph) == exported
    document = graph.documents()[0].value
    graph.remove(document)
    assert document not in {each.value for each in graph.documents()}


def test_an_entity_is_told_of_each_document_and_of_all(graph: Graph) -> None:
    facts = graph.store.facts
    naming = facts.mentioned()[JANE]
    assert naming == {each.value for each in facts.documents()
                      if JANE in {entity.key for entity in facts.entities(each)}}  # fmt: skip
    assert len(naming) == 2
    (jane,) = (each for each in facts.entities() if each.key == JANE)
    assert (jane.name, jane.type, jane.local, jane.aliases) == (
        "Jane Alderman",
        "Person",
        False,
        (),
    )
    assert sorted(title for each in facts.documents()
                  for title in facts.titles(each).get(JANE, ())) == ["Mayor"]  # fmt: skip
