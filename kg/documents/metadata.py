"""Reads metadata from the fields of front matter or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from kg.documents.dates import parse_date
from kg.documents.document import Metadata
from kg.documents.text import checked_characters
from kg.errors import InputError

_KINDS = {dict: "a mapping", list: "a list", bool: "true or false", int: "a number"}


def read_metadata(fields: Mapping[str, object], source: str) -> Metadata:
    """Metadata from the fields named as its attributes; other fields are ignored.

    A field `date` is read where there is no `published`.

    Raises:
        InputError: a field is of the wrong type, or the date is not a date.
    """
    return Metadata(
        title=string_field(fields, "title", source),
        url=string_field(fields, "url", source),
        published=_published(fields, source),
        publisher=string_field(fields, "publisher", source),
        author=string_field(fields, "author", source),
        language=string_field(fields, "language", source),
    )


def string_field(fields: Mapping[str, object], name: str, source: str) -> str | None:
    """A field's text without white space around it; None where it is absent, null or blank.

    Raises:
        InputError: the field is not text.
    """
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(source, f"the field {name} must be text, not {kind_of(value)}")
    return checked_characters(value, source).strip() or None


def kind_of(value: object) -> str:
    """What messages call a value of this type: "a list"."""
    return _KINDS.get(type(value), f"a {type(value).__name__}")


def _published(fields: Mapping[str, object], source: str) -> date | datetime | None:
    name = "published" if fields.get("published") is not None else "date"
    value = fields.get(name)
    if isinstance(value, date):
        return value
    text = string_field(fields, name, source)
    try:
        return None if text is None else parse_date(text)
    except ValueError as error:
        raise InputError(source, f"the field {name}: {error}") from None
