"""Checks on data that is not part of the project: skipped where ../shared is absent.

They take minutes, and run by name alone: `pytest tests/shared`.
"""

import gzip
import json
import sys
from itertools import islice
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"
sys.path.insert(0, str(Path(__file__).parents[1]))


def needed(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs ../shared/{name}")
    return path


@pytest.fixture(scope="session")
def article() -> Path:
    """The folder of the article that kg was first made for."""
    return needed("seeds")


@pytest.fixture(scope="session")
def stories() -> list[dict[str, str]]:
    """Five hundred short news stories."""
    path = needed("corpora/reuters-21578.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, 500)]
