"""Which item of Wikidata a name means, and that none is taken where that is not sure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli import main
from kg.documents import Document
from kg.extraction import (
    Annotations,
    Construction,
    EntityType,
    Form,
    Mention,
    MentionKind,
    Position,
    Span,
    Statement,
    StatementKind,
)
from kg.identity import Entity, Knowledge, Link, Resolved, add_links
from kg.identity.judgement_file import Judgement, Verdict
from kg.identity.judgements import Judgements
from kg.identity.knowledge_bases.ranking import Evidence, rank, sure_entry
from kg.identity.places.countries import countries
from kg.identity.wikidata.importing import import_dump
from kg.identity.wikidata.index import Index
from newsroom import nquads, open_store
from sample_document import tied
from wikidata_dump import BODY, CITY, HUMAN, item, wd, write_dump

PERSON, ORGANIZATION, PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE
PERU, CHILE = 419, 298
IN_PERU, IN_CHILE = frozenset({wd(PERU)}), frozenset({wd(CHILE)})
GEONAMES = "https://sws.geonames.org/{}/"
NORTH, SOUTH = (
    {"latitude": degrees, "longitude": 7.0, "globe": "http://www.wikidata.org/entity/Q2"}
    for degrees in (60.0, -60.0)
)
ITEMS = [
    item(11, "Ana Quispe", pages=30, P31=[HUMAN], P27=[PERU], P39=[71]),
    item(12, "Ana Quispe", pages=12, P31=[HUMAN], P27=[CHILE], P39=[72], P108=[41]),
    item(13, "Bo Halvorsen", pages=0, P31=[HUMAN]),
    item(14, "Carla Tenorio", "La Tenorio", pages=40, page="Carla Tenorio (“?”)", P31=[HUMAN]),
    item(15, "Carla Tenorio Foundation", pages=40, P31=[42], P27=[PERU]),
    item(21, "Norrvik", pages=5, P31=[CITY], P625=[NORTH], P1566=["81"]),
    item(22, "Norrvik", pages=5, P31=[CITY], P625=[SOUTH], P1566=["82"]),
    item(23, "Norrvik", pages=90, P31=[HUMAN]),
    item(24, "Sundholm", pages=30, P31=[CITY], P625=[SOUTH], P1566=["83"]),
    item(41, "Harbour Union", pages=8, P31=[42]),
    item(42, "trade union", P279=[43]),
    item(43, "association", P279=[BODY, 42]),
    item(71, "Minister of Foreign Affairs of Peru"),
    item(72, "Mayor of Valdivia"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("kb")
    import_dump(write_dump(folder / "dump.json", ITEMS), folder / "index.sqlite")
    with closing(Index(folder / "index.sqlite")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "type", "evidence", "expected"),
    [
        ("Carla Tenorio", PERSON, Evidence(), "Q14"),
        ("carla tenório", PERSON, Evidence(), "Q14"),
        ("Carla Tenorio", ORGANIZATION, Evidence(), None),
        ("Carla", PERSON, Evidence(), None),
        ("Bo Halvorsen", PERSON, Evidence(), None),
        ("Ana Quispe", PERSON, Evidence(), None),
        ("Ana Quispe", PERSON, Evidence(countries=IN_PERU), "Q11"),
        ("Ana Quispe", PERSON, Evidence(countries=IN_PERU | IN_CHILE), None),
        ("Ana Quispe", PERSON, Evidence(titles=("foreign minister",)), "Q11"),
        ("Ana Quispe", PERSON, Evidence(IN_PERU), "Q11"),
        ("Ana Quispe", PERSON, Evidence(IN_CHILE), "Q12"),
        ("Ana Quispe", PERSON, Evidence(entities=frozenset({wd(41)}), titles=("mayor",)), "Q12"),
        ("Harbour Union", ORGANIZATION, Evidence(), None),
        ("Norrvik", PLACE, Evidence(), None),
        ("Norrvik", PLACE, Evidence(geonames=GEONAMES.format(82)), "Q22"),
        ("Norrvik", PERSON, Evidence(), "Q23"),
        ("Sundholm", PLACE, Evidence(), "Q24"),
        ("Sundholm", PLACE, Evidence(geonames=GEONAMES.format(84)), None),
        ("Ana Quispe", EntityType.GROUP, Evidence(IN_PERU), None),
    ],
)
def test_what_the_document_offers_decides(
    index: Index, name: str, type: EntityType, evidence: Evidence, expected: str | None
) -> None:
    found = sure_entry(name, type, evidence, index)
    assert (found and found.entry.id) == expected


def test_an_alias_says_less_than_a_label(index: Index) -> None:
    (by_alias,) = rank("La Tenorio", PERSON, Evidence(), index)
    (by_label,) = rank("Carla Tenorio", PERSON, Evidence(), index)
    assert by_alias.score < by_label.score


def test_a_ranking_says_why_and_adds_up_to_less_than_one(index: Index) -> None:
    ranked = rank("Ana Quispe", PERSON, Evidence(IN_CHILE, titles=("mayor",)), index)
    assert [each.entry.id for each in ranked] == ["Q12", "Q11"]
    assert ranked[0].reasons == ("name", "country", "post")
    assert [each.most_popular for each in ranked] == [False, True]
    assert sum(each.score for each in ranked) < 1


def resolved(*entities: Entity, titles: tuple[str, ...] = ()) -> Resolved:
    """A document that names each entity once, and gives the first one's posts."""
    text = " ".join(each.name for each in entities)
    mentions = tuple(
        Mention(Span(start, start + len(each.name)), MentionKind.NAME, each.type, each.name)
        for each in entities
        for start in [text.index(each.name)]
    )
    span = mentions[0].span
    positions = tuple(Position(span, 0, title, span) for title in titles)
    kind, found_by = StatementKind.SPEECH, Construction.INDIRECT
    said = Statement((span,), (), (), kind, Form.INDIRECT, "Affirms", found_by, 1.0, speaker=0)
    annotations = Annotations(Document(text), (), mentions, (said,), positions, (), ())
    keys = tuple(each.key for each in entities)
    return tied(annotations, entities, keys, (keys[0],))


QUISPE = Entity("person/ana-quispe", PERSON, "Ana Quispe")
PERU_ENTITY, CHILE_ENTITY = (countries().by_code[code].entity for code in ("pe", "cl"))


def test_the_most_popular_namesake_has_the_plain_key(index: Index) -> None:
    found = add_links(resolved(QUISPE, PERU_ENTITY), index, Knowledge())
    (person,) = (each for each in found.entities if each.type is PERSON)
    assert person.key == "person/ana-quispe"
    (made,) = person.links
    assert made.external == "http://www.wikidata.org/entity/Q11"
    assert (made.method, made.knowledge) == ("name and country", f"Wikidata {index.version}")


def test_another_namesake_has_its_id_in_its_key(index: Index) -> None:
    found = add_links(resolved(QUISPE, CHILE_ENTITY, titles=("mayor",)), index, Knowledge())
    named, speaker = found.mentions[0].entity, found.statements[0].speaker
    assert named is not None and named.key == "person/ana-quispe-q12"
    assert speaker == named
    assert "person/ana-quispe-q12" in [each.key for each in found.entities]


def test_a_city_keeps_its_key_and_gets_the_item_of_its_geonames_number(index: Index) -> None:
    geonames = Link("https://sws.geonames.org/82/", "city", 0.8, "test")
    city = Entity("place/norrvik-82", PLACE, "Norrvik", links=(geonames,), latitude=1.0)
    (found,) = add_links(resolved(city), index, Knowledge()).entities
    assert (found.key, found.latitude) == ("place/norrvik-82", 1.0)
    assert [each.external for each in found.links][1:] == ["http://www.wikidata.org/entity/Q22"]


def test_a_place_without_coordinates_gets_those_of_its_item(index: Index) -> None:
    document = resolved(Entity("place/sundholm", PLACE, "Sundholm"))
    (found,) = add_links(document, index, Knowledge()).entities
    assert (found.latitude, found.longitude) == (-60.0, 7.0)


DBPEDIA = "http://dbpedia.org/resource/Carla_Tenorio_(“%3F”)"


def test_the_page_in_wikipedia_gives_the_link_to_dbpedia(index: Index) -> None:
    carla = Entity("person/carla-tenorio", PERSON, "Carla Tenorio")
    (found,) = add_links(resolved(carla), index, Knowledge()).entities
    item, page = found.links
    assert (item.external, page.external) == (wd(14), DBPEDIA)
    assert (page.score, page.knowledge) == (item.score, item.knowledge)
    assert (page.method, item.method) == ("English Wikipedia", "name")


def test_curated_links_to_wikidata_get_theirs_to_dbpedia_once(index: Index) -> None:
    curated = Link(wd(14), "curated", 1.0, "curated")
    known = Entity("person/carla-tenorio", PERSON, "Carla Tenorio", links=(curated,))
    (found,) = add_links(resolved(known), index, Knowledge()).entities
    assert [each.external for each in found.links] == [wd(14), DBPEDIA]
    (again,) = add_links(resolved(found), index, Knowledge()).entities
    assert again == found
    refused = Judgements([Judgement(Verdict.DIFFERENT, "person/carla-tenorio", DBPEDIA)])
    assert add_links(resolved(known), index, Knowledge(judgements=refused)) == resolved(known)


def test_what_is_linked_or_not_named_in_full_stays(index: Index) -> None:
    known = Link("http://www.wikidata.org/entity/Q9", "curated", 1.0, "test")
    for entity in (replace(QUISPE, links=(known,)), replace(QUISPE, local=True)):
        before = resolved(entity, PERU_ENTITY)
        assert add_links(before, index, Knowledge()) == before


def test_annotate_links_by_the_index_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    import_dump(write_dump(tmp_path / "dump.json", ITEMS), tmp_path / "kb.sqlite")
    (tmp_path / "a.txt").write_text("“The port stays open,” Carla Tenorio said in Peru on Monday.")
    monkeypatch.setattr("sys.argv", ["kg", "annotate", "a.txt"])
    linked = "http://www.wikidata.org/entity/Q14"
    assert main() == 0
    assert linked not in capsys.readouterr().out
    (tmp_path / "kg.toml").write_text('knowledge_base = "kb.sqlite"')
    assert main() == 0
    assert linked in capsys.readouterr().out
    (tmp_path / "kb.sqlite").unlink()
    assert main() == 1
    assert "no such index; `kg kb fetch` or `kg kb import` makes it" in capsys.readouterr().err


ARTICLES = {
    "a.txt": "“The port stays open,” Carla Tenorio said in Peru on Monday.",
    "b.txt": "Carla Tenorio met Ana Quispe, the foreign minister, in Lima, Peru.",
}


def test_linking_anew_by_an_index_gives_the_links_of_a_build(tmp_path: Path) -> None:
    import_dump(write_dump(tmp_path / "dump.json", ITEMS), tmp_path / "kb.sqlite")
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in ARTICLES.items():
        (articles / name).write_text(text, encoding="utf-8")
    with open_store(tmp_path / "built", knowledge_base=tmp_path / "kb.sqlite") as graph:
        graph.build(articles)
        expected = nquads(graph)
        assert DBPEDIA.encode() in expected
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        assert nquads(graph) != expected
    with open_store(tmp_path / "store", knowledge_base=tmp_path / "kb.sqlite") as graph:
        graph.link()
        assert nquads(graph) == expected
        graph.link()
        assert nquads(graph) == expected
        (link,) = [
            q.subject
            for q in graph.store.facts.match(None, graph.store.namespaces.own("external"))
            if q.object.value.endswith("/Q11")
        ]
        facts = graph.explain(link.value).facts
    assert [value for name, value in facts if name.startswith("candidate")] == [
        "wd:Q11 (Ana Quispe, 30 pages in Wikimedia projects)",
        "wd:Q12 (Ana Quispe, 12 pages in Wikimedia projects)",
    ]
    assert "post" in dict(facts)["because"]


def test_an_item_judged_different_is_not_linked(index: Index) -> None:
    item = "http://www.wikidata.org/entity/Q14"
    judgements = Judgements([Judgement(Verdict.DIFFERENT, "person/carla-tenorio", item)])
    document = resolved(Entity("person/carla-tenorio", PERSON, "Carla Tenorio"))
    assert add_links(document, index, Knowledge()).entities[0].links
    assert add_links(document, index, Knowledge(judgements=judgements)) == document
