"""Results as tables: in notebooks, in data frames, in Markdown."""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from pyoxigraph import QuerySolutions

import kg
from forked import Forked
from kg.errors import QueryError
from kg.queries import format_results, write_results
from kg.queries.rows import Rows
from kg.review.html import quotation
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


def test_a_thing_of_the_graph_shows_its_sentence(graph: kg.Graph) -> None:
    (row, *_) = graph.query("statements", speaker="person/lloyd-austin")  # type: ignore[misc]
    shown = graph.explain(row["statement"])._repr_html_()
    assert shown.count("<blockquote") == 1 and "kg:SpeechStatement" in shown
    found = re.findall("<mark[^>]*>(.*?)</mark><sub>(.*?)</sub>", shown)
    marked = {role: html.unescape(words) for words, role in found}
    assert marked.keys() >= {"speaker", "cue"} and marked["content"] == row["text"]
    assert "<th>stance</th><td>kg:Affirms</td>" in shown


def test_marks_may_overlap_and_hold_hostile_text() -> None:
    shown = quotation("a <b> c & d\n", [(0, 7, "content"), (2, 9, "time"), (2, 5, "x<y")], "<i>")
    text = re.sub(r"<sub>.*?</sub>|<br>.*|<[^>]*>", "", shown)
    assert html.unescape(text) == "a <b> c & d"
    assert re.findall("<sub>(.*?)</sub>", shown) == ["x&lt;y", "content", "time"]
    assert shown.count("<mark") == shown.count("</mark>") == 4 and "&lt;i&gt;" in shown


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


VALUES = """
SELECT ?n ?text ?day ?moment ?truth ?none { VALUES (?n ?text ?day ?moment ?truth ?none) {
  (3 "=1+1" "2024-10-23"^^xsd:date "2024-10-23T10:00:00Z"^^xsd:dateTime true UNDEF)
  (-2.50 "@a" "1899-12-31"^^xsd:date 12345678901234567890 false <x:y>)
  ("NaN"^^xsd:double "http://a.example/" "no"^^xsd:date 1e3 "no"^^xsd:boolean "\\u0001") } }
"""


def sheet(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["results"].iter_rows(values_only=True))


def test_a_workbook_has_numbers_days_and_text_but_no_formulas(
    graph: kg.Graph, tmp_path: Path
) -> None:
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        with path.open("wb") as out:
            write_results(graph.results(prefix + VALUES, {}), out, "xlsx")
    assert sheet(paths[0]) == [
        ("n", "text", "day", "moment", "truth", "none"),
        (3, "=1+1", datetime(2024, 10, 23), "2024-10-23T10:00:00+00:00", True, None),
        (-2.5, "@a", "1899-12-31", "12345678901234567890", False, "x:y"),
        ("nan", "http://a.example/", "no", 1000, False, "_x0001_"),
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_no_workbook_can_hold_is_refused(graph: kg.Graph, tmp_path: Path) -> None:
    long = f'SELECT ("{"a" * 40_000}" AS ?text) {{}}'
    for query, words in ((long, "32,767 characters"), ("ASK {}", "for SELECT"),
                         ("CONSTRUCT WHERE { ?s ?p ?o }", "choose turtle")):  # fmt: skip
        with (tmp_path / "a.xlsx").open("wb") as out, pytest.raises(QueryError, match=words):
            write_results(graph.results(query, {}), out, "xlsx")


def test_a_saved_query_as_a_workbook(seeds_store: Path, tmp_path: Path) -> None:
    command = ["query", "most-quoted", "--format", "xlsx", "--store", seeds_store]
    path = tmp_path / "quoted.xlsx"
    with path.open("wb") as out:
        assert Forked(command, stdout=out).wait() == 0
    found = sheet(path)
    assert len(found) > 3 and isinstance(found[1][found[0].index("statements")], int)
