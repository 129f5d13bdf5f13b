"""Curated knowledge: reading it, and whether its ids stand in reference data."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity import Knowledge
from kg.identity.curated import STOCK, TENURES, read_stock
from kg.identity.places.countries import GEONAMES, WIKIDATA, countries
from kg.identity.slug import slug
from kg.mapping import Namespaces, map_knowledge
from kg.resources import resource
from kg.settings import Settings

SHARED = Path(__file__).parent.parent.parent / "shared" / "wikidata"
KNOWLEDGE = Knowledge.of(Settings())
STOCKED = list(read_stock([resource("seeds/knowledge") / STOCK]))
OF_THE_STOCK = {each.external for each in STOCKED}
LINKS = [
    pytest.param(known.entity.name, link.external, id=f"{known.entity.key}-{link.external}")
    for known in KNOWLEDGE.entities
    for link in known.entity.links
    if link.external not in OF_THE_STOCK
]
# What an id of the stock was verified by, and how many have such ids.
VERIFIED = {
    "world leaders": 300,
    "office holders": 400,
    "name-suggestion-index": 90,
    "annotated corpora": 10,
    "public lists": 500,
}
TABLES = {
    "world leaders": ("world-leaders-2022.csv", "officeholder", "officeholderLabel"),
    "office holders": ("office-holders.csv", "personID", "person"),
}
PACKAGE = Path(__file__).parent.parent / "frontend/node_modules/name-suggestion-index/dist/json"
# The continents by their numbers in GeoNames.
CONTINENTS = {
    6255146: "Africa",
    6255147: "Asia",
    6255148: "Europe",
    6255149: "North America",
    6255150: "South America",
    6255151: "Oceania",
    6255152: "Antarctica",
}

# Bodies and states that are in no table of office holders.
STATES = {"Q458": "European Union", "Q1065": "United Nations", "Q713750": "West Germany"}

PREFIXES = """
@base <https://example.org/kg/> .
@prefix kg: <https://example.org/kg/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> .
"""


def write(folder: Path, turtle: str) -> Path:
    (folder / "some.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return folder


def alone(folder: Path) -> Knowledge:
    """The knowledge of a folder, without what comes with kg."""
    paths = sorted([*folder.glob("*.ttl"), *folder.glob("*.csv")])
    return Knowledge.read(paths, folder / "judgements.tsv")


def test_an_entity_with_all_it_can_have(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        """
        <person/jo-doe> a schema:Person ; schema:name "Jo Doe" ; schema:familyName "Doe" ;
            schema:alternateName "J. Doe", "Joanna Doe" ;
            schema:sameAs <http://www.wikidata.org/entity/Q1> ; kg:ofCountry <country/italy> .
        <post/italy/clerk> a org:Post ; schema:name "Clerk" ; org:heldBy <person/jo-doe> ;
            org:postIn <country/italy> .
        <membership/1> a org:Membership ; org:member <person/jo-doe> ; kg:post <post/italy/clerk> ;
            schema:startDate "2020-01-02" .
        """,
    )
    knowledge = alone(folder)
    (known,) = knowledge.entities
    assert known.entity.key == "person/jo-doe"
    assert known.aliases == ("J. Doe", "Joanna Doe")
    assert known.entity.of_country == "country/italy"
    assert [link.external for link in known.entity.links] == ["http://www.wikidata.org/entity/Q1"]
    (post,) = knowledge.posts
    assert (post.title, post.holder, post.since) == ("Clerk", "person/jo-doe", "2020-01-02")
    assert knowledge.find("joanna DOE", EntityType.PERSON) == known
    assert knowledge.find("joanna DOE", EntityType.PLACE) is None


def test_a_possessive_may_be_part_of_a_name(tmp_path: Path) -> None:
    folder = write(tmp_path, '<organization/b> a schema:Organization ; schema:name "Bodley\'s" .')
    knowledge = alone(folder)
    assert knowledge.find("Bodley’s") == knowledge.entities[0]
    assert knowledge.find("Bodley") is None


def test_a_name_of_two_is_found_for_neither(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        """
        <person/a> a schema:Person ; schema:name "Ann Doe" ; schema:alternateName "Doe" .
        <person/b> a schema:Person ; schema:name "Bob Doe" ; schema:alternateName "Doe" .
        """,
    )
    assert alone(folder).find("Doe") is None


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("\n<person/a> a schema:Person ; schema:name .\n", r"some\.ttl:7: not valid Turtle"),
        ("<person/a> schema:knows [] .", r"some\.ttl: .*blank node"),
        ("<http://elsewhere.example/a> a schema:Person .", r"some\.ttl: .*not below"),
        ("<person/a> a schema:Person .", "person/a: .*schema:name"),
        (
            '<place/a> a schema:Place ; schema:name "A" ; schema:latitude "north" .',
            "place/a: .*not a number",
        ),
    ],
)
def test_broken_knowledge_is_named(tmp_path: Path, turtle: str, expected: str) -> None:
    with pytest.raises(KnowledgeError, match=expected) as caught:
        alone(write(tmp_path, turtle))
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="nowhere"):
        Knowledge.of(Settings(knowledge=tmp_path / "nowhere"))


def test_the_version_is_that_of_the_contents(tmp_path: Path) -> None:
    first = alone(write(tmp_path, "")).version
    assert alone(tmp_path).version == first
    assert alone(write(tmp_path, "# changed")).version != first


# What comes with kg


def test_keys_are_type_and_slug_of_the_name() -> None:
    folders = {each: str(each).lower() for each in EntityType}
    for known in KNOWLEDGE.entities:
        expected = f"{folders[known.entity.type]}/{slug(known.entity.name)}"
        assert known.entity.key == expected


def test_no_name_means_two() -> None:
    for known in KNOWLEDGE.entities:
        for name in (known.entity.name, *known.aliases):
            assert KNOWLEDGE.find(name) == known, name


def test_countries_posts_and_holders_exist() -> None:
    keys = {known.entity.key for known in KNOWLEDGE.entities} | set(countries().by_key)
    for known in KNOWLEDGE.entities:
        assert known.entity.of_country is None or known.entity.of_country in keys
    for post in KNOWLEDGE.posts:
        assert post.holder in keys and post.organization in keys, post.key
        assert not (post.since and post.until) or post.since < post.until


@pytest.mark.parametrize(
    "name",
    ["Lloyd Austin", "Zelensky", "Kim Jong Un", "NIS", "CSIS", "Pentagon", "Rutte", "Kremlin"],
)
def test_the_people_and_bodies_of_the_affair_are_known(name: str) -> None:
    assert KNOWLEDGE.find(name)


@pytest.mark.parametrize("name", ["Kim", "Lee", "Park", "Austin", "Jones", "Singh"])
def test_common_surnames_are_nobody(name: str) -> None:
    assert KNOWLEDGE.find(name) is None


@pytest.mark.parametrize(("name", "external"), LINKS)
def test_every_external_id_stands_in_reference_data(name: str, external: str) -> None:
    if external.startswith(GEONAMES):
        assert CONTINENTS[int(external.removeprefix(GEONAMES).rstrip("/"))] == name
        return
    assert external.startswith(WIKIDATA), "no reference data for ids of this kind"
    qid = external.removeprefix(WIKIDATA)
    if qid in STATES:
        assert STATES[qid] == name
        return
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/wikidata")
    assert slug(name) in _wikidata()[qid]


@cache
def _wikidata(
    file: str = "world-leaders-2022.csv",
    id: str = "officeholder",
    label: str = "officeholderLabel",
) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    with (SHARED / file).open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names.setdefault(row[id], set()).add(slug(row[label]))
    return names


# The stock


def test_the_stock_is_large_and_says_what_each_id_is_verified_by() -> None:
    counts = Counter(each.verified for each in STOCKED)
    assert counts.keys() == VERIFIED.keys()
    assert all(counts[by] >= least for by, least in VERIFIED.items())
    assert len({each.external for each in STOCKED}) == len({each.key for each in STOCKED})
    assert len(STOCKED) == len(OF_THE_STOCK) > 900
    assert all(re.fullmatch(WIKIDATA + r"Q[1-9]\d*", each.external) for each in STOCKED)


def test_everybody_of_the_stock_is_linked_by_name() -> None:
    for each in STOCKED:
        known = KNOWLEDGE.find(each.name, each.type)
        assert known is not None, each.name
        assert each.external in [link.external for link in known.entity.links], each.name


def test_who_is_known_for_short_is_linked() -> None:
    for short, full in (("Obama", "Barack Obama"), ("Hillary Rodham Clinton", "Hillary Clinton")):
        known = KNOWLEDGE.find(short, EntityType.PERSON)
        assert known is not None
        assert known.entity.name == full


@pytest.mark.parametrize("by", TABLES)
def test_the_ids_of_people_stand_in_tables_of_office_holders(by: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/wikidata")
    table = _wikidata(*TABLES[by])
    for each in STOCKED:
        if each.verified == by:
            known = KNOWLEDGE.find(each.name, each.type)
            assert known is not None
            names = {slug(name) for name in (each.name, *known.aliases)}
            assert names & table[each.external.removeprefix(WIKIDATA)], each.name


def test_the_ids_of_brands_and_operators_stand_in_the_package() -> None:
    if not PACKAGE.is_dir():
        pytest.skip("needs name-suggestion-index from npm in frontend/node_modules")
    text = (PACKAGE / "nsi.json").read_text(encoding="utf-8")
    for each in STOCKED:
        if each.verified == "name-suggestion-index":
            assert f'"{each.external.removeprefix(WIKIDATA)}"' in text, each.name


# The tenures


def tenures(verified: str = "") -> list[dict[str, str]]:
    with (resource("seeds/knowledge") / TENURES).open(encoding="utf-8", newline="") as rows:
        return [row for row in csv.DictReader(rows) if verified in ("", row["verified"])]


def test_the_holders_of_posts_are_of_the_stock() -> None:
    for row in tenures():
        assert KNOWLEDGE.find(row["holder"], EntityType.PERSON), row
        assert row["in"] in countries().by_key, row
        assert row["verified"] in VERIFIED and row["since"], row
        assert not row["until"] or row["since"] <= row["until"], row


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("world leaders", ("officeholder", "positionLabel", "start_year", "end_year")),
        ("office holders", ("personID", "position", "start", "end")),
    ],
)
def test_tenures_stand_in_tables_of_office_holders(by: str, columns: tuple[str, ...]) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/wikidata")
    with (SHARED / TABLES[by][0]).open(encoding="utf-8", newline="") as rows:
        known = {tuple(row[each] for each in columns) for row in csv.DictReader(rows)}
    assert len(tenures(by)) > 100
    for row in tenures(by):
        holder = KNOWLEDGE.find(row["holder"], EntityType.PERSON)
        assert holder is not None
        ids = [link.external.removeprefix(WIKIDATA) for link in holder.entity.links]
        said = {
            title for who, title, since, until in known
            if who in ids and (since, until) == (row["since"], row["until"])
        }  # fmt: skip
        title = row["post"].partition(" of ")[0]
        assert any(title.lower() in each.lower() for each in said), row
        assert bool(row["checked"]) != bool(row["until"]), row


def test_what_turtle_says_outranks_the_stock(tmp_path: Path) -> None:
    rows = "Jo Doe,Person,J. Doe,Q1,x", "Al Roe,Person,,Q2,x", "Ed Poe,Person,A. Poe;Poe,Q3,x"
    (tmp_path / STOCK).write_text("\n".join(["name,type,also,wikidata,verified", *rows]))
    wikidata = "<http://www.wikidata.org/entity/Q7>"
    folder = write(
        tmp_path,
        f"""
        <person/jo-doe> a schema:Person ; schema:name "Jo Doe" ; schema:sameAs {wikidata} .
        <person/al-roe> a schema:Person ; schema:name "Al Roe" ; schema:alternateName "Roe" .
        """,
    )
    knowledge = alone(folder)
    found = {known.entity.name: known for known in knowledge.entities}
    links = {name: [link.external[-2:] for link in each.entity.links]
             for name, each in found.items()}  # fmt: skip
    assert links == {"Jo Doe": ["Q7"], "Al Roe": ["Q2"], "Ed Poe": ["Q3"]}
    assert found["Al Roe"].aliases == ("Roe",) and found["Jo Doe"].aliases == ()
    assert knowledge.find("Poe") == found["Ed Poe"]
    before = knowledge.version
    (tmp_path / STOCK).write_text("name,type,also,wikidata,verified\n")
    assert alone(folder).version != before


@pytest.mark.parametrize(
    "text", ["name\nJo Doe\n", "name,type,also,wikidata,verified\na,x,,Q1,x\n"]
)
def test_a_broken_stock_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / STOCK).write_text(text)
    with pytest.raises(KnowledgeError, match=r"stock\.csv: is no table with name, type") as caught:
        alone(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_broken_table_of_tenures_is_named(tmp_path: Path) -> None:
    (tmp_path / TENURES).write_text("post,in\nPresident of Peru,country/peru\n")
    with pytest.raises(KnowledgeError, match=r"tenures\.csv: is no table with post, in") as caught:
        alone(tmp_path)
    assert "\n" not in str(caught.value)


def test_what_turtle_says_outranks_the_tenures(tmp_path: Path) -> None:
    rows = (
        "President of Peru,country/peru,Jo Doe,2020-01-01,,,x",
        ("President of Peru,country/peru,Al Roe,2010-01-01,2020-01-01,,x"),
    )
    head = "post,in,holder,since,until,checked,verified"
    (tmp_path / TENURES).write_text("\n".join([head, *rows]))
    turtle = """
        <post/peru/president> a org:Post ; schema:name "President" ; org:heldBy <person/jo-doe> .
        """
    held = {post.holder: post.since for post in alone(write(tmp_path, turtle)).posts}
    assert held == {"person/jo-doe": None, "person/al-roe": "2010-01-01"}


@pytest.mark.parametrize("table", [STOCK, TENURES])
def test_the_tables_are_in_no_graph(table: str) -> None:
    assert map_knowledge(resource("seeds/knowledge") / table, Namespaces()) == []
