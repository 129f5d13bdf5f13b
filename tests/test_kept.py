"""Kept annotations: what new judgements and knowledge change, without reading the texts again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg.extraction.annotate as reading
from kg.api import Graph
from kg.build.analysis import Analyser
from kg.build.kept import FILE
from kg.build.packed import may_name, pack, unpack
from kg.build.run import BuildReport
from kg.documents import Document, read_documents
from kg.errors import StoreError
from kg.extraction import Annotations
from kg.identity import Knowledge, Resolved, resolve
from kg.resources import resource
from kg.settings import Settings
from newsroom import fresh, nquads, open_store

TEXTS = {
    "one.txt": "Governor Margaret Ellison opened the bridge. Ellison said the river was safe.\n",
    "two.txt": "Peggy Ellison said on Monday that the bridge in Oslo, Norway, would stay open.\n",
    "three.txt": "Officials in Paris, Texas, said that Orla Quill bought Pemberton Ltd.\n",
    "four.txt": "The mayor of Bergen said the Orrin works in Oslo would close.\n",
}
SAME = "same\tperson/margaret-ellison\tperson/peggy-ellison\n"
ORRIN = """
@prefix schema: <https://schema.org/> .
<https://example.org/kg/organization/orrin-works> a schema:Organization ;
  schema:name "Orrin" ; schema:sameAs <http://www.wikidata.org/entity/Q999999901> .
"""


class Newsroom:
    """A folder of articles with knowledge and judgements, and a store that keeps annotations."""

    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles"
        self.articles.mkdir()
        for name, text in TEXTS.items():
            (self.articles / name).write_text(text, encoding="utf-8")
        self.knowledge = folder / "knowledge"
        self.knowledge.mkdir()
        self.judgements = folder / "judgements.tsv"
        self.folder = folder
        self.graph = self.open("store", keep_annotations=True)

    def open(self, name: str, **changes: object) -> Graph:
        own = {"knowledge": self.knowledge, "judgements": self.judgements, "batch": 1}
        return open_store(self.folder / name, **own, **changes)

    def build(self, **how: bool) -> tuple[int, int]:
        report: BuildReport = self.graph.build(self.articles, **how)
        assert report.failed == 0
        return report.built, report.unchanged

    def is_as_if_new(self) -> bool:
        with self.open("new") as graph:
            graph.build(self.articles, force=True)
            return nquads(graph) == nquads(self.graph)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path)
    with newsroom.graph:
        newsroom.build()
        yield newsroom


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are read from now on."""
    texts: list[str] = []
    annotate = reading.annotate

    def noting(nlp, documents, batch_size=32):  # type: ignore[no-untyped-def]
        documents = list(documents)
        texts.extend(each.text for each in documents)
        return annotate(nlp, documents, batch_size)

    monkeypatch.setattr(reading, "annotate", noting)
    return texts


def test_a_judgement_reads_nothing_and_writes_what_it_changes(
    newsroom: Newsroom, read: list[str]
) -> None:
    newsroom.judgements.write_text(SAME)
    assert newsroom.build() == (1, 3)
    assert read == []
    assert newsroom.is_as_if_new()
    assert newsroom.build() == (0, 4)
    newsroom.judgements.unlink()
    read.clear()
    assert newsroom.build() == (1, 3)
    assert read == []
    assert newsroom.is_as_if_new()


def test_a_new_entity_reads_the_texts_that_name_it(newsroom: Newsroom, read: list[str]) -> None:
    (newsroom.knowledge / "own.ttl").write_text(ORRIN)
    assert newsroom.build() == (1, 3)
    assert read == [TEXTS["four.txt"]]
    assert newsroom.is_as_if_new()
    (newsroom.knowledge / "own.ttl").unlink()
    assert newsroom.build() == (1, 3)
    assert newsroom.is_as_if_new()


def test_a_judged_link_comes_and_goes_where_graphs_stand(newsroom: Newsroom) -> None:
    newsroom.judgements.write_text("same\tperson/orla-quill\twd:Q999999902\n")
    assert newsroom.build() == (0, 4)
    assert b"Q999999902" in nquads(newsroom.graph)
    assert newsroom.is_as_if_new()
    newsroom.judgements.write_text("unsure\tperson/orla-quill\twd:Q999999902\n")
    assert newsroom.build() == (0, 4)
    assert b"Q999999902" not in nquads(newsroom.graph)
    assert newsroom.is_as_if_new()


def test_a_judgement_looks_at_the_documents_alone_that_it_concerns(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved: list[str] = []

    def noting(annotations: Annotations, knowledge: Knowledge) -> Resolved:
        resolved.append(annotations.document.text)
        return resolve(annotations, knowledge)

    monkeypatch.setattr("kg.build.analysis.resolve", noting)
    three = Document(TEXTS["three.txt"]).id
    apart = f"different\tdoc/{three}/person/orla-quill\tperson/o-quill\n"
    for judged, concerned in (SAME, {"one.txt", "two.txt"}), (SAME + apart, {"three.txt"}):
        resolved.clear()
        newsroom.judgements.write_text(judged)
        newsroom.build()
        assert set(resolved) == {TEXTS[name] for name in concerned}
        assert newsroom.is_as_if_new()
    newsroom.judgements.write_text(f"# of Monday\n{apart}{SAME}")
    resolved.clear()
    assert newsroom.build() == (0, 4)
    assert resolved == []


@pytest.mark.parametrize("keep", [False, True])
def test_a_link_that_another_document_gives_stays(tmp_path: Path, keep: bool) -> None:
    newsroom = Newsroom(tmp_path)
    # One place by its key, linked as a city here and as a state there.
    held = ("city.txt", "Washington", "Orla"), ("state.txt", "Seattle, Wash.", "Ada")
    for name, place, first in (*held, ("spokane.txt", "Spokane, Wash.", "Orla")):
        text = f"Police in {place} said that {first} Quill was held.\n"
        (newsroom.articles / name).write_text(text, encoding="utf-8")
    with newsroom.open("other", keep_annotations=keep) as newsroom.graph:
        newsroom.build()
        newsroom.judgements.write_text("same\tperson/orla-quill\tperson/o-quill\tO. Quill\n")
        newsroom.build()
        assert newsroom.is_as_if_new()
        newsroom.judgements.write_text("same\torganization/pemberton\twd:Q999999903\n")
        newsroom.build()
        assert newsroom.is_as_if_new()


def test_of_copies_the_best_described_one_counts_after_a_judgement(newsroom: Newsroom) -> None:
    for name in ("a.md", "z.md"):
        text = f"---\ntitle: {name}\npublisher: The Ladda Post\n---\n{TEXTS['one.txt']}"
        (newsroom.articles / name).write_text(text, encoding="utf-8")
    newsroom.build()
    newsroom.judgements.write_text(SAME)
    newsroom.graph.build(newsroom.articles / "a.md")
    newsroom.build()
    assert newsroom.is_as_if_new()


def test_force_reads_again(newsroom: Newsroom, read: list[str]) -> None:
    assert newsroom.build(force=True) == (4, 0)
    assert len(read) == 4


def test_a_build_that_was_killed_before_it_noted_what_it_wrote_goes_on(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.judgements.write_text(SAME)
    with monkeypatch.context() as patch:
        patch.setattr("kg.build.kept.KeptAnnotations.keep", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            newsroom.build()
    newsroom.judgements.unlink()
    newsroom.build()
    assert newsroom.is_as_if_new()


def test_what_is_kept_goes_with_its_document(newsroom: Newsroom) -> None:
    (newsroom.articles / "one.txt").unlink()
    newsroom.build(prune=True)
    newsroom.graph.remove(str(newsroom.articles / "two.txt"))
    assert kept(newsroom) == 2


def test_a_store_that_keeps_none_stays_so(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    fresh(newsroom.articles, tmp_path / "plain")
    assert not (tmp_path / "plain" / FILE).exists()


def test_damage_is_named_and_read_anew(newsroom: Newsroom, read: list[str]) -> None:
    rows = sqlite3.connect(newsroom.graph.store.path / FILE)
    with rows:
        rows.execute("UPDATE kept SET annotations = x'00'")
    rows.close()
    newsroom.judgements.write_text(SAME)
    assert newsroom.build() == (1, 3)
    assert len(read) == 2  # those that the judgement concerns
    (newsroom.graph.store.path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="remove it, and build again"):
        newsroom.build()


def kept(newsroom: Newsroom) -> int:
    rows = sqlite3.connect(newsroom.graph.store.path / FILE)
    (count,) = rows.execute("SELECT COUNT(*) FROM kept").fetchone()
    rows.close()
    return int(count)


def test_packed_annotations_come_back_as_they_were() -> None:
    documents = [
        each for each in read_documents([resource("seeds/articles")]) if isinstance(each, Document)
    ]
    for resolved in Analyser(Settings()).load()(documents):
        assert isinstance(resolved, Resolved)
        annotations = resolved.annotations
        again = unpack(pack(annotations), annotations.document)
        assert repr(again) == repr(annotations)  # 1 is not 1.0 here


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Mayor of New\nYork resigns", "New York", True),
        ("MAYOR OF NEW YORK RESIGNS", "New York", True),
        ("The L&oacute;pez Group", "López Group", True),
        ("The <b>Orrin</b> Works", "Orrin Works", True),
        ("It is Moody’s", "Moody's", True),
        ("The Orrin plant works", "Orrin Works", False),
        ("A plain text", "Orrin", False),
    ],
)
def test_a_name_is_overlooked_in_no_spelling(text: str, name: str, found: bool) -> None:
    assert may_name(Document(text), [name]) is found
