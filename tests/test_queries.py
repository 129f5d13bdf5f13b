"""Saved queries: read, bound to values, run on a small newsroom's graph, and formatted."""

from __future__ import annotations

import csv
import io
import json
import re
import string
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from rdflib.plugins.sparql import prepareQuery

from kg.documents import Document, Metadata
from kg.errors import QueryError
from kg.extraction import (
    Annotations,
    Construction,
    EntityType,
    Form,
    Mention,
    MentionKind,
    Position,
    Quantity,
    Span,
    Statement,
    StatementKind,
)
from kg.identity import Entity, Link, Resolved
from kg.mapping import Namespaces, map_document, map_links
from kg.queries import (
    RESULT_FORMATS,
    bind,
    format_results,
    load_queries,
    load_query,
    parse_query,
    run,
    write_results,
)
from kg.queries.csv_results import write_csv_quickly
from kg.queries.parameters import serialize
from kg.queries.tokens import tokens
from kg.resources import resource
from kg.store import GraphStore
from sample_document import tied

NAMES = Namespaces()
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
QUERIES = load_queries(resource("queries"))
FIXED_COLUMNS = {
    "statements": "statement speaker speakerName cue form stance text date document begin end",
    "entities": "entity type name mentions documents",
    "positions": "person personName post organization document",
    "quantities": "quantity value min max approximation unit text speaker document",
    "links": "entity name external method score",
}
SAMPLES = {
    "iri": "person/ada-bell",
    "date": "2024-01-31",
    "dateTime": "2024-01-31T10:00:00Z",
    "integer": "3",
    "number": "2.5",
    "boolean": "true",
    "string": 'say "no" to {braces}, <angles> and \\u0041',
}

ADA = Entity(
    "person/ada-bell",
    EntityType.PERSON,
    "Ada Bell",
    links=(Link("http://www.wikidata.org/entity/Q1", "name", 0.9, "test 1"),),
)
ARLAND = Entity("country/arland", EntityType.COUNTRY, "Arland")
BORLAND = Entity("country/borland", EntityType.COUNTRY, "Borland")


class Article:
    """Annotations of a text, with spans found by their words."""

    def __init__(self, text: str, published: date | None) -> None:
        self.document = Document(text, metadata=Metadata(title=text[:9], published=published))
        self.entities: dict[str, Entity] = {}
        self.mentions: list[tuple[Mention, str]] = []
        self.statements: list[tuple[Statement, str | None]] = []
        self.positions: list[Position] = []
        self.quantities: list[Quantity] = []

    def span(self, words: str) -> Span:
        start = self.document.text.index(words)
        return Span(start, start + len(words))

    def mention(self, words: str, entity: Entity) -> int:
        self.entities[entity.key] = entity
        mention = Mention(self.span(words), MentionKind.NAME, entity.type, entity.name)
        self.mentions.append((mention, entity.key))
        return len(self.mentions) - 1

    def statement(
        self, source: str, cue: str, content: str, stance: str, speaker: Entity | None,
        about: tuple[int, ...] = (),
    ) -> int:  # fmt: skip
        statement = Statement(
            source=(self.span(source),) if source else (),
            cue=(self.span(cue),),
            content=(self.span(content),),
            kind=StatementKind.SPEECH,
            form=Form.INDIRECT,
            stance=stance,
            found_by=Construction.INDIRECT,
            score=1.0,
            cue_concept=cue,
            about=about,
        )
        self.statements.append((statement, speaker.key if speaker else None))
        return len(self.statements) - 1

    def resolved(self) -> Resolved:
        sentences, start = [], 0
        for sentence in self.document.text.split(". "):
            sentences.append(Span(start, start + len(sentence)))
            start += len(sentence) + 2
        annotations = Annotations(
            document=self.document,
            sentences=tuple(sentences),
            mentions=tuple(mention for mention, _ in self.mentions),
            statements=tuple(statement for statement, _ in self.statements),
            positions=tuple(self.positions),
            quantities=tuple(self.quantities),
            times=(),
        )
        keys, speakers = ([key for _, key in each] for each in (self.mentions, self.statements))
        return tied(annotations, self.entities.values(), keys, speakers)


def first_article() -> Article:
    article = Article(
        "Minister Ada Bell of Arland said about 3,000 troops of Borland came. "
        "Officials warned that more would come. Captain Smith left",
        date(2024, 10, 23),
    )
    ada = article.mention("Ada Bell", ADA)
    arland = article.mention("Arland", ARLAND)
    borland = article.mention("Borland", BORLAND)
    local = Entity(
        f"doc/{article.document.id}/entity/smith", EntityType.PERSON, "Smith", local=True
    )
    smith = article.mention("Smith", local)
    said = article.statement(
        "Minister Ada Bell of Arland", "said", "about 3,000 troops of Borland came", "Affirms",
        ADA, (borland,),
    )  # fmt: skip
    article.statement("Officials", "warned", "that more would come", "Warns", None)
    title = article.span("Minister")
    article.positions.append(
        Position(Span(0, article.span("Ada Bell").end), ada, "Minister", title, arland)
    )
    captain = article.span("Captain Smith")
    article.positions.append(Position(captain, smith, "Captain", article.span("Captain")))
    article.quantities.append(
        Quantity(article.span("about 3,000 troops"), 3000.0, None, None, "about", "troops", said)
    )
    return article


def second_article() -> Article:
    article = Article(
        "Borland denied that about 3,000 troops of Borland came. Up to 500 fresh troops", None
    )
    borland = article.mention("Borland", BORLAND)
    article.statement(
        "Borland", "denied", "about 3,000 troops of Borland came", "Denies", BORLAND, (borland,)
    )
    article.quantities.append(
        Quantity(article.span("Up to 500 fresh troops"), None, None, 500.0, "up to", "fresh troops")
    )
    return article


FIRST, SECOND = first_article(), second_article()
DOC1, DOC2 = (NAMES.document(article.document.id).value for article in (FIRST, SECOND))


@pytest.fixture(scope="module")
def newsroom() -> Iterator[GraphStore]:
    with GraphStore.in_memory() as store:
        for article in (FIRST, SECOND):
            graph = NAMES.document(article.document.id)
            store.replace_graphs(
                {graph: map_document(article.resolved(), NAMES)}, also=map_links(ADA, NAMES)
            )
        yield store


def rows(store: GraphStore, name: str, **values: str) -> list[dict[str, str]]:
    results = run(store, bind(QUERIES[name], values))
    table = json.loads(format_results(results, "json"))
    return [
        {column: term["value"].removeprefix(NAMES.base) for column, term in row.items()}
        for row in table["results"]["bindings"]
    ]


def columns(found: list[dict[str, str]], *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(row.get(name) for name in names) for row in found]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_query_says_what_it_is_for(name: str) -> None:
    query = QUERIES[name]
    assert query.summary and query.tags
    assert "ORDER BY" in query.text


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_query_runs_unbound_and_bound_in_two_engines(name: str, newsroom: GraphStore) -> None:
    query = QUERIES[name]
    values = {parameter.name: SAMPLES[parameter.type] for parameter in query.parameters}
    for text in (query.text, bind(query, values)):
        list(run(newsroom, text))  # type: ignore[call-overload]
        prepareQuery(text)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_query_uses_the_prefixes_it_declares(name: str) -> None:
    text = QUERIES[name].text
    names = [token.text.partition(":")[0] for token in tokens(text) if token.kind == "name"]
    assert all(names.count(prefix) > 1 for prefix in names)


@pytest.mark.parametrize("name", sorted(FIXED_COLUMNS))
def test_the_columns_of_five_queries_are_fixed(name: str, newsroom: GraphStore) -> None:
    header = format_results(run(newsroom, QUERIES[name].text), "csv").splitlines()[0]
    assert header == FIXED_COLUMNS[name].replace(" ", ",")


def test_there_are_enough_queries() -> None:
    assert len(QUERIES.keys() - FIXED_COLUMNS.keys()) >= 9


def test_statements(newsroom: GraphStore) -> None:
    found = columns(
        rows(newsroom, "statements", document=DOC1),
        "speaker", "speakerName", "cue", "form", "stance", "text", "date", "begin", "end",
    )  # fmt: skip
    content = FIRST.span("about 3,000 troops of Borland came")
    warning = FIRST.span("that more would come")
    assert found == [
        ("person/ada-bell", "Ada Bell", "ns/cues#said", "ns#Indirect", "ns#Affirms",
         "about 3,000 troops of Borland came", "2024-10-23", str(content.start), str(content.end)),
        (None, None, "ns/cues#warned", "ns#Indirect", "ns#Warns",
         "that more would come", "2024-10-23", str(warning.start), str(warning.end)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 3),
        ({"speaker": "person/ada-bell"}, 1),
        ({"speaker": "person:ada-bell"}, 1),
        ({"speaker": NAMES.base + "person/ada-bell"}, 1),
        ({"about": "country/borland"}, 2),
        ({"stance": "kg:Denies"}, 1),
        ({"since": "2024-10-24"}, 0),
        ({"since": "2024-10-23", "until": "2024-10-23"}, 2),
        ({"words": "TROOPS of"}, 2),
        ({"words": '" || true || "'}, 0),
    ],
)
def test_statements_are_narrowed_down(
    newsroom: GraphStore, values: dict[str, str], count: int
) -> None:
    assert len(rows(newsroom, "statements", **values)) == count


def test_entities_stand_once_and_without_the_unresolved(newsroom: GraphStore) -> None:
    found = columns(rows(newsroom, "entities"), "entity", "type", "name", "mentions", "documents")
    assert found == [
        ("country/borland", "https://schema.org/Country", "Borland", "2", "2"),
        ("country/arland", "https://schema.org/Country", "Arland", "1", "1"),
        ("person/ada-bell", "https://schema.org/Person", "Ada Bell", "1", "1"),
    ]


def test_positions(newsroom: GraphStore) -> None:
    document = DOC1.removeprefix(NAMES.base)
    assert columns(rows(newsroom, "positions"), *FIXED_COLUMNS["positions"].split()) == [
        ("person/ada-bell", "Ada Bell", "post/arland/minister", "country/arland", document),
        (f"{document}/entity/smith", "Smith", "post/none/captain", None, document),
    ]


def test_quantities(newsroom: GraphStore) -> None:
    found = columns(
        rows(newsroom, "quantities"),
        "value", "min", "max", "approximation", "unit", "text", "speaker",
    )  # fmt: skip
    assert sorted(found, key=str) == [
        ("3000", None, None, "about", "troops", "about 3,000 troops", "person/ada-bell"),
        (None, None, "500", "up to", "fresh troops", "Up to 500 fresh troops", None),
    ]


def test_links(newsroom: GraphStore) -> None:
    assert columns(rows(newsroom, "links"), *FIXED_COLUMNS["links"].split()) == [
        ("person/ada-bell", "Ada Bell", "http://www.wikidata.org/entity/Q1", "name", "0.9")
    ]


@pytest.mark.parametrize(
    ("name", "values", "shown", "expected"),
    [
        ("most-quoted", {}, "speakerName statements direct documents",
         [("Borland", "1", "0", "1"), ("Ada Bell", "1", "0", "1")]),
        ("said-about", {"speaker": "person/ada-bell", "about": "country/borland"},
         "speakerName aboutName text",
         [("Ada Bell", "Borland", "about 3,000 troops of Borland came")]),
        ("said-about", {"speaker": "person/ada-bell", "about": "country/arland"}, "text", []),
        ("contradictions", {}, "affirmerName denierName claims entities",
         [("Ada Bell", "Borland", "1", "1")]),
        ("differing-figures", {}, "thing value max speakerName",
         [("troops", None, "500", None), ("troops", "3000", None, "Ada Bell")]),
        ("differing-figures", {"unit": "tanks"}, "thing", []),
        ("timeline", {}, "date speakerName",
         [(None, "Borland"), ("2024-10-23", "Ada Bell"), ("2024-10-23", None)]),
        ("co-mentions", {"entity": "person/ada-bell"}, "name otherName documents",
         [("Ada Bell", "Arland", "1"), ("Ada Bell", "Borland", "1"), ("Ada Bell", "Smith", "1")]),
        ("posts", {}, "postName personName organizationName documents first last",
         [("Captain", "Smith", None, "1", "2024-10-23", "2024-10-23"),
          ("Minister", "Ada Bell", "Arland", "1", "2024-10-23", "2024-10-23")]),
        ("posts", {"since": "2024-10-24"}, "post", []),
        ("unlinked", {}, "name mentions", [("Borland", "2"), ("Arland", "1")]),
        ("unresolved", {}, "name mentions", [("Smith", "1")]),
        ("unknown-speakers", {}, "source text", [("Officials", "that more would come")]),
        ("denials", {}, "speakerName text", [("Borland", "about 3,000 troops of Borland came")]),
        ("documents", {}, "headline published statements entities quantities",
         [("Borland d", None, "1", "1", "1"), ("Minister ", "2024-10-23", "2", "4", "1")]),
        ("mentions-of", {"entity": "country/arland"}, "text kind begin end",
         [("Arland", "name", "21", "27")]),
    ],
)  # fmt: skip
def test_what_a_newsroom_asks(
    newsroom: GraphStore,
    name: str,
    values: dict[str, str],
    shown: str,
    expected: list[tuple[str | None, ...]],
) -> None:
    assert columns(rows(newsroom, name, **values), *shown.split()) == expected


def test_provenance_leads_to_the_sentence(newsroom: GraphStore) -> None:
    statement = rows(newsroom, "unknown-speakers")[0]["statement"]
    found = rows(newsroom, "provenance", fact=statement)
    text = FIRST.document.text
    assert {row["role"] for row in found} == {"ns#speakerSpan", "ns#cueSpan", "ns#contentSpan"}
    for row in found:
        assert text[int(row["begin"]) : int(row["end"])] == row["text"]
        sentence = text[int(row["sentenceBegin"]) : int(row["sentenceEnd"])]
        assert sentence == "Officials warned that more would come"


def test_queries_work_under_another_base() -> None:
    names = Namespaces("https://news.example.com/graph/")
    with GraphStore.in_memory(base=names.base) as store:
        store.replace_graphs(
            {names.document(FIRST.document.id): map_document(FIRST.resolved(), names)}
        )
        text = bind(QUERIES["statements"], {"speaker": "person/ada-bell"}, base=names.base)
        assert len(list(run(store, text))) == 1  # type: ignore[call-overload]


ECHO = parse_query(
    "echo",
    "#+ summary: gives back what it is given\n"
    "SELECT ?text ?lang WHERE {\n"
    "  # ?_text_string in a comment, '?_text_string' in a string, <http://x/?_text_string>\n"
    "  VALUES ?fixed { '?_text_string' }\n"
    "  BIND(?_text_string AS ?text) BIND(?__en_text_en AS ?lang)\n"
    "}",
)


@given(st.text())
def test_any_string_is_data(value: str) -> None:
    with GraphStore.in_memory() as store:
        (row,) = run(store, bind(ECHO, {"text": value, "en_text": value}))  # type: ignore[misc]
    assert row["text"] == Literal(value)
    assert row["lang"] == Literal(value, language="en")


@given(st.text(alphabet=string.printable + "\\uU{}<>\"'\u2028\u00e9😀"))
def test_any_string_is_data_to_another_parser(value: str) -> None:
    bound = bind(ECHO, {"text": value})
    assert [t.kind for t in tokens(bound)].count("variable") == 6
    prepareQuery(bound)


@given(st.text(), st.sampled_from(sorted(SAMPLES)))
def test_no_value_changes_a_query_or_breaks_it(value: str, kind: str) -> None:
    query = parse_query("q", f"SELECT ?x WHERE {{ BIND(?_value_{kind} AS ?x) }}")
    try:
        bound = bind(query, {"value": value})
    except QueryError as error:
        assert "\n" not in str(error)
        return
    with GraphStore.in_memory() as store:
        (row,) = run(store, bound)  # type: ignore[misc]
    assert row["x"] is not None


@given(st.text())
def test_tokens_keep_every_character(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@given(st.text())
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    with GraphStore.in_memory() as store:
        try:
            run(store, text)
        except QueryError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"give a value for fact.*fact \(iri\)"),
        ({"fact": "x", "colour": "red"}, r"no parameter colour.*fact \(iri\)"),
        ({"fact": "not an iri"}, r"parameter fact='not an iri': not an IRI"),
        ({"fact": "http://x/> . ?s ?p ?o"}, "not an IRI"),
        ({"fact": ""}, "not an IRI"),
        ({"fact": "\ud800"}, "not Unicode"),
    ],
)
def test_a_wrong_parameter_is_named(values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(QUERIES["provenance"], values)


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(QueryError, match="since='soon': not a date; give one such as 2024-10-23"):
        bind(QUERIES["statements"], {"since": "soon"})


def test_defaults_stand_in_and_give_way() -> None:
    query = parse_query(
        "q", "#+ defaults:\n#+   - n: 3\nSELECT ?x WHERE { BIND(?_n_integer AS ?x) }"
    )
    assert '"3"' in bind(query, {})
    assert '"4"' in bind(query, {"n": "4"})


def test_the_header_may_order_the_parameters() -> None:
    query = "SELECT * { BIND(?__a_iri AS ?x) BIND(?__b_iri AS ?y) BIND(?__c_iri AS ?z) }"
    ordered = parse_query("q", "#+ parameters: [c, a]\n" + query)
    assert [parameter.name for parameter in ordered.parameters] == ["c", "a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "#+ tags: [unclosed\nSELECT * {}",
        "#+ tags: word\nSELECT * {}",
        "#+ - a list\nSELECT * {}",
        "#+ defaults:\n#+   - nothing: 1\nSELECT * {}",
        "#+ parameters: word\nSELECT * {}",
        "#+ parameters: [word]\nSELECT * {}",
        "SELECT * { BIND(?_x_iri AS ?y) BIND(?_x_date AS ?z) }",
    ],
)
def test_a_broken_header_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"^q: "):
        parse_query("q", text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes(b"SELECT \xff")
    for path in (tmp_path / "missing.rq", tmp_path / "latin.rq"):
        with pytest.raises(QueryError, match=str(path)):
            load_query(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x WHERE {\n ?x ?p ?o .\n ORDR BY ?x }", r"line 3, column \d+.*ORDR BY"),
        ("", "not valid SPARQL"),
        ("SELECT ?x { ?x ex:p ?o }", "line 1"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT would change the store"),
        ("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "DELETE would change the store"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * { service silent ?where { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT \ud800", "not Unicode"),
    ],
)
def test_what_is_no_query_is_refused(newsroom: GraphStore, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run(newsroom, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 1e5SERVICE ?x { } }",
        "SELECT * { FILTER(?a<?b)SERVICE?x#>\n{ } }",
        "SELECT * { FILTER(?a<?b#>'''\n) SERVICE ?x { } #'''\n }",
        "SELECT * { FILTER(?a<?b)#>'''\nSERVICE ?x { } #'''\n }",
        "SELECT * { FILTER(?a<?b||'''>\n'''!=?c) SERVICE ?x { } #'''\n }",
    ],
)
def test_service_cannot_hide(newsroom: GraphStore, text: str) -> None:
    with pytest.raises(QueryError):
        run(newsroom, text)


def test_service_may_be_a_name(newsroom: GraphStore) -> None:
    run(
        newsroom,
        "PREFIX service: <http://example.com/service#> # no SERVICE here\n"
        "SELECT ?service { ?service service:service 'SERVICE', <http://example.com/service#x> }",
    )


def test_the_union_of_graphs_is_asked(newsroom: GraphStore) -> None:
    assert run(newsroom, "ASK { ?s a <https://schema.org/NewsArticle> }")


@pytest.mark.parametrize("format", RESULT_FORMATS)
def test_every_format_fits_some_query(newsroom: GraphStore, format: str) -> None:
    form = "CONSTRUCT WHERE" if format == "turtle" else "SELECT * WHERE"
    out = io.BytesIO()
    write_results(run(newsroom, form + " { ?s a <https://schema.org/Person> }"), out, format)
    if format == "xlsx":
        out = io.BytesIO(zipfile.ZipFile(out).read("xl/sharedStrings.xml"))
    assert b"ada-bell" in out.getvalue()


def test_formats_that_do_not_fit_are_refused(newsroom: GraphStore) -> None:
    for text, format in (
        ("SELECT * { }", "turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv"),
        ("ASK { }", "yaml"),
    ):
        with pytest.raises(QueryError, match="choose"):
            format_results(run(newsroom, text), format)


TABLE = "SELECT ?who ?n ?text { VALUES (?who ?n ?text) { (<https://example.org/kg/person/x> 7 'a\\nb') (UNDEF 12 'c') } }"  # noqa: E501


def test_a_piped_table_is_plain_and_aligned(newsroom: GraphStore) -> None:
    assert format_results(run(newsroom, TABLE)) == (
        "who        n  text\n"
        "person:x   7  a b\n"
        "          12  c\n"
    )  # fmt: skip


@pytest.mark.parametrize("width", [20, 40, 80, 250])
def test_a_table_fits_the_terminal(newsroom: GraphStore, width: int) -> None:
    text = format_results(run(newsroom, bind(QUERIES["statements"], {})), width=width)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, plain.splitlines())) <= width
    assert "Indirect" in "".join(plain.split()) or width < 40


def test_a_text_cannot_steer_the_terminal(newsroom: GraphStore) -> None:
    text = format_results(run(newsroom, 'SELECT ?x { BIND("a\\u001b[31mb" AS ?x) }'))
    assert "\x1b" not in text


def test_rows_are_in_a_total_order(newsroom: GraphStore) -> None:
    # The same quads, put in the other way round, give the same rows.
    with GraphStore.in_memory() as other:
        quads: list[Quad] = sorted(newsroom.quads(), key=str, reverse=True)
        for graph in newsroom.graphs():
            other.replace_graphs({graph: [q for q in quads if q.graph_name == graph]})
        for query in QUERIES.values():
            texts = [format_results(run(s, query.text)) for s in (newsroom, other)]
            assert texts[0] == texts[1], query.name


def test_a_query_that_names_its_graphs_reads_those_alone(tmp_path: Path) -> None:
    one, other = NamedNode("https://example.org/one"), NamedNode("https://example.org/other")
    count = "SELECT (COUNT(*) AS ?n) %s WHERE { ?s ?p ?o }"
    with GraphStore.open(tmp_path / "store") as store:
        for graph in (one, other):
            store.replace_graphs({graph: [Quad(graph, graph, graph, graph)]})
        for clause, expected in (("", 2), (f"FROM {one}", 1), (f"from{one} FROM {other}", 2)):
            found = format_results(run(store, count % clause), "csv")
            assert found.split() == ["n", str(expected)]


# An IRI may hold a comma, a text whatever there is.
CELLS = st.one_of(
    st.none(),
    st.text("ab,;=/1", max_size=8).map(lambda text: NamedNode("x:#" + text)),
    st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=8).map(Literal),
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=20))
def test_csv_is_read_back_as_it_was(table: list[tuple[NamedNode | Literal | None, ...]]) -> None:
    body = " ".join(
        "(" + " ".join("UNDEF" if cell is None else serialize(cell) for cell in row) + ")"
        for row in table
    )
    text = f"SELECT ?a ?b ?c {{ VALUES (?a ?b ?c) {{ {body} }} }}"
    expected = [["a", "b", "c"], *([cell.value if cell else "" for cell in row] for row in table)]
    with GraphStore.in_memory() as store:
        quick = io.BytesIO()
        write_csv_quickly(solutions(store, text), quick, lambda: restart(quick, store, text))
        written = format_results(run(store, text), "csv"), quick.getvalue().decode()
    for csv_text in written:
        assert list(csv.reader(io.StringIO(csv_text, newline=""))) == expected


def restart(out: io.BytesIO, store: GraphStore, text: str) -> QuerySolutions:
    out.seek(0)
    out.truncate()
    return solutions(store, text)


def solutions(store: GraphStore, text: str) -> QuerySolutions:
    results = run(store, text)
    assert isinstance(results, QuerySolutions)
    return results


def test_csv_is_begun_anew_for_an_iri_with_a_comma(newsroom: GraphStore) -> None:
    for variables, times in (("?text ?kind", 0), ("?text ?span", 1)):
        text = f"SELECT {variables} {{ ?span a ?kind ; <{NIF}anchorOf> ?text }}"
        out, begun_anew = io.BytesIO(), []

        def begin_anew(
            out: io.BytesIO = out, text: str = text, begun_anew: list[str] = begun_anew
        ) -> QuerySolutions:
            begun_anew.append(text)
            return restart(out, newsroom, text)

        write_csv_quickly(solutions(newsroom, text), out, begin_anew)
        assert len(begun_anew) == times
        assert out.getvalue().decode() == format_results(run(newsroom, text), "csv")
