"""A parameter narrows a saved query down to the rows that have its value, and makes it cheap.

The rows of a bound query are those of the unbound one that a reader would pick by hand. The graph
is made up of what is rare: statements of nobody, of two together, about several, dated in every
way.
"""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.queries import bind, format_results, load_queries, run
from kg.resources import resource
from kg.store import GraphStore

BASE = "https://example.org/kg/"
SCHEMA = "https://schema.org/"
QUERIES = load_queries(resource("queries"))
Row = dict[str, str]

HEAD = """
@base <https://example.org/kg/> .
@prefix kg: <https://example.org/kg/ns#> . @prefix cue: <https://example.org/kg/ns/cues#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <https://schema.org/> .
@prefix its: <http://www.w3.org/2005/11/its/rdf#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# What several documents say alike: who is who, and who holds which post.
KNOWN = """
  <person/ada> a schema:Person ; schema:name "Ada" ; org:holds <post/arland/minister> .
  <person/bo> a schema:Person ; schema:name "Bo" .
  <country/arland> a schema:Country ; schema:name "Arland" .
  <country/borland> a schema:Country ; schema:name "Borland" .
  <post/arland/minister> a org:Post ; schema:name "Minister" ; org:postIn <country/arland> ;
    org:heldBy <person/ada> .
  <post/none/captain> a org:Post ; schema:name "Captain" ; org:heldBy <person/bo> .
  <membership/ada> a org:Membership ; org:member <person/ada> ; kg:post <post/arland/minister> .
  <membership/bo> a org:Membership ; org:member <person/bo> ; kg:post <post/none/captain> .
"""
# Speaker, about, stance and date of each statement; with a number in every second one.
STATEMENTS: dict[str, list[tuple[list[str], list[str], str, str]]] = {
    'schema:datePublished "2024-03-01"^^xsd:date ;': [
        (["person/ada"], ["country/borland", "country/arland"], "Affirms", ""),
        (["person/ada", "person/bo"], ["country/borland"], "Denies", '"2024-02-28"^^xsd:date'),
        ([], ["country/borland", "country/arland"], "Warns", '"2024"^^xsd:gYear'),
        ([], [], "Denies", '"2024-03"^^xsd:gYearMonth'),
        (["country/borland"], ["person/ada"], "Doubts", '"1990s"'),
    ],
    'schema:datePublished "2024-03-05T18:30:00Z"^^xsd:dateTime ;': [
        (["country/borland"], ["country/borland", "country/arland"], "Denies", ""),
        (["person/bo"], [], "Affirms", '"2024-03-04T09:00:00Z"^^xsd:dateTime'),
    ],
    "": [  # an article without a date
        (["person/ada"], ["country/arland", "country/borland"], "Disagrees", ""),
        (["person/bo"], ["country/arland"], "Announces", '"2025-01-01"^^xsd:date'),
        ([], ["person/bo"], "Affirms", ""),
    ],
}


def document(
    number: int, dated: str, statements: list[tuple[list[str], list[str], str, str]]
) -> str:
    """The graph of a document, in TriG."""
    doc = f"doc/{number}"
    lines = [f'<{doc}> {{ <{doc}> a schema:NewsArticle ; {dated} schema:headline "{doc}" .', KNOWN]
    for mention, entity in enumerate(["person/ada", "person/bo", "country/borland"][: number + 1]):
        lines.append(span(doc, mention * 10) + f" its:taIdentRef <{entity}> ; kg:mentionKind "
                     f'"{["name", "pronoun"][mention % 2]}" .')  # fmt: skip
    for index, (speakers, about, stance, date) in enumerate(statements):
        iri = f"<{doc}/statement/{index}>"
        lines.append(
            f"{iri} a kg:Statement ; schema:isPartOf <{doc}> ; kg:form kg:Direct ; "
            f'schema:text "words {index} of {doc}" ; kg:stance kg:{stance} ; kg:cue cue:said ; '
            f"kg:claims <claim/{index % 2}> ; kg:contentSpan <{doc}#char={index},{index + 5}> ."
        )
        lines += [f"{iri} schema:spokenByCharacter <{speaker}> ." for speaker in speakers]
        lines += [] if speakers else [f"{iri} kg:speakerUnknown true ."]
        lines += [f"{iri} schema:about <{entity}> ." for entity in about]
        lines += [f"{iri} schema:dateCreated {date} ."] if date else []
        lines.append(span(doc, index) + " .")
        if index % 2 == 0:
            lines.append(f"<{doc}/quantity/{index}> a schema:QuantitativeValue ; "
                         f'schema:value {index} ; schema:unitText "troops" ; '
                         f"kg:claimedIn {iri} ; kg:ofWhat <country/borland> ; "
                         f"prov:wasDerivedFrom <{doc}#char={index},{index + 5}> .")  # fmt: skip
    lines.append(f"<{doc}/quantity/own> a schema:QuantitativeValue ; schema:maxValue 7 ; "
                 f'prov:wasDerivedFrom <{doc}#char=0,5> .')  # fmt: skip
    return "\n".join([*lines, "}"])


def span(doc: str, begin: int) -> str:
    end = begin + 5
    return (
        f"<{doc}#char={begin},{end}> a nif:Phrase ; nif:beginIndex {begin} ; nif:endIndex {end} ; "
        f'nif:anchorOf "text {begin}" ; nif:referenceContext <{doc}> ; '
    )


def made_up(copies: int = 1) -> GraphStore:
    """A store of the documents and of older copies, which are about other people."""
    store = GraphStore.in_memory()
    for copy in range(copies):
        text = HEAD
        for number, (dated, statements) in enumerate(STATEMENTS.items()):
            text += document(number, dated, statements)
        if copy:
            for folder in ("doc", "person", "country", "claim", "membership", "post"):
                text = text.replace(f"<{folder}/", f"<{folder}/copy-{copy}-")
            text = text.replace('"2024-', '"2014-').replace('"2025-', '"2015-')
        graphs: dict[NamedNode, list[Quad]] = {}
        for quad in parse(input=text, format=RdfFormat.TRIG):
            assert isinstance(quad.graph_name, NamedNode)
            graphs.setdefault(quad.graph_name, []).append(quad)
        store.replace_graphs(graphs)
    return store


@pytest.fixture(scope="module")
def made() -> Iterator[GraphStore]:
    with made_up() as store:
        yield store


@pytest.fixture(scope="module")
def seeds(seeds_store: Path) -> Iterator[GraphStore]:
    with GraphStore.open(seeds_store, read_only=True) as store:
        yield store


@pytest.fixture(params=["made", "seeds"])
def store(request: pytest.FixtureRequest) -> GraphStore:
    found: GraphStore = request.getfixturevalue(request.param)
    return found


def ask(store: GraphStore, text: str) -> list[Row]:
    table = json.loads(format_results(run(store, text), "json"))["results"]["bindings"]
    return [{column: term["value"] for column, term in row.items()} for row in table]


def rows(store: GraphStore, name: str, **values: str) -> list[Row]:
    """The rows of a query; of one that needs values and gets none, those of its bare text."""
    return ask(store, bind(QUERIES[name], values) if values else QUERIES[name].text)


def facts(store: GraphStore, predicate: str) -> dict[str, set[str]]:
    """The values of a property by what has it."""
    found: dict[str, set[str]] = {}
    for quad in store.engine.quads_for_pattern(None, NamedNode(predicate), None):
        found.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    return found


def since(row: Row, value: str) -> bool:
    return row.get("date", row.get("published", ""))[:10] >= value


def until(row: Row, value: str) -> bool:
    return row.get("date", "9999")[:10] <= value


def within(column: str) -> Callable[[Row, str], bool]:
    return lambda row, value: value.lower() in row.get(column, "").lower()


def equal(column: str) -> Callable[[Row, str], bool]:
    return lambda row, value: row.get(column) == value


SAID = {"since": since, "until": until}
# Whether a row of an unbound query has the value of a parameter; `about` is no column.
CONDITIONS: dict[str, dict[str, Callable[[Row, str], bool]]] = {
    "statements": {
        **SAID, "speaker": equal("speaker"), "document": equal("document"),
        "stance": equal("stance"), "words": within("text"),
    },
    "denials": {**SAID, "speaker": equal("speaker")},
    "timeline": SAID,
    "said-about": {**SAID, "speaker": equal("speaker"), "about": equal("about")},
    "quantities": {
        "unit": within("unit"), "speaker": equal("speaker"), "document": equal("document"),
    },
    "positions": {"person": equal("person"), "document": equal("document")},
    "posts": {"organization": equal("organization")},
    "documents": {"since": since},
    "links": {"entity": equal("entity")},
    "mentions-of": {"entity": equal("entity"), "kind": equal("kind")},
    "contradictions": {"denier": equal("denier")},
    "unknown-speakers": {"document": equal("document")},
}  # fmt: skip
VALUES = {
    "since": ["2024-03-01", "2024-03-05", "2025-06-01"],
    "until": ["2024-03-01", "2024-03-04"],
    "words": ["words 1", "NORTH", '" || true'],
    "unit": ["troops", "soldiers", ""],
}


def values(found: list[Row], parameter: str) -> list[str]:
    """Values of a parameter to try: the first and the last that there are, and one that is not."""
    if parameter in VALUES:
        return VALUES[parameter]
    there = sorted({row[parameter] for row in found if parameter in row})
    absent = "pronoun" if parameter == "kind" else BASE + "person/nobody"
    return sorted({*there[:2], *there[-2:], absent})


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_bound_query_gives_the_rows_that_have_the_values(name: str, store: GraphStore) -> None:
    unbound, conditions = rows(store, name), CONDITIONS[name]
    needed = {p.name for p in QUERIES[name].parameters if p.required}
    for chosen in itertools.chain(*(itertools.combinations(conditions, n) for n in (1, 2, 3))):
        if not needed <= set(chosen):
            continue
        for given in itertools.product(*(values(unbound, each) for each in chosen)):
            bound = dict(zip(chosen, given, strict=True))
            expected = [
                row for row in unbound if all(conditions[key](row, bound[key]) for key in bound)
            ]
            assert key_of(rows(store, name, **bound)) == key_of(expected), bound


def key_of(found: list[Row]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in found)


@pytest.mark.parametrize("name", ["statements", "denials", "timeline"])
def test_about_keeps_what_is_about_it(name: str, store: GraphStore) -> None:
    about, unbound = facts(store, SCHEMA + "about"), rows(store, name)
    entities = sorted({entity for each in about.values() for entity in each})
    for entity in [*entities[:20], BASE + "country/none", SCHEMA + "Person"]:
        expected = [row for row in unbound if entity in about.get(row["statement"], ())]
        assert key_of(rows(store, name, about=entity)) == key_of(expected), entity
        later = [row for row in expected if since(row, "2024-03-05")]
        assert key_of(rows(store, name, about=entity, since="2024-03-05")) == key_of(later), entity


def test_said_keeps_the_speaker(store: GraphStore) -> None:
    statements = rows(store, "statements")
    for speaker in {row["speaker"] for row in statements if "speaker" in row}:
        texts = [row["text"] for row in statements if row.get("speaker") == speaker]
        assert sorted(row["text"] for row in rows(store, "said", speaker=speaker)) == sorted(texts)


def test_the_most_quoted_are_counted_within_the_dates(store: GraphStore) -> None:
    statements = [row for row in rows(store, "statements") if "speaker" in row]
    for bound in ({}, {"since": "2024-03-01"}, {"since": "2024-03-02", "until": "2024-12-01"}):
        within_dates = [row for row in statements if all(SAID[k](row, v) for k, v in bound.items())]
        expected = Counter(row["speaker"] for row in within_dates)
        found = {
            row["speaker"]: int(row["statements"]) for row in rows(store, "most-quoted", **bound)
        }
        assert found == expected


def test_entities_are_counted_in_the_document(store: GraphStore) -> None:
    for document in [row["document"] for row in rows(store, "documents")]:
        mentions = rows(store, "article-mentions", document=document)
        found = rows(store, "entities", document=document)
        entities = {row["entity"] for row in found}
        expected = Counter(row["entity"] for row in mentions if row["entity"] in entities)
        assert {row["entity"]: int(row["mentions"]) for row in found} == expected
        assert {row["documents"] for row in found} <= {"1"}


def test_an_entity_stands_with_every_other_of_its_articles(store: GraphStore) -> None:
    pairs = rows(store, "co-mentions")
    for entity in sorted({row["entity"] for row in pairs})[:5]:
        expected = {row["other"]: row["documents"] for row in pairs if row["entity"] == entity}
        expected |= {row["entity"]: row["documents"] for row in pairs if row["other"] == entity}
        found = rows(store, "co-mentions", entity=entity)
        assert {row["other"]: row["documents"] for row in found} == expected
        assert {row["entity"] for row in found} == {entity}


def test_a_statement_is_contradicted_by_those_of_others(store: GraphStore) -> None:
    about, claims = facts(store, SCHEMA + "about"), facts(store, BASE + "ns#claims")
    statements = rows(store, "statements")
    for own in statements:
        expected = set()
        for other in statements:
            same = [
                len(each.get(own["statement"], set()) & each.get(other["statement"], set()))
                for each in (claims, about)
            ]
            speakers = {row.get("speaker") for row in statements
                        if row["statement"] == own["statement"]}  # fmt: skip
            if (
                other.get("speaker", own.get("speaker")) not in speakers
                and {own["stance"] in DENYING, other["stance"] in DENYING} == {True, False}
                and {own["stance"], other["stance"]} <= DENYING | AFFIRMING
                and (same[0] > 0 or same[1] > 1)
            ):
                expected.add((other["statement"], other["speaker"], *map(str, same)))
        found = rows(store, "contradictions-of", statement=own["statement"])
        columns = ("statement", "speaker", "claims", "entities")
        assert {tuple(row[column] for column in columns) for row in found} == expected


NS = BASE + "ns#"
DENYING = {NS + stance for stance in ("Denies", "Doubts", "Disagrees")}
AFFIRMING = {NS + stance for stance in ("Affirms", "Announces", "Agrees", "Speculates", "Warns")}


def test_a_number_of_something_leads_to_who_gave_it(store: GraphStore) -> None:
    counted, quantities = facts(store, NS + "ofWhat"), rows(store, "quantities")
    for entity in {entity for each in counted.values() for entity in each}:
        expected = [(row["quantity"], row.get("speaker")) for row in quantities
                    if entity in counted.get(row["quantity"], ())]  # fmt: skip
        found = rows(store, "figures-of", entity=entity)
        pairs = [(row["quantity"], row.get("speaker")) for row in found]
        assert sorted(pairs, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("name", "parameter", "role"),
    [
        ("speech-graph", "speaker", SCHEMA + "spokenByCharacter"),
        ("posts-graph", "person", "http://www.w3.org/ns/org#member"),
    ],
)
def test_a_graph_is_that_of_one_person(
    name: str, parameter: str, role: str, store: GraphStore
) -> None:
    def triples(**bound: str) -> set[str]:
        return {str(triple) for triple in run(store, bind(QUERIES[name], bound))}  # type: ignore

    people = {person for each in facts(store, role).values() for person in each}
    parts = {person: triples(**{parameter: person}) for person in people}
    assert set().union(*parts.values()) == triples()
    for person, part in parts.items():
        assert all(person in triple for triple in part if role in triple or "holds>" in triple)


ADA, BORLAND = "person/ada", "country/borland"


@pytest.fixture(scope="module")
def small_and_large() -> Iterator[tuple[GraphStore, GraphStore]]:
    with made_up(5) as small, made_up(200) as large:
        yield small, large


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("statements", {"speaker": ADA}),
        ("statements", {"about": BORLAND}),
        ("statements", {"document": "doc/0"}),
        ("statements", {"since": "2024-03-05"}),
        ("statements", {"stance": "kg:Denies", "document": "doc/0"}),
        ("said", {"speaker": ADA}),
        ("timeline", {"speaker": ADA}),
        ("timeline", {"about": BORLAND, "since": "2024-03-01"}),
        ("denials", {"speaker": ADA}),
        ("mentions-of", {"entity": ADA}),
        ("figures-of", {"entity": BORLAND}),
        ("figures-by", {"speaker": ADA}),
        ("quantities", {"speaker": ADA}),
        ("entity-said", {"speaker": ADA}),
        ("entity-said-of", {"about": BORLAND}),
        ("entity-articles", {"entity": ADA}),
        ("entity-posts", {"entity": ADA}),
        ("mentioned-with", {"entity": ADA}),
        ("co-mentions", {"entity": ADA}),
        ("positions", {"person": ADA}),
        ("posts", {"organization": "country/arland"}),
        ("contradictions", {"denier": BORLAND}),
        ("contradictions-of", {"statement": "doc/0/statement/0"}),
        ("provenance", {"fact": "doc/0/statement/0"}),
        ("speech-graph", {"speaker": ADA}),
    ],
)
def test_what_is_not_asked_for_costs_nothing(
    name: str, bound: dict[str, str], small_and_large: tuple[GraphStore, GraphStore]
) -> None:
    assert_no_dearer(bind(QUERIES[name], bound), *small_and_large)


def assert_no_dearer(text: str, small: GraphStore, large: GraphStore) -> None:
    """Forty times as much in the store; a scan of it would take that much longer."""
    best = [float("inf")] * 2
    answers = [format_results(run(store, text), "turtle" if "CONSTRUCT" in text else "csv")
               for store in (small, large)]  # fmt: skip
    assert answers[0] == answers[1]
    for _ in range(9):
        for index, store in enumerate((small, large)):
            begun = time.thread_time()
            list(run(store, text))  # type: ignore[call-overload]
            best[index] = min(best[index], time.thread_time() - begun)
    assert best[1] < 4 * best[0]


def claimed_events(count: int) -> GraphStore:
    """A store of articles in each of which somebody claims what another did, in the first Ada."""
    graphs: dict[NamedNode, list[Quad]] = {}
    for number in range(count):
        actor = f"actor-{number}" if number else "ada"
        text = f"""{HEAD} <doc/{number}> {{
            <doc/{number}/frame> kg:role <doc/{number}/role> ; kg:eventType <ns/events#Meet> ;
                schema:text "met" ; kg:claimedIn <doc/{number}/statement> .
            <doc/{number}/role> kg:filler <person/{actor}> ; kg:roleType <ns/events#Actor> .
            <doc/{number}/statement> kg:stance kg:Affirms ;
                schema:spokenByCharacter <person/speaker-{number}> .
            <person/speaker-{number}> schema:name "Bo" . }}"""
        for quad in parse(input=text, format=RdfFormat.TRIG):
            assert isinstance(quad.graph_name, NamedNode)
            graphs.setdefault(quad.graph_name, []).append(quad)
    store = GraphStore.in_memory()
    store.replace_graphs(graphs)
    return store


@pytest.mark.parametrize("name", ["entity-events", "affair"])
def test_claims_of_what_others_did_cost_nothing(name: str) -> None:
    with claimed_events(50) as small, claimed_events(2000) as large:
        text = bind(QUERIES[name], {"entity": ADA})
        assert [row["claimantName"] for row in ask(small, text)] == ["Bo"]
        assert_no_dearer(text, small, large)
