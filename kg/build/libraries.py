"""The libraries whose output may shape a graph, with their versions.

That is whatever kg needs, and what those need in turn, but for what data/excused_libraries.csv
names with the reason why it cannot matter. So a library that is new or unheard of counts.
"""

import csv
import platform
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"\bextra\s*==")


@cache
def excused() -> dict[str, str]:
    """The libraries that cannot shape a graph, each with the reason; their needs do not count."""
    path = Path(__file__).parent / "data" / "excused_libraries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["library"]: row["reason"] for row in csv.DictReader(file)}


@cache
def library_versions(model: str) -> dict[str, str]:
    """The version of Python, and of each installed library that may shape a graph, by its name; the
    needs of a model, a spaCy package or the path of a pipeline, count too."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    waiting = [*required(), *_names([model])]
    while waiting:
        name = waiting.pop()
        if name in found or name in excused():
            continue
        try:
            said = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # needed on other systems alone
        found[name] = said["Version"]
        waiting += _names(said.get_all("Requires-Dist") or [])
    return dict(sorted(found.items()))


def required() -> Iterator[str]:
    """The names of the libraries that kg itself needs, extras apart."""
    # A checkout may need others than the kg that is installed beside it, or not be installed.
    project = Path(__file__).parents[2] / "pyproject.toml"
    if project.is_file():
        return _names(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"])
    return _names(metadata.requires("kg") or [])


def _names(requirements: list[str]) -> Iterator[str]:
    """The names in requirements (PEP 508), as https://peps.python.org/pep-0503 writes them."""
    for each in requirements:
        found = _NAME.match(each)
        if found and not _EXTRA.search(each):
            yield re.sub(r"[-_.]+", "-", found[0]).lower()
