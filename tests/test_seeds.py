"""The articles that come with kg: complete, brief, and about what they should be about."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from kg.extraction import EntityType
from kg.identity import Knowledge
from kg.resources import resource

PATHS = sorted(resource("seeds/articles").glob("*.md"))
KNOWLEDGE = resource("seeds/knowledge")
SHARED = Path(__file__).parent.parent.parent / "shared" / "seeds"


def front_matter(path: Path) -> dict[str, object]:
    _, head, _ = path.read_text(encoding="utf-8").split("---\n", 2)
    loaded = yaml.safe_load(head)
    assert isinstance(loaded, dict)
    return loaded


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def everything() -> str:
    return "\n".join(map(body, PATHS))


def test_there_are_enough() -> None:
    assert len(PATHS) >= 6


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_says_what_it_is(path: Path) -> None:
    head = front_matter(path)
    assert set(head) == {"title", "published", "publisher", "language"}
    published = head["published"]
    assert isinstance(published, date)
    assert date(2024, 10, 1) <= published <= date(2024, 11, 30)
    assert path.name.startswith(published.isoformat())


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_is_brief(path: Path) -> None:
    assert 120 <= len(body(path).split()) <= 220


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_quotations_are_short_fragments(path: Path) -> None:
    text = body(path)
    assert text.count("“") == text.count("”")
    assert '"' not in text
    for quoted in re.findall("“([^”]*)”", text):
        assert len(quoted.split()) <= 9, quoted


@pytest.mark.parametrize(
    "expected",
    [
        "Defense Secretary Lloyd Austin",
        "NATO Secretary General Mark Rutte",
        "Secretary of State Antony Blinken",
        "President Volodymyr Zelenskyy",
        "spokeswoman Sabrina Singh",
        "Kremlin spokesman Dmitry Peskov",
        "President Yoon Suk Yeol",
        "denied",
    ],
)
def test_people_with_posts_and_a_denial_occur(expected: str) -> None:
    assert expected in " ".join(everything().split())


def test_the_numbers_of_troops_differ() -> None:
    numbers = set(re.findall(r"\b\d{1,2},\d{3}\b", everything()))
    assert numbers >= {"1,500", "3,000", "8,000", "10,000", "11,000", "12,000"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_known_people_are_introduced_in_full(path: Path) -> None:
    text = " ".join(body(path).split())
    curated = Knowledge.read(sorted(KNOWLEDGE.glob("*.ttl")), KNOWLEDGE / "judgements.tsv")
    for known in curated.entities:
        surname = known.entity.name.rpartition(" ")[2]
        if known.entity.type is EntityType.PERSON and re.search(rf"\b{surname}\b", text):
            assert known.entity.name in text, known.entity.name


def test_nothing_is_copied_from_the_article_asked_for() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"needs ../shared/{SHARED.name}")
    seen = {piece for path in SHARED.glob("*.txt") for piece in _pieces(path.read_text("utf-8"))}
    for path in PATHS:
        assert not seen.intersection(_pieces(body(path))), path.name


def _pieces(text: str, length: int = 9) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
