"""Reads what clients send: batches of queries (section 4.1), data extension queries (section 6)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.search import Sought
from kg.server.reconciliation.manifest import TYPES
from kg.server.web.errors import HttpError

_MOST_QUERIES = 10_000  # of a batch
_MATCHES, _MOST_MATCHES = 5, 50  # of a query that gives no limit, and of any
_LONGEST = 500  # characters of a name
_LAST_PART = re.compile(r"[^/#:]*$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a data extension query wants: ids of entities and of properties."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def read_queries(text: str) -> Mapping[str, Sought]:
    """The queries of a batch by their keys; HttpError 400 where they break the specification."""
    sent = _read_object(text, "queries")
    if len(sent) > _MOST_QUERIES:
        raise HttpError(400, f"more than {_MOST_QUERIES} queries; send them in several batches")
    return {key: _query(each, key) for key, each in sent.items()}


def read_wanted(text: str) -> Wanted:
    """A data extension query; HttpError 400 where it breaks the specification."""
    match _read_object(text, "extend"):
        case {"ids": list(ids), "properties": list(properties)}:
            named = [each.get("id") if isinstance(each, dict) else None for each in properties]
            texts = [each for each in named if isinstance(each, str)]
            if len(texts) == len(named) and all(isinstance(id, str) for id in ids):
                return Wanted(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(texts)))
    raise HttpError(400, 'extend is not as {"ids": [ID…], "properties": [{"id": ID}…]}')


def type_iris(ids: object) -> tuple[str, ...]:
    """The IRIs of types that are given by id or IRI, as one or as several; unknown ones as given.

    >>> type_iris("Person"), type_iris(["schema:Place", ""])
    (('https://schema.org/Person',), ('https://schema.org/Place',))
    """
    given = [ids] if isinstance(ids, str) else ids if isinstance(ids, list) else []
    texts = [each for each in given if isinstance(each, str) and each]
    return tuple(_type_iri(each) for each in texts)


def _type_iri(text: str) -> str:
    found = _LAST_PART.search(text)
    return TYPES[found[0]][0] if found and found[0] in TYPES else text


def _query(sent: Any, key: str) -> Sought:
    match sent:
        case {"query": str(name)}:
            pass
        case {"properties": [_, *_]}:
            name = ""
        case _:
            raise HttpError(400, f'the query {key!r} is not as {{"query": NAME}}')
    limit = sent.get("limit")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise HttpError(400, f"the limit of the query {key!r} is no whole number")
    properties = tuple(_properties(sent.get("properties") or [], key))
    most = min(limit or _MATCHES, _MOST_MATCHES)
    return Sought(name[:_LONGEST], type_iris(sent.get("type")), most, properties)


def _properties(sent: Any, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in sent if isinstance(sent, list) else [None]:
        match each:
            case {"pid": str(id), "v": values}:
                several = values if isinstance(values, list) else [values]
                texts = tuple(_value(value)[:_LONGEST] for value in several)
                yield id, tuple(filter(None, texts))
            case _:
                raise HttpError(400, f"the properties of the query {key!r} lack pid or v")


def _value(sent: Any) -> str:
    value = sent.get("id", "") if isinstance(sent, dict) else sent
    return "" if value is None else str(value)


def _read_object(text: str, name: str) -> dict[str, Any]:
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        raise HttpError(400, f"{name} is no JSON") from None
    if not isinstance(sent, dict):
        raise HttpError(400, f"{name} is no JSON object")
    return sent
