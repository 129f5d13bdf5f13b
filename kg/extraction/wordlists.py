"""The word lists of kg/extraction/data, read once in a process."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"


@cache
def word_lists(name: str) -> dict[str, Any]:
    """The contents of `data/<name>.yaml`, not to be changed."""
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return loaded


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """The list `key` of `data/<name>.yaml`, without its order."""
    return frozenset(word_lists(name)[key])


@cache
def given_names() -> frozenset[str]:
    """Given names in lower case."""
    return frozenset().union(*(word_set("given_names", of) for of in ("female", "male", "either")))
