"""Results as tables: in notebooks, in data frames, in Markdown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

import kg
from kg.queries import format_results
from kg.queries.rows import Rows
from newsroom import open_store

HOSTILE = 'SELECT ("<script>alert(1)</script>|*a*\\nb" AS ?text) ?none { BIND(1 AS ?n) }'
ALL = "SELECT ?s ?o { ?s a ?o }"


@pytest.fixture
def graph(seeds_store: Path) -> Iterator[kg.Graph]:
    with open_store(seeds_store) as graph:
        yield graph


def test_rows_show_as_a_table_and_are_a_list(graph: kg.Graph) -> None:
    rows = graph.query("said", speaker="person/lloyd-austin")
    assert isinstance(rows, Rows) and rows == list(rows) and rows[0]["speakerName"]
    shown = rows._repr_html_()
    assert shown.count("<tr>") == len(rows) + 1 and f"<th>{rows.columns[0]}</th>" in shown
    hostile = graph.sparql(HOSTILE)
    assert isinstance(hostile, Rows)
    assert "&lt;script&gt;" in hostile._repr_html_() and "<script" not in hostile._repr_html_()


def test_a_long_result_is_cut_and_says_so(graph: kg.Graph) -> None:
    rows = graph.sparql("SELECT ?s ?p { ?s ?p ?o } LIMIT 130")
    assert isinstance(rows, Rows)
    assert "and 30 more rows" in rows._repr_html_() and rows._repr_html_().count("<tr>") == 101


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_rows_become_data_frames(graph: kg.Graph, library: str) -> None:
    pytest.importorskip(library)
    for text, height in (
        ("SELECT ?s ?o { ?s a ?o } LIMIT 3", 3),
        ("SELECT ?a ?b {} LIMIT 0", 0),
    ):
        rows = graph.sparql(text)
        assert isinstance(rows, Rows)
        frame = getattr(rows, f"to_{library}")()
        assert list(frame.columns) == list(rows.columns) and frame.shape == (height, 2)


def test_markdown_is_one_line_a_row_whatever_stands_in_it(graph: kg.Graph) -> None:
    results = graph.results(HOSTILE, {})
    assert isinstance(results, QuerySolutions)
    lines = format_results(results, "markdown").splitlines()
    assert lines[:2] == ["| text | none |", "| --- | --- |"]
    assert len(lines) == 3 and "<script" not in lines[2].replace("\\<", "")
