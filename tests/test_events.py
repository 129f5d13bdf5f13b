"""What an article tells is an event; what somebody says is a claim, the same in other words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad

from kg.api import Graph
from kg.errors import ShapeError
from kg.mapping import Namespaces, Validator
from kg.mapping.terms import RDF, SEM
from newsroom import open_store

Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]

NEWS = """North Korea sent 300 soldiers to Russia in May 2024, South Korean lawmakers said.

Japan said that North Korea had sent about 500 soldiers to Russia.

The Kremlin denied that North Korea had sent soldiers.

Norway sold ships to Peru in June 2023. Norway did not sell planes to Peru. Norway may sell cars to
Peru. If Norway sells trains to Peru, Chile will complain.

Brazil and Chile visited the United Nations in May. Maria Lopez died at Oslo Hospital.
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("events")
    (folder / "news.txt").write_text(NEWS)
    graph = open_store(folder / "store")
    assert graph.build(folder / "news.txt", published=None).built == 1
    return graph


@pytest.fixture
def ask(graph: Graph) -> Ask:
    def rows(query: str, **parameters: str) -> Rows:
        found = graph.query(query, **parameters)
        assert isinstance(found, list)
        return found

    return rows


def test_what_the_article_tells_is_an_event(ask: Ask) -> None:
    (sale,) = ask("events", type="Sell")
    assert (sale["actorName"], sale["recipientName"]) == ("Norway", "Peru")
    assert str(sale["date"]) == "2023-06"
    assert "sold ships" in sale["text"]


def test_all_who_act_take_part_and_where_it_is_does_not(ask: Ask) -> None:
    actors = {
        (row["type"].rpartition("#")[2], row["name"])
        for row in ask(
            "PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> "
            "PREFIX kg: <https://example.org/kg/ns#> PREFIX schema: <https://schema.org/> "
            "SELECT ?type ?name WHERE { "
            "?event sem:hasActor/schema:name ?name ; kg:eventType ?type }"
        )
    }
    assert {each for each in actors if each[0] == "Visit"} == {
        ("Visit", "Brazil"),
        ("Visit", "Chile"),
    }
    assert [name for event_type, name in actors if event_type == "Die"] == ["Maria Lopez"]


def test_frames_without_a_type_are_kept_where_they_tell_who_does_what(tmp_path: Path) -> None:
    text = "The girls painted a fence. Norway slept. The music resounded. Peru has a coast.\n"
    (tmp_path / "news.txt").write_text(text)
    graph = open_store(tmp_path / "store")
    graph.build(tmp_path / "news.txt", published=None)
    (document,) = graph.documents()
    predicate = Namespaces().own("predicate")
    found = {q.object.value for q in graph.store.quads(document) if q.predicate == predicate}
    assert found == {"paint", "sleep"}


def test_what_is_denied_possible_or_a_condition_is_none(ask: Ask) -> None:
    told = " ".join(row["text"] for row in ask("events") if row["type"] != "Reject")
    assert all(word not in told for word in ("planes", "cars", "trains", "soldiers"))


def test_who_claims_the_same_in_other_words_and_numbers_makes_one_claim(ask: Ask) -> None:
    rows = [row for row in ask("claims", type="Deploy") if row["stance"] == "Affirms"]
    assert {row["claimantName"] for row in rows} == {"South Korean lawmakers", "Japan"}
    assert len({row["claim"] for row in rows}) == 1


def test_who_denies_a_claim(ask: Ask) -> None:
    rows = ask("claim-denials", type="Deploy")
    assert {row["denierName"] for row in rows} == {"Russia"}
    assert {row["claimantName"] for row in rows} == {"South Korean lawmakers", "Japan"}


def test_how_many_where_to_according_to_whom_and_who_denies_it(ask: Ask) -> None:
    rows = sorted(ask("claimed-figures", type="Deploy"), key=lambda row: row["value"])
    assert [
        (row["claimantName"], row["value"], row["whereName"], row["deniedBy"]) for row in rows
    ] == [
        ("South Korean lawmakers", 300, "Russia", "Russia"),
        ("Japan", 500, "Russia", "Russia"),
    ]


def test_the_time_line_of_an_affair_has_events_and_claims(ask: Ask) -> None:
    rows = ask("affair", entity="country/norway")
    assert [row["type"] for row in rows] == ["Sell"]
    claims = ask("affair", entity="country/north-korea")
    assert {row["claimantName"] for row in claims} == {"South Korean lawmakers", "Japan", "Russia"}


def test_every_frame_leads_to_its_words(ask: Ask) -> None:
    rows = ask(
        "PREFIX kg: <https://example.org/kg/ns#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> "
        "SELECT ?begin ?end ?words WHERE { { ?node a kg:Frame } UNION { ?frame kg:role ?node } "
        "?node prov:wasDerivedFrom ?span . ?span nif:beginIndex ?begin ; nif:endIndex ?end ; "
        "nif:anchorOf ?words }"
    )
    assert rows
    assert all(NEWS[row["begin"] : row["end"]] == row["words"] for row in rows)


@pytest.mark.parametrize("fact", ["claimedIn", "negated", "modality", "conditional"])
def test_the_shapes_refuse_an_event_that_is_not_asserted(graph: Graph, fact: str) -> None:
    (document,) = graph.documents()
    quads = list(graph.store.quads(document))
    own = Namespaces().own
    frame = next(q.subject for q in quads if q.predicate == own(fact)
                        and any(o.subject == q.subject and o.predicate == own("eventType")
                                for o in quads))  # fmt: skip
    assert isinstance(frame, NamedNode)
    Validator(Namespaces()).check(quads)
    with pytest.raises(ShapeError):
        Validator(Namespaces()).check([*quads, Quad(frame, RDF.type, SEM.Event, document)])


def test_a_frame_is_explained_by_its_words_and_its_entry_in_the_lexicon(
    graph: Graph, ask: Ask
) -> None:
    (sale,) = ask("events", type="Sell")
    explained = graph.explain(sale["event"])
    assert {"kg:Frame", "sem:Event"} <= set(explained.kinds)
    assert {("actor", "Norway (country:norway)"), ("theme", "ship")} <= set(explained.facts)
    assert ("lexicon entry", "event:Sell-1, verb “sell”") in explained.facts
    (passage,) = explained.passages
    marked = {mark.role: passage.text[mark.start : mark.end] for mark in passage.marks}
    assert passage.text.startswith("Norway sold ships to Peru in June 2023.")
    assert {"predicate": "sold", "actor": "Norway", "recipient": "Peru"}.items() <= marked.items()
