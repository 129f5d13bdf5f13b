"""Reads Markdown, with or without YAML front matter."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import yaml

from kg.documents.document import Document
from kg.documents.encoding import decode
from kg.documents.metadata import kind_of, read_metadata
from kg.documents.streams import read_bounded, shown
from kg.documents.text import checked_text
from kg.errors import InputError

_BREAK = r"(?:\r\n|\r|\n)"
_OPENED = re.compile(rf"---[ \t]*{_BREAK}")
_CLOSED = re.compile(rf"(?<=[\r\n])---[ \t]*(?:{_BREAK}|\Z)")
_MOST_FRONT_MATTER = 100_000


class _PlainLoader(yaml.SafeLoader):
    """Reads every value but null as text: the title 1984, the language no, a date."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, form) for tag, form in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def read_markdown(stream: BinaryIO, path: str) -> Iterator[Document]:
    """The one document of a .md file: its text is what follows the front matter, untouched.
    InputError where it cannot be decoded, or its front matter is not a YAML mapping."""
    where = shown(path)
    front_matter, body = split_front_matter(decode(read_bounded(stream, where), where), where)
    metadata, warning = read_metadata(_load(front_matter, where), where)
    yield Document(checked_text(body, where), path, metadata=metadata, warning=warning)


def split_front_matter(text: str, source: str) -> tuple[str, str]:
    """The front matter, between a first line --- and the next such line, and the text after it;
    InputError where there is no second such line."""
    opened = _OPENED.match(text)
    if opened is None:
        return "", text
    closed = _CLOSED.search(text, opened.end(), opened.end() + _MOST_FRONT_MATTER)
    if closed is None:
        raise InputError(source, "its front matter is not ended by a line ---")
    return text[opened.end() : closed.start()], text[closed.end() :]


def _load(front_matter: str, source: str) -> dict[str, Any]:
    try:
        fields = yaml.load(front_matter, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        # The front matter begins on the file's second line, and marks count from zero.
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise InputError(f"{source}:{line}", f"front matter is no YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError):
        raise InputError(source, "front matter is no YAML: it holds what YAML forbids") from None
    except RecursionError:
        raise InputError(source, "front matter is nested too deeply") from None
    if fields is not None and not isinstance(fields, dict):
        kind = "text" if isinstance(fields, str) else kind_of(fields)
        raise InputError(source, f"front matter must be a mapping like `title: …`, not {kind}")
    return fields or {}
