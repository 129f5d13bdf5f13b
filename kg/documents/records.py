"""A JSON object -> a document."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from kg.documents.document import Document, Metadata
from kg.documents.html import extract_main_text
from kg.documents.metadata import kind_of, read_metadata, string_field
from kg.documents.text import checked_text
from kg.errors import InputError


def parse_json(text: str, source: str, line: int | None = None) -> object:
    """The value of a JSON text.

    Args:
        text: the whole file, or one line of it.
        source: the file, for messages.
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
    """The document of an object with `text` or `html`, and perhaps `id` and metadata.

    Args:
        value: the parsed JSON.
        path: the file it stands in.
        source: the file and the place in it, for messages.
        number: line or index, from 1, that is taken where there is no id; None in a file of one.

    Raises:
        InputError: the object lacks a text, or a field has the wrong type.
    """
    if not isinstance(value, dict):
        kind = "text" if isinstance(value, str) else kind_of(value)
        raise InputError(source, f"must be an object with text or html, not {kind}")
    record = _id(value.get("id"), source) or (None if number is None else str(number))
    text, metadata = _content(value, source)
    return Document(text, path, record, metadata)


def _id(value: object, source: str) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return string_field({"id": value}, "id", source)


def _content(value: dict[str, object], source: str) -> tuple[str, Metadata]:
    metadata = read_metadata(value, source)
    for name in ("text", "html"):
        content = value.get(name)
        if content is not None and not isinstance(content, str):
            raise InputError(source, f"the field {name} must be text, not {kind_of(content)}")
        if isinstance(content, str) and name == "text":
            return checked_text(content, source), metadata
        if isinstance(content, str):
            text, of_page = extract_main_text(content, source)
            return text, _first_known(metadata, of_page)
    raise InputError(source, "has neither a field text nor a field html")


def _first_known(metadata: Metadata, of_page: Metadata) -> Metadata:
    known = {f.name: getattr(metadata, f.name) for f in fields(Metadata)}
    return replace(of_page, **{name: value for name, value in known.items() if value is not None})
