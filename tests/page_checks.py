"""Pages over HTTP, and whether an article's page has its text and its marks to the character."""

from __future__ import annotations

import httpx
from lxml import html

from kg.server.pages.rendering import href

BASE = "https://example.org/kg/"
PAGE = {"Accept": "text/html"}
SPAN_ROLES = {"speakerSpan": "speaker", "cueSpan": "cue", "contentSpan": "content"}
SPANS = """
PREFIX kg: <https://example.org/kg/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?statement ?role ?begin ?end WHERE {
  GRAPH <%s> {
    ?statement a kg:Statement ; ?role ?span . ?span nif:beginIndex ?begin ; nif:endIndex ?end .
    VALUES ?role { kg:speakerSpan kg:cueSpan kg:contentSpan }
  }
} ORDER BY ?statement ?role ?begin
"""
TEXT = "SELECT ?text { <%s> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString> ?text }"  # noqa: E501


def ask(client: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/json"})
    rows = answer.raise_for_status().json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def page(client: httpx.Client, address: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(answer.text)


def documents(client: httpx.Client) -> list[str]:
    rows = ask(client, "SELECT ?d { ?d a <https://schema.org/NewsArticle> } ORDER BY ?d")
    return [row["d"] for row in rows]


def check_marks(client: httpx.Client, document: str) -> int:
    """That the article's page has its text to the character, and each span of each statement."""
    shown = page(client, href(document, BASE) or "")
    (block,) = shown.xpath('//div[@id="text"]')
    text = ask(client, TEXT % document)[0]["text"]
    assert block.text_content() == text
    spans = ask(client, SPANS % document)
    expected: dict[str, str] = {}
    for row in spans:
        role = SPAN_ROLES[row["role"].rpartition("#")[2]]
        anchor = "statement-" + row["statement"].rpartition("/statement/")[2].replace("/", "-")
        key = f"{role}:{anchor}"
        expected[key] = expected.get(key, "") + text[int(row["begin"]) : int(row["end"])]
    marked: dict[str, str] = {}
    for part in block.xpath(".//*[@data-parts]"):
        for key in set(part.get("data-parts").split()):
            marked[key] = marked.get(key, "") + part.text_content()
    assert {key: marked.get(key) for key in expected} == {
        key: words.replace("\n", "") for key, words in expected.items()
    }
    return len({row["statement"] for row in spans})
