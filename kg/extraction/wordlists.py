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
def word_set(name: str, *keys: str) -> frozenset[str]:
    """The words of the lists `keys` of `data/<name>.yaml`, without their order."""
    return frozenset(word for key in keys for word in word_lists(name)[key])


@cache
def given_names() -> frozenset[str]:
    """Given names in lower case."""
    return word_set("given_names", "female", "male", "either")
