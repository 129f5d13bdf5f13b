"""Reads metadata from the fields of front matter or JSON, as kg and other tools name them."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from kg.documents.dates import parse_date
from kg.documents.document import Metadata
from kg.documents.text import checked_characters
from kg.errors import InputError

_KINDS = {dict: "a mapping", list: "a list", bool: "true or false", int: "a number"}
_FILE = Path(__file__).with_name("fields.yaml")
_FIELDS: dict[str, list[str]] = yaml.safe_load(_FILE.read_bytes())
FIELD_NAMES = frozenset(name for names in _FIELDS.values() for name in names)
"""The names of all fields that metadata are read from."""

# From here on a number counts milliseconds, and below it is written as digits of a date.
_MILLISECONDS, _DIGITS = 1e11, 1e8


def read_metadata(fields: Mapping[str, object], source: str) -> tuple[Metadata, str | None]:
    """Metadata from the fields, and a warning on those that cannot be read, which are left out.

    Several authors become one text ("Jane Smith; John Roe"), a mapping its name.

    Args:
        fields: as parsed; the names that other tools use are understood, others ignored.
    """
    problems: dict[str, str] = {}
    readers = {"published": _moment}
    values: dict[str, Any] = {
        name: _first(name, readers.get(name, read_text), fields, problems) for name in _FIELDS
    }
    found = [f"the field {field} is left out: {reason}" for field, reason in problems.items()]
    return Metadata(**values), f"{source}: {'; '.join(found)}" if found else None


def read_text(value: object) -> str | None:
    """A field's text without white space around it, None where it is blank; ValueError where it is
    no text, no mapping with a name, and no list of these."""
    values = value if isinstance(value, list) else [value]
    names = [each.get("name") if isinstance(each, Mapping) else each for each in values]
    texts = [name.strip() for name in names if isinstance(name, str)]
    if len(texts) < len(names):
        raise ValueError(f"must be text, not {kind_of(value)}")
    try:
        return checked_characters("; ".join(filter(None, texts)), "") or None
    except InputError as error:
        raise ValueError(error.reason) from None


def kind_of(value: object) -> str:
    """What messages call a value of this type: "a list"."""
    return _KINDS.get(type(value), f"a {type(value).__name__}")


def _first(
    name: str,
    read: Callable[[object], object],
    fields: Mapping[str, object],
    problems: dict[str, str],
) -> object:
    """The first value of an attribute that can be read; adds the fields before it to `problems`."""
    for field in filter(partial(_is_of, fields, name), _FIELDS[name]):
        try:
            return read(fields[field])
        except ValueError as error:
            problems[field] = str(error)
    return None


def _is_of(fields: Mapping[str, object], name: str, field: str) -> bool:
    """Whether a field has a value for an attribute: `source` is an address or who publishes."""
    value = fields.get(field)
    is_address = isinstance(value, str) and "://" in value
    return value not in (None, "", []) and (field != "source" or is_address == (name == "url"))


def _moment(value: object) -> date | datetime | None:
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.0f}"
    text = read_text(value)
    if text and text.isdecimal() and int(text) >= _DIGITS:
        return _since_1970(int(text))
    return parse_date(text) if text else None


def _since_1970(seconds: int) -> datetime:
    try:
        whole = seconds // 1000 if seconds >= _MILLISECONDS else seconds
        return datetime.fromtimestamp(whole, UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{seconds} is no number of seconds since 1970") from None
