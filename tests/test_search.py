"""Search: names and words are found however they are spelled, in what the graph holds now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.search import SearchIndex, write_index
from kg.search.folding import folded, split_words
from kg.search.snippets import snippet
from kg.search.variants import variants
from newsroom import ARTICLES, open_store, write_articles
from server_process import serving
from waiting import until

BASE = "https://example.org/kg/"


@pytest.fixture(scope="module")
def index(seeds_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    path = tmp_path_factory.mktemp("index") / "seeds.search"
    write_index(seeds_store / "oxigraph", path, base=BASE)
    index = SearchIndex(path)
    yield index
    index.close()


@pytest.mark.parametrize(
    "asked",
    ["Zelenskyy", "Zelensky", "zelensk", "Zelenskij", "Selenskyj", "Zelénsky", "Зеленський",
     "volodymyr zelensky", "Zelensky Volodymyr", "President’s Zelenskyy’s" ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_spelled(index: SearchIndex, asked: str) -> None:
    found = index.search(asked.removeprefix("President’s "))
    assert [hit.iri for hit in found.entities][:1] == [BASE + "person/volodymyr-zelenskyy"]
    assert found.statements and found.articles


def test_the_same_name_comes_before_longer_ones_and_similar_ones_last(index: SearchIndex) -> None:
    hits = index.search("russia").entities
    assert hits[0].iri == BASE + "country/russia" and not hits[0].similar
    assert [hit.similar for hit in hits] == sorted(hit.similar for hit in hits)


def test_all_words_must_be_there(index: SearchIndex) -> None:
    both = {hit.iri for hit in index.search("soldiers Kursk").articles if not hit.similar}
    one = {hit.iri for hit in index.search("soldiers").articles if not hit.similar}
    assert both and both < one
    assert index.search("soldiers xylophone").articles == ()


def test_a_speaker_leads_to_statements(index: SearchIndex) -> None:
    hits = index.search("austin evidence").statements
    assert [hit.speaker for hit in hits] == [BASE + "person/lloyd-austin"]
    assert [piece.text for piece in hits[0].pieces if piece.found] == ["evidence"]


@pytest.mark.parametrize("asked", ["", " ", '"', "* OR 1", "a\x00b", "😀", "NEAR(", "x" * 9999])
def test_whatever_is_typed_is_data(index: SearchIndex, asked: str) -> None:
    index.search(asked)


def test_the_same_graph_gives_the_same_bytes(seeds_store: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(seeds_store / "oxigraph", tmp_path / name, base=BASE)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with sqlite3.connect(tmp_path / "one") as connection:
        assert connection.execute("SELECT COUNT(*) FROM article").fetchone() == (9,)


def test_what_is_built_is_found_and_what_is_removed_is_not(tmp_path: Path) -> None:
    articles = write_articles(tmp_path / "articles", *list(ARTICLES)[:2])
    with open_store(tmp_path / "store") as graph:
        graph.build(articles)
    with serving(tmp_path / "store") as client:
        assert names(client, "lindqvist") == ["Anna Lindqvist"]
        with open_store(tmp_path / "store") as graph:
            graph.remove(str(articles / "budget.txt"))
        wait(client, "lindqvist", [])
        assert names(client, "Alderman") == ["Jane Alderman"]


def names(client: httpx.Client, asked: str) -> list[str]:
    return [each["name"] for each in client.get("/names", params={"q": asked}).json()]


def wait(client: httpx.Client, asked: str, expected: list[str]) -> None:
    until(lambda: names(client, asked) == expected)


def test_words_are_folded_with_their_offsets() -> None:
    text = "Wałęsa’s Kyïv — “O’Hanlon” 😀 e\u0301te\u0301"
    found = list(split_words(text))
    assert [word.folded for word in found] == ["walesa", "kyiv", "ohanlon", "ete"]
    assert [text[word.begin : word.end] for word in found][:2] == ["Wałęsa’s", "Kyïv"]


def test_short_words_have_no_variants_and_long_ones_two_edits() -> None:
    assert variants(["un"], ["in", "us"]) == {"un": []}
    assert variants(["kyiv"], ["kiev", "kyi", "kyivs"]) == {"kyiv": ["kyi", "kyivs"]}
    spelled = variants(["zelenskiy", "un"], ["selene", "zelensky", "zelenskyy"])
    assert spelled == {"zelenskiy": ["zelensky", "zelenskyy"], "un": []}


@settings(deadline=None)  # the first word loads ICU
@given(st.text(), st.text(max_size=5), st.integers(10, 60))
def test_a_snippet_is_a_part_of_its_text(text: str, asked: str, length: int) -> None:
    pieces = list(snippet(text, set(folded(asked).split()), ("the",), length))
    joined = "".join(piece.text for piece in pieces)
    assert joined.removeprefix("… ").removesuffix(" …") in text
    assert len(joined) <= max(length, 10) + 4
