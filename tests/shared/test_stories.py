"""Hundreds of real stories: the same bytes whatever happens on the way."""

import json
import random
from pathlib import Path

import pytest

from crashes import finished, kill_builds
from newsroom import nquads, open_store

Stories = list[dict[str, str]]


@pytest.fixture(scope="module")
def corpus(stories: Stories, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(stories, tmp_path_factory.mktemp("stories") / "stories.jsonl")


@pytest.fixture(scope="module")
def expected(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return finished(corpus, tmp_path_factory.mktemp("expected") / "store")


def write(stories: Stories, path: Path) -> Path:
    path.write_text("\n".join(map(json.dumps, stories)), encoding="utf-8")
    return path


def test_shuffled_and_in_two_processes(tmp_path: Path, stories: Stories, expected: bytes) -> None:
    shuffled = random.Random(1).sample(stories, len(stories))
    with open_store(tmp_path / "store", batch=17) as graph:
        graph.build(write(shuffled, tmp_path / "stories.jsonl"), jobs=2)
        assert nquads(graph) == expected
        assert list(graph.validate()) == []


def test_twenty_killed_builds(tmp_path: Path, corpus: Path, expected: bytes) -> None:
    store = tmp_path / "store"
    # Each build keeps little of the five hundred, that quick machines have work in all rounds.
    (tmp_path / "kg.toml").write_text("batch = 8\n")
    killed = kill_builds(corpus, store, rounds=20, documents=30)
    assert killed >= 10
    assert finished(corpus, store) == expected
