"""The pages: what they show is what the graph holds, to the character, and none of it is markup."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.documents import Document, Metadata
from kg.extraction import Annotations, Construction, Form, Span, Statement, StatementKind
from kg.mapping import Namespaces, map_document
from kg.queries.updates import keep_merge
from kg.server.pages import rendering
from kg.server.pages.charts import chart
from kg.server.pages.marks import Mark, stretches
from kg.server.pages.rendering import href
from kg.server.pages.terms import Result, Term
from kg.store import GraphStore
from page_checks import BASE, PAGE, ask, check_marks, documents, page
from sample_document import sample, tied
from server_process import serving, wait_for_start_page

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SAID_BY_AUSTIN = f"""
PREFIX schema: <https://schema.org/>
SELECT ?text {{ ?s schema:spokenByCharacter <{BASE}person/lloyd-austin> ; schema:text ?text }}
"""
DENIALS = f"""
PREFIX kg: <{BASE}ns#>
SELECT ?s ?rule {{ ?s a kg:Statement ; kg:foundBy ?rule ; kg:stance kg:Denies ; kg:cueSpan ?span }}
"""
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def client(seeds_store: Path) -> Iterator[httpx.Client]:
    with serving(seeds_store) as client:
        wait_for_start_page(client)
        yield client


def serve_one(folder: Path, document: str = "", base: str = BASE) -> Path:
    """A store with the sample document, its strings replaced by a hostile one where given."""
    resolved, names = sample(), Namespaces(base)
    if document:
        metadata = Metadata(title=document, url="javascript:alert(1)", publisher=document,
                            author=document, published=date(2031, 5, 6))  # fmt: skip
        whole = resolved.annotations.document
        annotations = replace(
            resolved.annotations, document=Document(whole.text, path="x", metadata=metadata)
        )
        entities = tuple(replace(e, name=document, aliases=(document,)) for e in resolved.entities)
        resolved = replace(resolved, annotations=annotations, entities=entities)
    with GraphStore.open(folder, base=base) as store:
        graph = names.document(resolved.annotations.document.id)
        store.replace_graphs({graph: map_document(resolved, names)})
    return folder


def test_every_statement_of_the_seeds_is_marked_in_its_article(client: httpx.Client) -> None:
    marked = [check_marks(client, document) for document in documents(client)]
    counted = ask(client, f"SELECT (COUNT(?s) AS ?n) {{ ?s a <{BASE}ns#Statement> }}")
    assert len(marked) > 5 and sum(marked) == int(counted[0]["n"])


def test_overlaps_and_strange_characters_are_marked_to_the_character(tmp_path: Path) -> None:
    # A statement within a statement, two of one cue, an emoji, a carriage return.
    with serving(serve_one(tmp_path / "store")) as client:
        (document,) = documents(client)
        assert check_marks(client, document) == 6
        text = page(client, href(document, BASE) or "").xpath('//div[@id="text"]')[0]
    inner = text.xpath('.//*[contains(@class, "said-2")]')
    assert [part.text_content() for part in inner] == ["of strikes", "of delays"]


def test_a_long_article_has_its_page(tmp_path: Path) -> None:
    # More than comes from the engine in one piece.
    sentence = "“We will pay half,” Jane Alderman said.\n"
    text, names = sentence * 1500, Namespaces()
    annotations = Annotations(
        Document(text),
        sentences=(),
        mentions=(),
        statements=tuple(_alderman(n * len(sentence)) for n in range(1500)),
        positions=(),
        quantities=(),
        times=(),
    )
    resolved = tied(annotations, (), (), (None,) * 1500)
    graph = names.document(annotations.document.id)
    with GraphStore.open(tmp_path / "store") as store:
        store.replace_graphs({graph: map_document(resolved, names)})
    with serving(tmp_path / "store") as client:
        assert check_marks(client, graph.value) == 1500


def _alderman(begin: int) -> Statement:
    return Statement(
        source=(Span(begin + 20, begin + 33),),
        cue=(Span(begin + 34, begin + 38),),
        content=(Span(begin + 1, begin + 18),),
        kind=StatementKind.SPEECH,
        form=Form.DIRECT,
        stance="Affirms",
        found_by=Construction.DIRECT,
        score=1.0,
    )


def test_a_click_leads_to_the_card_of_the_statement(client: httpx.Client) -> None:
    shown = page(client, href(documents(client)[0], BASE) or "")
    links = {link.get("href")[1:] for link in shown.xpath('//div[@id="text"]//a[@class="note"]')}
    cards = {card.get("id") for card in shown.xpath('//article[@class="card"]')}
    assert links == cards and cards
    for card in shown.xpath('//article[@class="card"]'):
        assert card.xpath('.//*[contains(@class, "name")]')[0].text_content().strip()
        assert card.xpath('.//*[contains(@class, "stance")]')[0].text_content().strip()
        assert card.xpath(".//blockquote")[0].text_content().strip()


def test_a_person_s_page_lists_what_the_person_said(client: httpx.Client) -> None:
    shown = page(client, "/person/lloyd-austin")
    listed = {a.text_content() for a in shown.xpath('//section[h2[@id="by"] or .//h2[@id="by"]]'
                                                    '//a[@class="quote"]')}  # fmt: skip
    said = ask(client, SAID_BY_AUSTIN)
    assert listed == {row["text"] for row in said} and len(listed) > 3


def test_a_statement_s_page_has_its_spans_and_its_rule(client: httpx.Client) -> None:
    row = ask(client, DENIALS)[0]
    shown = page(client, href(row["s"], BASE) or "")
    text = shown.text_content()
    assert row["rule"] in text and "denies" in text
    assert {"speaker", "cue", "content"} <= {
        part.text_content() for part in shown.xpath('//table[@class="spans"]//span')
    }


def test_what_contradicts_a_statement_stands_on_its_page(client: httpx.Client) -> None:
    rows = client.get("/queries/contradictions?format=json").json()["results"]["bindings"]
    for row in rows[:3]:
        for one, other in (("affirmed", "denied"), ("denied", "affirmed")):
            shown = page(client, href(row[one]["value"], BASE) or "")
            assert shown.xpath("//a[@href=$link]", link=href(row[other]["value"], BASE))


def test_each_panel_is_a_saved_query_that_answers(client: httpx.Client) -> None:
    statement = ask(client, f"SELECT ?s {{ ?s a <{BASE}ns#Statement> }} LIMIT 1")[0]["s"]
    addresses = ("/", "/person/lloyd-austin", href(documents(client)[0], BASE) or "",
                 href(statement, BASE) or "")  # fmt: skip
    panels = {
        link.get("href")
        for each in addresses
        for link in page(client, each).xpath('//a[@class="source"]')
    }
    assert len(panels) > 12
    for panel in panels:
        shown = page(client, panel)
        assert not shown.xpath('//*[@role="alert"]')
        assert client.get(panel, headers={"Accept": "text/csv"}).status_code == 200


def test_every_iri_of_the_graph_has_a_page_and_data(
    client: httpx.Client, seeds_store: Path
) -> None:
    iris = set()
    for quad in Store.read_only(str(seeds_store / "oxigraph")):
        nodes = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        iris |= {node.value.partition("#")[0] for node in nodes if isinstance(node, NamedNode)}
    own = sorted(iri for iri in iris if iri.startswith(BASE))
    # One of each kind: they differ by their parts.
    kinds = {re.sub(r"[0-9a-f]{16}|\d+", "x", iri): iri for iri in own}
    assert len(kinds) > 50
    for iri in kinds.values():
        page(client, href(iri, BASE) or "")
        data = client.get(href(iri, BASE) or "", headers={"Accept": "text/turtle"})
        assert data.status_code == 200 and data.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize("address", ["/person/nobody", "/doc/00", "/nothing", "/person/%20"])
def test_what_is_unknown_is_not_found(client: httpx.Client, address: str) -> None:
    assert page(client, address, 404).xpath("//h1")[0].text == "Not found"
    assert client.get(address, headers={"Accept": "text/turtle"}).status_code == 404


def test_the_same_address_gives_data_to_programs(client: httpx.Client) -> None:
    turtle = client.get("/person/lloyd-austin", headers={"Accept": "text/turtle, text/html;q=0.5"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert client.get("/person/lloyd-austin?format=jsonld", headers=PAGE).json()
    assert client.get("/person/lloyd-austin").headers["content-type"].startswith("text/turtle")
    assert client.get("/person/lloyd-austin?format=x").status_code == 400


def test_nothing_from_articles_is_markup(tmp_path: Path) -> None:
    with serving(serve_one(tmp_path / "store", EVIL)) as client:
        (document,) = documents(client)
        subjects = ask(client, "SELECT DISTINCT ?s { ?s ?p ?o }")
        addresses = {href(row["s"].partition("#")[0], BASE) or "" for row in subjects}
        addresses |= {"/", "/search?q=alert", "/queries/entities", "/queries/entities?name=" + EVIL,
                      "/search?q=" + EVIL, "/query?query=" + EVIL, "/nothing/" + EVIL}  # fmt: skip
        wait_for_start_page(client)
        for address in addresses:
            answer = client.get(address, headers=PAGE)
            check_safe(html.document_fromstring(answer.text))
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            assert answer.headers["x-content-type-options"] == "nosniff"
        shown = page(client, href(document, BASE) or "")
        assert shown.xpath("//h1")[0].text_content() == EVIL


def check_safe(shown: html.HtmlElement) -> None:
    """That a page runs and loads nothing but files of the server, and links to web pages alone."""
    for script in shown.iter("script"):
        assert not script.text and script.get("src", "").startswith("/static/")
    for sheet in shown.iter("link"):
        assert sheet.get("href").startswith("/static/")
    assert not list(shown.iter("img", "style", "iframe", "object", "base"))
    for element in shown.iter():
        names = [str(name) for name in element.attrib]
        assert not [name for name in names if name.startswith("on") or name == "style"]
    for link in shown.iter("a"):
        assert urlsplit(link.get("href")).scheme in ("", "http", "https")


def test_pages_of_another_base(tmp_path: Path) -> None:
    base = "https://news.example/graph/"
    with serving(serve_one(tmp_path / "store", base=base)) as client:
        document = documents(client)[0]
        assert document.startswith(base)
        shown = page(client, href(document, base) or "")
        (link,) = {a.get("href") for a in shown.xpath('//a[contains(@class, "kind-organization")]')}
        assert link == "/organization/radio-halden"
        assert "Radio Halden" in page(client, link).xpath("//h1")[0].text_content()


def test_an_article_without_its_text_and_a_bare_statement_have_pages(tmp_path: Path) -> None:
    folder, names = serve_one(tmp_path / "store"), Namespaces()
    document = names.document(sample().annotations.document.id)
    bare = Quad(NamedNode(BASE + "bare"), RDF_TYPE, names.own("Statement"), document)
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    with GraphStore.open(folder) as store:
        quads = [q for q in store.quads() if q.predicate.value.rpartition("#")[2] != "isString"]
        span = next(q.subject for q in quads if q.object == NamedNode(nif + "Sentence"))
        odd = Quad(span, NamedNode(nif + "endIndex"), Literal("soon"), document)
        store.replace_graphs({document: [*quads, bare, odd]})
    with serving(folder) as client:
        shown = page(client, href(document.value, BASE) or "")
        assert "does not hold the text" in shown.text_content()
        cards = shown.xpath('//article[@class="card"]')
        assert len(cards) == 6
        for link in shown.xpath('//article[@class="card"]//p[@class="how"]/a/@href'):
            page(client, link)
        assert "Statement" in page(client, "/bare").text_content()


def test_without_npm_the_editor_is_a_plain_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(rendering.HERE / "templates", tmp_path / "templates")
    monkeypatch.setattr(rendering, "HERE", tmp_path)
    values = {"path": "/query", "words_sought": "", "error": "", "result": None, "text": "ASK {}",
              "prefixes": "{}"}  # fmt: skip
    shown = html.document_fromstring(
        rendering.environment(BASE).get_template("editor.html").render(values)
    )
    assert shown.xpath("//form/textarea")[0].text_content().strip() == "ASK {}"
    assert "make assets" in shown.text_content()
    assert not [each for each in shown.xpath("//@src | //@href") if "/vendor/" in each]


def test_a_saved_query_runs_with_a_parameter(client: httpx.Client) -> None:
    form = page(client, "/queries/said-about")
    assert form.xpath('//input[@name="speaker"]/@required') and not form.xpath("//table")
    shown = page(client, "/queries/said-about?speaker=person/lloyd-austin&about=country/russia")
    assert "Lloyd Austin" in shown.xpath('//table[@class="rows"]')[0].text_content()
    formats = [link.text for link in shown.xpath('//*[@class="source"]/a')]
    assert formats == ["csv", "tsv", "json", "xml"]
    for link in shown.xpath('//*[@class="source"]/a/@href'):
        assert client.get(link).status_code == 200


def test_a_form_says_what_is_wrong_with_a_value(client: httpx.Client) -> None:
    shown = page(client, "/queries/statements?since=yesterday&speaker=")
    assert "not a date" in shown.xpath('//*[@role="alert"]')[0].text
    assert shown.xpath('//input[@name="since"]/@value') == ["yesterday"]


def test_numbers_are_drawn_as_bars(client: httpx.Client) -> None:
    shown = page(client, "/queries/most-quoted")
    bars = [float(width) for width in shown.xpath("//figure//rect/@width")]
    assert bars[0] == 100 and bars == sorted(bars, reverse=True) and bars[-1] > 0
    assert not page(client, "/queries/said").xpath("//figure")


@pytest.mark.parametrize(
    "values",
    ["'x'^^xsd:integer 'y'^^xsd:integer", "'NaN'^^xsd:double 'INF'^^xsd:double", "1e308 <x:y>",
     "<< <x:a> <x:b> 'c' >> 1", "UNDEF 2"],
)  # fmt: skip
def test_strange_terms_are_shown_as_they_are(client: httpx.Client, values: str) -> None:
    query = f"""PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT ?name ?n {{ VALUES ?n {{ {values} }} BIND(STR(RAND()) AS ?name) }}"""
    shown = page(client, str(httpx.URL("/query", params={"query": query})))
    assert len(shown.xpath("//tbody/tr")) == 2 or shown.xpath('//*[@role="alert"]')


def test_the_editor_runs_queries(client: httpx.Client) -> None:
    shown = page(client, "/query?query=ASK { ?s ?p ?o }")
    assert shown.xpath('//*[@class="truth"]')[0].text == "Yes"
    assert shown.xpath("//textarea")[0].text_content().strip() == "ASK { ?s ?p ?o }"
    drawn = page(client, "/query?query=CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5")
    assert len(drawn.xpath('//table[@class="rows"]/tbody/tr')) == 5
    posted = client.post("/query", data={"query": "ASK {}"}, headers=PAGE)
    assert "Yes" in posted.text


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELEC ?x", "not valid SPARQL"),
        ("DELETE WHERE { ?s ?p ?o }", "only queries are allowed"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c }", "larger than"),
    ],
)
def test_the_editor_says_what_is_wrong_with_a_query(
    client: httpx.Client, query: str, reason: str
) -> None:
    shown = page(client, str(httpx.URL("/query", params={"query": query})))
    assert reason in shown.xpath('//*[@role="alert"]')[0].text
    assert shown.xpath("//textarea")[0].text_content().strip() == query


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=40))
    offsets = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=8))
    return text, [Mark(*sorted(pair), "content", f"s{n}") for n, pair in enumerate(pairs)]


@given(marked_texts())
def test_stretches_are_the_text_cut_at_its_marks(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    cut = list(stretches(text, marks, 0, len(text)))
    assert "".join(stretch.text for stretch in cut) == text
    for mark in marks:
        words = "".join(stretch.text for stretch in cut if mark in stretch.marks)
        assert words == text[mark.begin : mark.end]


INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def rows(*values: tuple[str, str]) -> Result:
    return Result(
        ("name", "n"),
        [{"name": Term.literal(name), "n": Term.literal(n, INTEGER)} for name, n in values],
    )


def test_a_chart_needs_amounts_and_a_name_for_each() -> None:
    drawn = chart(rows(("a", "1"), ("b", "3")))
    assert drawn is not None and (drawn.of, drawn.by, drawn.most) == ("n", "name", 3)
    assert chart(rows(("a", "1"))) is None
    assert chart(rows(("a", "1"), ("a", "3"))) is None
    assert chart(rows(("a", "-1"), ("b", "3"))) is None


@pytest.mark.parametrize(
    ("iri", "link"),
    [
        (BASE + "doc/1f#char=3,9", "/doc/1f#char=3,9"),
        (BASE + "a?b=%41", "/a%3Fb=%2541"),
        (BASE + "/evil.example", "/%2Fevil.example"),
        ("https://www.wikidata.org/entity/Q1", "https://www.wikidata.org/entity/Q1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_where_links_lead(iri: str, link: str | None) -> None:
    assert href(iri, BASE) == link


NAMELESS = f"""
PREFIX org: <http://www.w3.org/ns/org#>
INSERT DATA {{
  GRAPH <x:posts> {{
    <{BASE}post/chief> a org:Post ; org:postIn <{BASE}organization/works> ;
      org:heldBy <{BASE}person/ann> .
    <{BASE}post/deputy> org:postIn <{BASE}organization/works> .
    <{BASE}person/bo> org:holds <{BASE}post/deputy> .
    <{BASE}post/deputy> org:heldBy <{BASE}person/bo> .
  }}
  GRAPH <x:names> {{
    <{BASE}post/chief> <https://schema.org/name> "Chief of Works" .
    <{BASE}post/deputy> <https://schema.org/name> "Deputy of Works" .
    <{BASE}person/ann> a <https://schema.org/Person> ; <https://schema.org/name> "Ann Marwick" .
    <{BASE}person/bo> a <https://schema.org/Person> ; <https://schema.org/name> "Bo Lindqvist" .
    <{BASE}organization/works> a <https://schema.org/Organization> ;
      <https://schema.org/name> "Harbour Works" ;
      <{BASE}ns#ofCountry> <{BASE}country/germany> .
  }}
}}
"""


def test_every_person_and_post_on_a_page_has_its_name(tmp_path: Path) -> None:
    # As with curated knowledge, whose files are a graph each.
    folder = tmp_path / "store"
    with GraphStore.open(folder) as store:
        store.engine.update(keep_merge(NAMELESS, BASE))
    with serving(folder) as client:
        shown = page(client, "/organization/works").text_content()
        for name in ("Ann Marwick", "Chief of Works", "Bo Lindqvist", "Deputy of Works", "Germany"):
            assert name in shown
        assert "person:" not in shown and "post:" not in shown and "country:" not in shown
        for address, name in (("/person/ann", "Chief of Works"), ("/person/bo", "Harbour Works")):
            assert name in page(client, address).text_content()


def test_an_iri_that_is_only_referred_to(tmp_path: Path) -> None:
    folder, turtle = tmp_path / "store", {"Accept": "text/turtle"}
    with GraphStore.open(folder) as store:
        store.engine.update(keep_merge(NAMELESS, BASE))
        referred = f"INSERT DATA {{ <x:a> <x:b> <{BASE}person/nobody> }}"
        store.engine.update(keep_merge(referred, BASE))
    with serving(folder) as client:
        known = client.get("/country/germany", headers=turtle)
        assert known.status_code == 200
        assert '<https://schema.org/name> "Germany"' in known.text
        assert "http://www.wikidata.org/entity/Q183" in known.text
        for unknown in ("/person/nobody", "/country/france"):
            assert client.get(unknown, headers=turtle).status_code == 404
        assert "Germany" in page(client, "/country/germany").xpath("//h1")[0].text_content()


def test_an_article_without_a_title_is_shown_by_its_first_words(tmp_path: Path) -> None:
    resolved, names = sample(), Namespaces()
    whole = resolved.annotations.document
    untitled = Document(whole.text, path="x", metadata=replace(whole.metadata, title=None))
    resolved = replace(resolved, annotations=replace(resolved.annotations, document=untitled))
    graph, folder = names.document(untitled.id), tmp_path / "store"
    with GraphStore.open(folder) as store:
        store.replace_graphs({graph: map_document(resolved, names)})
    opening = untitled.text.split()[:5]
    with serving(folder) as client:
        subjects = ask(client, f"SELECT DISTINCT ?s {{ GRAPH {graph} {{ ?s a ?c }} }}")
        addresses = {href(row["s"].partition("#")[0], BASE) or "" for row in subjects}
        wait_for_start_page(client)
        for address in (*addresses, "/", "/search?q=strikes"):
            shown = page(client, address)
            for link in shown.xpath("//main//a[@href=$address]", address=href(graph.value, BASE)):
                assert link.text_content().split()[:5] == opening, address
            assert not re.search(r"\bdoc:[0-9a-f]{16}(?![/#])", shown.text_content()), address
        assert page(client, "/").xpath("//ol[@class='articles']//a")[0].text.split()[:5] == opening
        heading = page(client, href(graph.value, BASE) or "").xpath("//h1")[0]
        assert heading.text_content().split()[:5] == opening
