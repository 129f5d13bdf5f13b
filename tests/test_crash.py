"""`kill -9` at any moment of a build, then the same build again: as if nothing had happened."""

import json
from pathlib import Path

import pytest

from crashes import finished, kill_builds
from newsroom import ARTICLES, fresh


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = (
        json.dumps({"id": f"{name}-{number}", "text": f"{text} This is number {number}."})
        for number in range(20)
        for name, text in ARTICLES.items()
    )
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return fresh(articles, tmp_path_factory.mktemp("expected") / "store")


@pytest.mark.parametrize(("jobs", "rounds"), [(1, 6), (2, 3)])
def test_a_killed_build_is_made_good_by_the_next(
    tmp_path: Path, articles: Path, expected: bytes, jobs: int, rounds: int
) -> None:
    (tmp_path / "kg.toml").write_text("batch = 4\n")
    store = tmp_path / "store"
    killed = kill_builds(articles, store, rounds=rounds, documents=8, jobs=jobs, seed=jobs)
    assert killed >= 2
    assert finished(articles, store) == expected
