"""Saved queries: SPARQL files with a header that grlc reads (https://grlc.io)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import QueryError
from kg.queries.parameters import Parameter, parameter_of
from kg.queries.tokens import tokens

_DECORATOR = "#+"


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query in a file, ready to be bound and run.

    Attributes:
        name: the file's name without its suffix.
        summary: what it answers, in a line.
        description: more about it, empty where the file says no more.
        tags: words to find it by.
        parameters: in the order that the header gives, then of their first use.
        defaults: values of parameters that the user does not give, by parameter name.
        text: the whole file.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    defaults: Mapping[str, str]
    text: str


def load_queries(folder: Path) -> dict[str, SavedQuery]:
    """The saved queries of a folder (.rq files), by name in order; errors as `load_query`."""
    return {path.stem: load_query(path) for path in sorted(folder.glob("*.rq"))}


def load_query(path: Path) -> SavedQuery:
    """One saved query; QueryError where the file cannot be read, or its header is no YAML."""
    try:
        return parse_query(path.stem, path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise QueryError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: is not UTF-8; save it as UTF-8") from error


def parse_query(name: str, text: str) -> SavedQuery:
    """A saved query from its text; QueryError where its header is no YAML or of another shape."""
    header = _header(name, text)
    parameters = _parameters(name, text, header)
    defaults = _defaults(name, header.get("defaults"), parameters)
    return SavedQuery(
        name=name,
        summary=str(header.get("summary", "")).strip(),
        description=str(header.get("description", "")).strip(),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        parameters=parameters,
        defaults=defaults,
        text=text,
    )


def _header(name: str, text: str) -> dict[str, Any]:
    lines = [line for line in text.splitlines() if line.startswith(_DECORATOR)]
    try:
        header = yaml.safe_load("\n".join(line[len(_DECORATOR) :] for line in lines)) or {}
    except yaml.YAMLError as error:
        raise QueryError(f"{name}: the lines with #+ are no YAML; mend them: {error}") from error
    lists = ("tags", "parameters")
    if not isinstance(header, dict) or not all(
        isinstance(header.get(key) or [], list) for key in lists
    ):
        raise QueryError(
            f"{name}: the lines with #+ must be keys with values, tags and parameters lists"
        )
    return header


def _parameters(name: str, text: str, header: Mapping[str, Any]) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for token in tokens(text):
        parameter = parameter_of(token.text) if token.kind == "variable" else None
        if parameter is not None and found.setdefault(parameter.name, parameter) != parameter:
            raise QueryError(f"{name}: parameter {parameter.name} is written in two ways")
    first = [str(each) for each in header.get("parameters") or ()]
    unknown = sorted(set(first) - found.keys())
    if unknown:
        raise QueryError(f"{name}: #+ parameters names an unknown one: {', '.join(unknown)}")
    return tuple(found[each] for each in dict.fromkeys([*first, *found]))


def _defaults(name: str, header: object, parameters: tuple[Parameter, ...]) -> Mapping[str, str]:
    # grlc writes defaults as a list of one-key mappings.
    listed: list[object] = header if isinstance(header, list) else [header or {}]
    entries = [entry for entry in listed if isinstance(entry, dict)]
    if len(entries) < len(listed):
        raise QueryError(f"{name}: #+ defaults must be a list of names with values")
    defaults = {str(key): str(value) for entry in entries for key, value in entry.items()}
    unknown = sorted(defaults.keys() - {parameter.name for parameter in parameters})
    if unknown:
        raise QueryError(f"{name}: #+ defaults names an unknown parameter: {', '.join(unknown)}")
    return defaults
