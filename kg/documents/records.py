"""A JSON object -> a document."""

import json
import re
import shlex
from dataclasses import fields, replace

from kg.documents.document import Document, Metadata
from kg.documents.html import extract_main_text
from kg.documents.metadata import FIELD_NAMES, kind_of, read_metadata, read_text
from kg.documents.text import checked_text
from kg.errors import InputError

# The fields that have a text as it is, those that have HTML, and those that have one or the other,
# in kg's own records and those of other tools.
_TEXT = ("text", "maintext", "plaintext", "content_text", "articleBody")
_HTML = ("html", "content_html")
_EITHER = ("content", "body")
# What answers of services call their list of records.
_LISTS = ("articles", "items", "stories", "results", "docs", "documents")
FIELDS = FIELD_NAMES.union(("id",), _TEXT, _HTML, _EITHER)
"""The names of all fields of a record that are read."""

_ADDRESS = re.compile(r"https?://\S+")
_PARAGRAPH = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)


def parse_json(text: str, source: str, line: int | None = None) -> object:
    """The value of a JSON text.

    Args:
        line: the number of the line, where the text is one line of a file.

    Raises:
        InputError: the text is not JSON (RFC 8259); the message names line and column.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{source}:{line or error.lineno}"
        raise InputError(place, f"is not JSON: {error.msg} at column {error.colno}") from None
    except ValueError:
        reason = "holds a number that is too long"
    except RecursionError:
        reason = "is nested too deeply"
    raise InputError(source if line is None else f"{source}:{line}", reason)


def read_record(value: object, path: str, source: str, number: int | None) -> Document:
    """The document of an object with a text or HTML, and perhaps `id` and metadata.

    What cannot be read of its metadata is left out, with a warning.

    Args:
        number: line or index, from 1, that is taken where there is no id; None in a file of one.

    Raises:
        InputError: the object lacks a text, or its text or id has the wrong type.
    """
    if not isinstance(value, dict):
        kind = "text" if isinstance(value, str) else kind_of(value)
        raise InputError(source, f"must be an object with text or html, not {kind}")
    record = _id(value.get("id"), source) or (None if number is None else str(number))
    metadata, warning = read_metadata(value, source)
    text, of_page = _content(value, source)
    return Document(text, path, record, _first_known(metadata, of_page), warning)


def records_in(value: object) -> list[object] | None:
    """The records of a list, or of an answer that has a list of them; None for one record.

    >>> records_in({"status": "ok", "articles": [{"content": "Rain."}]})
    [{'content': 'Rain.'}]
    """
    if isinstance(value, dict) and _field_of(value, (*_TEXT, *_HTML, *_EITHER)) is None:
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    return value if isinstance(value, list) else None


def _id(value: object, source: str) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    try:
        return None if value is None else read_text(str(value) if is_number else value)
    except ValueError as error:
        raise InputError(source, f"the field id {error}") from None


def _content(value: dict[str, object], source: str) -> tuple[str, Metadata]:
    """The text of a record, and what its HTML says about itself."""
    for names in (_TEXT, _HTML, _EITHER):
        name = _field_of(value, names)
        if name is None:
            continue
        content = value[name]
        if not isinstance(content, str):
            raise InputError(source, f"the field {name} must be text, not {kind_of(content)}")
        if names is _HTML or (names is _EITHER and _PARAGRAPH.search(content)):
            return extract_main_text(content, source)
        return checked_text(content, source), Metadata()
    url = read_metadata(value, source)[0].url or ""
    remedy = f"; `kg fetch {shlex.quote(url)}` saves its page" if _ADDRESS.fullmatch(url) else ""
    raise InputError(source, f"has neither a field text nor a field html{remedy}")


def _field_of(value: dict[str, object], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if value.get(name) is not None), None)


def _first_known(metadata: Metadata, of_page: Metadata) -> Metadata:
    known = {f.name: getattr(metadata, f.name) for f in fields(Metadata)}
    return replace(of_page, **{name: value for name, value in known.items() if value is not None})
