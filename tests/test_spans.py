"""Every span in the graph is its characters in the article, shown by one query."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.api import Graph
from kg.build.run import Outcome
from kg.queries.python_values import Row
from kg.queries.updates import keep_merge
from kg.resources import resource
from kg.settings import Settings
from kg.store import GraphStore

WRONG_SPANS = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?span ?text ?begin ?end WHERE {
  ?span nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext/nif:isString ?article .
  OPTIONAL { ?span nif:anchorOf ?text }
  BIND(SUBSTR(?article, ?begin + 1, ?end - ?begin) AS ?there)
  FILTER(?begin < 0 || ?begin >= ?end || ?end > STRLEN(?article)
         || ?there != STR(COALESCE(?text, ?there)))
}
"""
SPANS = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT (COUNT(*) AS ?spans) WHERE { ?span nif:anchorOf ?text }
"""
TEXTS = """
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?text WHERE { ?document nif:isString ?text }
"""
PIECES = [
    "Mayor Jane Alderman said",
    "“It cannot wait,” she told reporters in Oslo.",
    "According to Peter Halvorsen, up to 12,000 jobs are at risk.",
    "‘Nous verrons’, dit-il",
    "Swedish officials denied that.",
    "🎉👩‍👩‍👧",
    'Zoe\u0301 Å\u0308berg said: "No."',
    "\r\n\r\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u200b",
    "said",
    "”",
    "“",
    "\ufeff",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), min_size=1, max_size=12).map(
    " ".join
)


def rows(graph: Graph, query: str) -> list[Row]:
    found = graph.query(query)
    assert isinstance(found, list)
    return found


def wrong_spans(graph: Graph) -> list[Row]:
    return rows(graph, WRONG_SPANS)


def in_memory() -> Graph:
    return Graph(GraphStore.in_memory(), Settings())


def test_in_the_seeds() -> None:
    graph = in_memory()
    assert graph.build(resource("seeds")).failed == 0
    assert wrong_spans(graph) == []
    (count,) = rows(graph, SPANS)
    assert int(str(count["spans"])) > 400


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_in_any_text(tmp_path: Path, text: str) -> None:
    news = tmp_path / "news.json"
    news.write_text(json.dumps({"text": text}), encoding="utf-8")
    graph = in_memory()
    said: list[Outcome] = []
    graph.build(news, progress=said.append)
    assert wrong_spans(graph) == []
    if said[0].error is None:
        assert [row["text"] for row in rows(graph, TEXTS)] == [text]
    else:
        assert "could not be analysed" not in str(said[0].error)
        assert "shapes" not in str(said[0].error)


def test_a_wrong_span_would_be_found() -> None:
    graph = in_memory()
    update = """PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
        INSERT DATA { GRAPH <a:a> {
          <a:a> nif:isString "a🎉bc" .
          <a:1> nif:beginIndex 1 ; nif:endIndex 2 ; nif:referenceContext <a:a> ; nif:anchorOf "🎉" .
          <a:2> nif:beginIndex 1 ; nif:endIndex 2 ; nif:referenceContext <a:a> ; nif:anchorOf "b" .
          <a:3> nif:beginIndex 3 ; nif:endIndex 5 ; nif:referenceContext <a:a> . } }"""
    graph.store.engine.update(keep_merge(update, graph.store.base))
    assert {row["span"] for row in wrong_spans(graph)} == {"a:2", "a:3"}
