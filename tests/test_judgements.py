"""Judgements: entities that are the same or different, by a file that a person edits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api import Graph
from kg.errors import KnowledgeError
from kg.extraction import EntityType
from kg.identity import Entity, Knowledge, KnownEntity
from kg.identity.judgement_file import Judgement, Verdict, read_judgements
from kg.identity.judgements import Judgements
from kg.review.relinking import relink
from newsroom import nquads, open_store

FIRST = "Governor Margaret Ellison opened the bridge. Ellison said the river was safe.\n"
SECOND = "Peggy Ellison said on Monday that the bridge in Oslo would stay open.\n"
MARGARET, PEGGY = "person/margaret-ellison", "person/peggy-ellison"
SAME = f"same\t{MARGARET}\t{PEGGY}\tMargaret Ellison\tboth are the governor, A. B.\n"


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "articles" / "two.txt").write_text(SECOND, encoding="utf-8")
    return open_store(tmp_path / "store", judgements=tmp_path / "judgements.tsv")


def built(graph: Graph, judgements: str | None = None) -> bytes:
    """What a build gives, with some judgements or with the file as it is."""
    file = graph.settings.judgements_file
    if judgements is not None:
        file.write_text(judgements, encoding="utf-8")
    report = graph.build(file.parent / "articles")
    assert report.failed == 0
    return nquads(graph)


def names(graph: Graph) -> dict[object, object]:
    """The persons of a graph with the number of documents that name them."""
    rows = graph.query("entities")
    assert isinstance(rows, list)
    found = {str(row["entity"]): row["documents"] for row in rows}
    return {key.removeprefix(graph.store.base): n for key, n in found.items() if "/person/" in key}


def test_the_same_are_one_and_a_judgement_taken_away_restores_the_graph(graph: Graph) -> None:
    before = built(graph)
    assert names(graph) == {MARGARET: 1, PEGGY: 1}
    graph.judge("same", MARGARET, PEGGY, "both are the governor")
    merged = built(graph)
    assert names(graph) == {MARGARET: 2}
    assert b'alternateName> "Peggy Ellison"' in merged
    assert merged.count(b'schema.org/name> "Margaret Ellison"') == 2
    assert graph.unknown_judgements() == []
    graph.unjudge(PEGGY, MARGARET)
    assert built(graph) == before


def test_a_build_without_changes_skips_all(graph: Graph, tmp_path: Path) -> None:
    built(graph, SAME)
    assert graph.build(tmp_path / "articles").unchanged == 2


def test_a_build_from_nothing_gives_the_same(graph: Graph, tmp_path: Path) -> None:
    built(graph)
    later = built(graph, SAME)
    with open_store(tmp_path / "other", judgements=tmp_path / "judgements.tsv") as other:
        assert built(other) == later


def test_the_namesake_of_one_document_is_kept_apart(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "articles" / "two.txt").write_text(FIRST.replace("river", "bank"), encoding="utf-8")
    before = built(graph)
    assert names(graph) == {MARGARET: 2}
    document = graph.documents()[0].value.removeprefix(graph.store.base)
    graph.judge("different", MARGARET, f"{document}/{MARGARET}", "a grandmother")
    built(graph)
    assert names(graph) == {MARGARET: 1, f"{document}/{MARGARET}": 1}
    assert graph.unknown_judgements() == []
    graph.unjudge(MARGARET, f"{document}/{MARGARET}")
    assert built(graph) == before


def test_an_external_entity_is_a_link_until_it_is_not(graph: Graph) -> None:
    before = built(graph)
    graph.judge("same", MARGARET, "wd:Q42")
    built(graph)
    (link,) = [row for row in rows(graph, "links") if row["method"] == "judged"]
    assert link["external"] == "http://www.wikidata.org/entity/Q42"
    graph.unjudge(MARGARET, "wd:Q42")
    assert built(graph) == before


def test_linking_anew_gives_what_a_build_gives(graph: Graph) -> None:
    before = built(graph)
    graph.store.replace_graphs({}, drop=[graph.store.namespaces.links_graph])
    assert nquads(graph) != before
    # Which city a name means only its text tells; countries, curated ones and judged ones return.
    graph.judge("same", MARGARET, "wd:Q42")
    graph.link()
    (link,) = [row for row in rows(graph, "links") if row["method"] == "judged"]
    assert link["name"] == "Margaret Ellison"
    judged = built(graph)
    relink(graph.store, graph.settings)
    assert nquads(graph) == judged
    graph.unjudge(MARGARET, "wd:Q42")
    relink(graph.store, graph.settings)
    assert nquads(graph) == before


def test_after_new_knowledge_linking_anew_gives_the_links_of_a_build(tmp_path: Path) -> None:
    knowledge, articles = tmp_path / "knowledge", tmp_path / "articles"
    knowledge.mkdir()
    articles.mkdir()
    (articles / "one.txt").write_text(FIRST + SECOND, encoding="utf-8")
    with open_store(tmp_path / "store", knowledge=knowledge) as graph:
        graph.build(articles)
        links = graph.store.namespaces.links_graph
        (knowledge / "people.ttl").write_text(
            "@base <https://example.org/kg/> . @prefix schema: <https://schema.org/> .\n"
            f'<{MARGARET}> a schema:Person ; schema:name "Margaret Ellison" ;\n'
            "  schema:sameAs <http://www.wikidata.org/entity/Q42> .\n",
            encoding="utf-8",
        )
        graph.link()
        linked = set(graph.store.quads(links))
        assert any("Q42" in str(quad) for quad in linked)
        graph.build(articles)
        assert set(graph.store.quads(links)) == linked


def test_a_link_is_explained_by_its_candidates(graph: Graph) -> None:
    built(graph)
    link, _ = [
        q.subject
        for q in graph.store.facts.match(None, graph.store.namespaces.own("method"))
        if q.object.value == "city"
    ]
    explained = graph.explain(link.value)
    facts = dict(explained.facts)
    assert "Oslo, NO" in facts["candidate that won"]
    assert "places of the text speak for" in facts["because"]
    assert "Oslo" in explained.passages[0].text


def test_a_different_external_entity_is_no_link(graph: Graph) -> None:
    built(graph)
    link, other = [row for row in rows(graph, "links") if row["name"] == "Oslo"]
    key = str(link["entity"]).removeprefix(graph.store.base)
    built(graph, f"different\t{key}\t{link['external']}\n")
    assert [row for row in rows(graph, "links") if row["name"] == "Oslo"] == [other]


def rows(graph: Graph, query: str) -> list[dict[str, object]]:
    found = graph.query(query)
    assert isinstance(found, list)
    return [dict(row) for row in found]


def test_pairs_are_proposed_until_they_are_judged(graph: Graph, tmp_path: Path) -> None:
    text = "M. Ellison said the toll would rise.\n"
    (tmp_path / "articles" / "three.txt").write_text(text, encoding="utf-8")
    built(graph)
    pairs = [(each.one.key, each.other.key) for each in graph.proposals()]
    assert ("person/m-ellison", MARGARET) in pairs or (MARGARET, "person/m-ellison") in pairs
    assert graph.sentence(PEGGY).startswith("Peggy Ellison said")
    graph.judge("unsure", MARGARET, "person/m-ellison")
    assert len(graph.proposals()) == len(pairs) - 1


def test_spellings_of_one_surname_are_proposed(graph: Graph, tmp_path: Path) -> None:
    names = ("Gerhard Schröder", "Gerhard Schroeder", "Ann Petrovich", "Ann Petrovych", "Ann Bell",
             "Ann Ball")  # fmt: skip
    for number, name in enumerate(names):
        text = f"{name} said on Monday that the bridge would stay open.\n"
        (tmp_path / "articles" / f"s{number}.txt").write_text(text, encoding="utf-8")
    built(graph)
    pairs = {frozenset((each.one.name, each.other.name)) for each in graph.proposals()}
    assert {frozenset(names[:2]), frozenset(names[2:4])} <= pairs
    assert frozenset(names[4:]) not in pairs


def test_one_name_with_other_posts_in_other_countries_is_proposed_as_two(
    graph: Graph, tmp_path: Path
) -> None:
    for number, text in enumerate((
        "John Tarrow, the president of a bank, said on Monday that Ohio was safe. He left Canada.",
        "John Tarrow, the president of a bank, said that Quebec was safe. He left Canada.",
        "John Tarrow, the chief of police, said on Monday that Algeria was safe. He left Algiers.",
    )):  # fmt: skip
        (tmp_path / "articles" / f"n{number}.txt").write_text(text, encoding="utf-8")
    built(graph)
    (found,) = [each for each in graph.proposals() if each.one.name == "John Tarrow"]
    assert found.other.key.startswith("doc/") and found.other.key.endswith("/person/john-tarrow")
    assert "Algeria" in graph.sentence(found.other.key)
    graph.judge("different", found.one.key, found.other.key)
    built(graph)
    assert names(graph)[found.other.key] == 1
    assert found not in graph.proposals()


def test_unknown_entities_are_named(graph: Graph) -> None:
    built(graph)
    with pytest.raises(KnowledgeError, match="person/nobody: the store has no such entity"):
        graph.judge("same", MARGARET, "person/nobody")
    built(graph, f"# by hand\n\nsame\t{MARGARET}\tperson/nobody\n")
    (line,) = graph.unknown_judgements()
    assert "judgements.tsv:3: the store has no person/nobody" in line


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (MARGARET, "judges no two entities; one at least must be of this graph"),
        ("country/norway", f"{MARGARET} and country/norway cannot be the same: one is of type "
                           "country and one of type person; name two of one type"),
    ],
)  # fmt: skip
def test_what_cannot_be_the_same_is_refused_at_once(graph: Graph, other: str, said: str) -> None:
    built(graph)
    with pytest.raises(KnowledgeError, match=said) as caught:
        graph.judge("same", MARGARET, other)
    assert str(caught.value) == said
    assert not graph.settings.judgements_file.exists()
    graph.judge("same", "place/oslo", "country/norway")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alike\tperson/a\tperson/b\n", r"judgements\.tsv:1: 'alike' is no judgement"),
        ("# x\nsame\tperson/a\n", r"judgements\.tsv:2: not a judgement; a line has"),
        ("same person/a person/b\n", r"judgements\.tsv:1: 'same person/a person/b' is no judg"),
        ("same\tperson/a\tJane Doe\n", r"judgements\.tsv:1: 'Jane Doe' is no entity"),
        ("same\tperson/a\tperson/a\n", r"judgements\.tsv:1: judges no two entities"),
        ("same\twd:Q1\twd:Q2\n", r"judgements\.tsv:1: judges no two entities"),
        (
            "same\tperson/a\tperson/b\nsame\tperson/b\tperson/c\ndifferent\tperson/a\tperson/c\n",
            r"judgements\.tsv:3: person/a and person/c are different here, but the same",
        ),
        (
            "different\tperson/a\tcountry/b\nsame\tperson/a\tcountry/b\n",
            r"judgements\.tsv:2: person/a and country/b cannot be the same: one is of type country",
        ),
        (
            "same\tdoc/0a/person/a\torganization/b\n",
            r"judgements\.tsv:1: doc/0a/person/a and organization/b cannot be the same",
        ),
        (
            "same\tperson/a\tperson/b\nunsure\tperson/b\tperson/a\n",
            r"judgements\.tsv:2: contradicts .*judgements\.tsv:1",
        ),
        (
            "same\tcountry/italy\tcountry/france\n",
            r"judgements\.tsv:1: country/italy and country/france are both curated",
        ),
    ],
)
def test_broken_files_are_named(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "judgements.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=expected) as caught:
        Knowledge.read([], tmp_path / "judgements.tsv")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "judgements.tsv").write_bytes(b"same\t\xff\n")
    with pytest.raises(KnowledgeError, match=r"judgements\.tsv: is not UTF-8"):
        read_judgements(tmp_path / "judgements.tsv")


def test_the_first_named_stays_unless_another_is_curated() -> None:
    lines = [
        Judgement(Verdict.SAME, "person/a", "person/b"),
        Judgement(Verdict.SAME, "person/c", "person/b"),
    ]
    assert Judgements(lines).canonical("person/c") == "person/a"
    assert Judgements(lines, {"person/c"}).canonical("person/a") == "person/c"


_KEYS = st.sampled_from([f"person/{letter}" for letter in "abcdef"])
_LINES = st.lists(
    st.builds(Judgement, st.sampled_from(list(Verdict)), _KEYS, _KEYS).filter(
        lambda line: line.entity != line.other
    )
)


@given(_LINES)
def test_the_same_are_one_and_the_different_never(lines: list[Judgement]) -> None:
    try:
        judgements = Judgements(lines)
    except KnowledgeError:
        return
    for line in lines:
        one, other = judgements.canonical(line.entity), judgements.canonical(line.other)
        if line.verdict is Verdict.SAME:
            assert one == other
        if line.verdict is Verdict.DIFFERENT:
            assert one != other and line.other in judgements.different(line.entity)


def test_curated_namesakes_are_told_apart_by_country() -> None:
    from test_identity import read

    people = (
        Entity("person/ana-silva", EntityType.PERSON, "Ana Silva", of_country="country/brazil"),
        Entity("person/ana-silva-q2", EntityType.PERSON, "Ana Silva", of_country="country/angola"),
    )
    knowledge = Knowledge(tuple(map(KnownEntity, people)))
    brazilian = read("[P]Ana Silva[/] spoke in [C]Brazil[/]. [P]Silva[/] left.", knowledge)
    angolan = read("[P]Ana Silva[/] spoke in [C]Angola[/].", knowledge)
    nobody = read("[P]Ana Silva[/] spoke in [C]Japan[/].", knowledge)
    assert brazilian.keys[0] == brazilian.keys[2] == "person/ana-silva"
    assert angolan.keys[0] == "person/ana-silva-q2"
    assert nobody.entity(nobody.keys[0] or "").local


def test_names_judged_different_stay_apart_within_a_document() -> None:
    from test_identity import read

    text = "[P]Roger Allen Stone[/] met [P]Roger Stone[/]."
    apart = Judgements(
        [Judgement(Verdict.DIFFERENT, "person/roger-stone", "person/roger-allen-stone")]
    )
    assert len(set(read(text).keys)) == 1
    assert len(set(read(text, Knowledge(judgements=apart)).keys)) == 2
