"""The Python interface: what the command line does, in three lines."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

import kg
from kg.errors import KgError, QueryError, StoreError
from newsroom import open_store, write_articles


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("api")
    graph = open_store(folder / "store")
    graph.build(write_articles(folder / "articles"))
    return graph


def test_three_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_articles(tmp_path / "articles")

    graph = kg.open("store")
    graph.build("articles/")
    rows = graph.query("statements", speaker="person/jane-alderman")

    assert isinstance(rows, list)
    assert {row["speakerName"] for row in rows} == {"Jane Alderman"}
    graph.close()
    with pytest.raises(StoreError, match="closed"):
        graph.stats()


def test_values_are_plain_python(graph: kg.Graph) -> None:
    rows = graph.query("quantities")
    assert isinstance(rows, list)
    (drivers,) = [row for row in rows if row["unit"] == "drivers"]
    assert (drivers["value"], drivers["min"], drivers["approximation"]) == (3000, None, "about")
    (row,) = graph.query(
        'SELECT (1.5 AS ?d) (1e0 AS ?f) (true AS ?b) ("2024-01-02"^^xsd:date AS ?day) {}'.replace(
            "xsd:date", "<http://www.w3.org/2001/XMLSchema#date>"
        )
    )
    assert row == {"d": Decimal("1.5"), "f": 1.0, "b": True, "day": date(2024, 1, 2)}


def test_ask_and_construct(graph: kg.Graph) -> None:
    assert graph.query("ASK { ?s a <https://schema.org/NewsArticle> }") is True
    found = graph.query("CONSTRUCT { ?s <a:a> ?n } WHERE { ?s <https://schema.org/headline> ?n }")
    assert isinstance(found, rdflib.Graph)
    assert [str(value) for value in found.objects()] == ["A school opens"]


def test_parameters_are_named_arguments(graph: kg.Graph) -> None:
    assert graph.query("timeline", since=date(2030, 1, 1)) == []
    with pytest.raises(QueryError, match="no parameter colour; its parameters are"):
        graph.query("statements", colour="red")


def test_the_whole_graph_for_rdflib(graph: kg.Graph) -> None:
    dataset = graph.rdflib()
    assert sum(1 for _ in dataset.quads()) == graph.store.count()
    named = {str(name.identifier) for name in dataset.graphs()}
    assert {name.value for name in graph.documents()} <= named


def test_explain_leads_to_the_characters(graph: kg.Graph) -> None:
    (row,) = [row for row in graph.query("quantities") if row["unit"] == "jobs"]  # type: ignore
    explanation = graph.explain(str(row["quantity"]))
    (passage,) = explanation.passages
    (mark,) = passage.marks
    assert passage.text[mark.start : mark.end] == "up to 12,000 jobs"
    assert passage.origin.paths[0].endswith("budget.txt")
    assert ("found by", "number") in explanation.facts


def test_every_error_is_of_one_family() -> None:
    assert issubclass(QueryError, KgError)
    assert kg.KgError is KgError


def test_what_kg_offers_is_there() -> None:
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kg.nonsense  # noqa: B018
