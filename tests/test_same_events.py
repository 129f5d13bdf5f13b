"""One event in several articles: found whatever the order, judged by a person, gone with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from kg.api import Graph
from kg.build.shards.merging import merge_into_store, merge_nquads
from kg.build.shards.sharding import make_shards
from kg.errors import KnowledgeError
from kg.identity.happenings import Report, same
from newsroom import fresh, nquads, open_store
from page_checks import BASE, check_marks, page
from server_process import serving
from warm_workers import warm_workers

NEWS = {
    "first.md": ("2023-06-13", "Norway sold 12 ships to Peru on 12 June 2023."),
    "second.md": ("2023-06-14", "Norway sold about 10 ships to Peru on Monday."),
    "month.md": ("2023-07-02", "In June 2023 Norway sold ships to Peru."),
    "later.md": ("2023-06-21", "Norway sold ships to Peru on 20 June 2023."),
    "elsewhere.md": ("2023-06-14", "Norway sold ships to Chile on 12 June 2023."),
    "claimed.md": ("2023-06-14", "Japan said that Norway sold ships to Peru on 12 June 2023."),
    "denied.md": ("2023-06-15", "Sweden denied that Norway had sold 11 ships to Peru."),
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (published, text) in NEWS.items():
        (folder / name).write_text(f"---\npublished: {published}\n---\n{text}\n")
    return folder


@pytest.fixture
def graph(tmp_path: Path, articles: Path) -> Iterator[Graph]:
    with open_store(tmp_path / "store", judgements=tmp_path / "judgements.tsv") as graph:
        graph.build(articles)
        yield graph


def rows(graph: Graph, name: str, **values: str) -> list[dict[str, Any]]:
    found = graph.query(name, **values)
    assert isinstance(found, list)
    return found


def pairs(graph: Graph) -> dict[frozenset[str], tuple[str, float]]:
    """Method and score by the sentences of the articles."""
    found = rows(
        graph,
        "PREFIX kg: <https://example.org/kg/ns#> PREFIX schema: <https://schema.org/> "
        "SELECT ?one ?other ?method ?score WHERE { GRAPH <https://example.org/kg/graph/same-events>"
        "{ ?same kg:event ?a, ?b ; kg:method ?method ; kg:score ?score } "
        "FILTER(STR(?a) < STR(?b)) "
        "GRAPH ?d { ?a kg:predicate ?p . ?d schema:datePublished ?one } "
        "GRAPH ?e { ?b kg:predicate ?q . ?e schema:datePublished ?other } }",
    )
    return {
        frozenset((str(row["one"]), str(row["other"]))): (row["method"], float(row["score"]))
        for row in found
    }


def same_quads(graph: Graph) -> set[Quad]:
    return set(graph.store.quads(graph.store.namespaces.same_events_graph))


def test_events_of_one_day_or_of_times_that_overlap_are_one(graph: Graph) -> None:
    assert pairs(graph) == {
        frozenset(("2023-06-13", "2023-06-14")): ("same-day", 0.95),
        frozenset(("2023-06-13", "2023-07-02")): ("overlapping", 0.65),
        frozenset(("2023-06-14", "2023-07-02")): ("overlapping", 0.65),
        frozenset(("2023-06-21", "2023-07-02")): ("overlapping", 0.65),
    }


def test_a_removed_article_leaves_no_trace(graph: Graph, articles: Path, tmp_path: Path) -> None:
    graph.remove(str(articles / "second.md"))
    (articles / "second.md").unlink()
    assert nquads(graph) == fresh(articles, tmp_path / "other")
    assert len(pairs(graph)) == 2


def test_a_changed_article_takes_its_pairs_along(
    graph: Graph, articles: Path, tmp_path: Path
) -> None:
    text = (articles / "second.md").read_text().replace("Monday", "Tuesday")
    (articles / "second.md").write_text(text)
    graph.build(articles)
    assert nquads(graph) == fresh(articles, tmp_path / "other")
    assert ("same-day", 0.95) not in pairs(graph).values()


def test_one_article_at_a_time_in_any_order(graph: Graph, articles: Path, tmp_path: Path) -> None:
    for path in sorted(articles.iterdir(), key=lambda path: path.name[::-1]):
        with open_store(tmp_path / "other") as other:
            other.build(path)
    with open_store(tmp_path / "other") as other:
        assert nquads(other) == nquads(graph)


def test_linking_anew_gives_the_same(graph: Graph) -> None:
    before = nquads(graph)
    graph.store.replace_graphs({}, drop=[graph.store.namespaces.same_events_graph])
    assert nquads(graph) != before
    graph.link()
    assert nquads(graph) == before


def test_shards_give_the_same_bytes_and_follow_judgements(
    graph: Graph, articles: Path, tmp_path: Path
) -> None:
    judge(graph, "different", "12 ships", "about 10")
    judge(graph, "same", "12 ships", "20 June")
    graph.build(articles)
    with warm_workers():
        make_shards([articles], tmp_path / "shards", graph.settings, shards=4)
    with (tmp_path / "merged.nq").open("wb") as out:
        merge_nquads(tmp_path / "shards", out)
    with (tmp_path / "built.nq").open("wb") as out:
        graph.export(out, "nquads")
    assert (tmp_path / "merged.nq").read_bytes() == (tmp_path / "built.nq").read_bytes()
    merge_into_store(tmp_path / "shards", tmp_path / "merged")
    with open_store(tmp_path / "merged") as merged:
        assert nquads(merged) == nquads(graph)
    assert judged(graph) == {frozenset(("2023-06-13", "2023-06-21"))}


def test_a_person_says_which_events_are_one(graph: Graph, articles: Path, tmp_path: Path) -> None:
    before = nquads(graph)
    judge(graph, "different", "12 ships", "about 10")
    judge(graph, "same", "12 ships", "20 June")
    graph.link()
    linked = nquads(graph)
    assert frozenset(("2023-06-13", "2023-06-14")) not in pairs(graph)
    assert judged(graph) == {frozenset(("2023-06-13", "2023-06-21"))}
    graph.build(articles)
    assert nquads(graph) == linked
    graph.unjudge(event(graph, "12 ships"), event(graph, "about 10"))
    graph.unjudge(event(graph, "12 ships"), event(graph, "20 June"))
    graph.build(articles)
    assert nquads(graph) == before


def test_events_are_judged_where_what_was_read_is_kept(tmp_path: Path, articles: Path) -> None:
    judgements = tmp_path / "judgements.tsv"
    with open_store(tmp_path / "kept", judgements=judgements, keep_annotations=True) as graph:
        graph.build(articles)
        judge(graph, "different", "12 ships", "about 10")
        judge(graph, "same", "12 ships", "20 June")
        assert graph.build(articles).built == 0
        assert judged(graph) == {frozenset(("2023-06-13", "2023-06-21"))}
        with open_store(tmp_path / "new", judgements=judgements) as new:
            new.build(articles)
            assert same_quads(new) == same_quads(graph)


def test_what_is_claimed_is_judged_to_be_no_event(graph: Graph) -> None:
    (claim,) = rows(graph, "claims", type="Sell", claimant="country/japan")
    frame, *_ = rows(  # who claims and who denies it share the claim
        graph,
        f"SELECT ?frame WHERE {{ <{claim['claim']}> <https://example.org/kg/ns#frame> ?frame }}",
    )
    with pytest.raises(KnowledgeError, match="no event"):
        graph.judge("same", event(graph, "12 ships"), frame["frame"])
    with pytest.raises(KnowledgeError, match="of one kind"):
        graph.judge("same", event(graph, "12 ships"), "country/norway")


def test_places_and_other_fillers_speak_against() -> None:
    def report(number: int, place: str | None, *happenings: str) -> Report:
        return Report(f"doc/{number}/frame/0-4", f"doc/{number}", frozenset(happenings),
                      "2023-06-12", place, "country/ukraine" if place else None)  # fmt: skip

    shelling = "Shell(Actor: country/russia, Theme: town) 2023-06"
    kyiv, lviv, anywhere, ukraine = (
        report(number, place, shelling)
        for number, place in enumerate(("place/kyiv", "place/lviv", None, "country/ukraine"))
    )
    assert same(kyiv, lviv) is None
    assert same(kyiv, anywhere) and same(kyiv, ukraine) and same(ukraine, lviv)
    to_peru = report(5, None, shelling, "Shell(Actor: country/russia, Recipient: x/peru) 2023-06")
    to_chile = report(6, None, shelling, "Shell(Actor: country/russia, Recipient: x/chile) 2023-06")
    assert same(to_peru, to_chile) is None and same(to_peru, anywhere)


def test_who_said_it_first_and_which_numbers_differ(graph: Graph) -> None:
    found = rows(graph, "same-events", event=event(graph, "12 ships"))
    assert [
        (str(row["published"]), str(row["otherPublished"]), row["figure"], row["figures"])
        for row in found
    ] == [
        ("2023-06-13", "2023-06-14", "12 ships", "differ"),
        ("2023-06-13", "2023-07-02", None, None),
    ]
    assert len(rows(graph, "same-events", type="Sell")) == 4
    assert rows(graph, "same-events", type="Meet") == []


def test_pages_show_an_event_and_who_tells_claims_and_denies_it(
    graph: Graph, tmp_path: Path
) -> None:
    address = event(graph, "12 ships").removeprefix(BASE)
    document = address.partition("/frame/")[0]
    (claim,) = {row["statement"] for row in rows(graph, "claims", claimant="country/japan")}
    graph.close()
    with serving(tmp_path / "store") as client:
        shown = page(client, "/" + address)
        assert shown.xpath("string(//h1)") == "Norway sold 12 ships to Peru on 12 June 2023"
        marked = {each.get("class"): each.text for each in shown.xpath("//blockquote/span")}
        assert marked["part predicate"] == "sold" and marked["part recipient"] == "Peru"
        reports, claims, denials = (
            section_text(shown, name) for name in ("reports", "claims", "denials")
        )
        assert "about 10 ships to Peru on Monday" in reports and "figures differ" in reports
        assert "Japan" in claims and "Sweden" not in claims
        assert "Sweden" in denials and "11 ships" in denials
        assert check_marks(client, BASE + document) == 0
        article = page(client, "/" + document)
        (mark,) = article.xpath('//div[@id="text"]//a[@class="happens"]')
        assert (mark.text, mark.get("href")) == ("sold", "/" + address)
        drawing = page(client, "/" + claim.removeprefix(BASE)).xpath('//*[@id="claims"]/../..//svg')
        assert {"sell", "Norway", "Peru"} <= {each.text for each in drawing[0].iter("text")}
        entity = page(client, "/country/norway").xpath('//*[@id="events"]/../..//time/@datetime')
        assert entity == sorted(entity) and len(entity) > 4


def section_text(shown: Any, name: str) -> str:
    return str(shown.xpath(f'string(//*[@id="{name}"]/../..)'))


def event(graph: Graph, words: str) -> str:
    (found,) = [row for row in rows(graph, "events") if words in row["text"]]
    return str(found["event"])


def judge(graph: Graph, verdict: str, one: str, other: str) -> None:
    graph.judge(verdict, event(graph, one), event(graph, other))


def judged(graph: Graph) -> set[frozenset[str]]:
    return {pair for pair, found in pairs(graph).items() if found == ("judged", 1.0)}
