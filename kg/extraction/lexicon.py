"""The word lists in kg/extraction/data, read once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Contents of `data/<name>.yaml`; treat it as read-only."""
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.safe_load(file)
    return loaded


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The list `key` of `data/<name>.yaml` as a set, for membership tests alone."""
    return frozenset(lexicon(name)[key])
