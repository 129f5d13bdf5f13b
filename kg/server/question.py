"""A request as a worker reads it: a query, from a client that asks for nothing out of the common.

All that is not for certain such a request is none to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import httptools
from starlette.requests import Request

from kg.server.endpoints.protocol import FORM, QUERY, SPARQL
from kg.server.engine.answers import accepted_formats
from kg.server.web.errors import HttpError
from kg.server.web.http import host_of
from kg.server.web.middleware import takes_gzip
from kg.server.web.requests import IGNORED, accepted, address, media_type

LONGEST = 1 << 14
"""Bytes of a request."""

_LINE = re.compile(rb"(?:GET %b\?([^\s]*)|POST %b) HTTP/1\.1\r\n" % ((SPARQL.encode(),) * 2))
_FIELDS = re.compile(rb"[\w.~%+*'()!:@/?,;=$&-]*", re.ASCII)
_END = b"\r\n\r\n"
_HEADERS = re.compile(  # those that ask for what is known here, and those that ask for nothing
    rb"accept(-charset|-encoding|-language)?|cache-control|connection|content-(length|type)|cookie"
    rb"|dnt|from|host|origin|pragma|priority|referer|sec-[\w-]+|user-agent"
)
_CONNECTION = frozenset([b"keep-alive", b"close"])
_IGNORED = frozenset(name.encode() for name in IGNORED)


@dataclass(frozen=True, slots=True)
class Client:
    """What the headers of a request say.

    Attributes:
        address: where it was sent.
        formats: the media types for the answer, as `choose_format` takes them.
        gzip: whether the answer may be compressed.
        closes: whether the connection ends with the answer.
        length: bytes of the body.
        media_type: of the body; empty for none.
    """

    address: str
    formats: Mapping[str, str | None]
    gzip: bool
    closes: bool
    length: int
    media_type: str


class Question(NamedTuple):
    """A query, and who asks it."""

    query: str
    client: Client


def read_question(request: bytes) -> Question | None:
    """What a request asks; None where it is not for certain one query, or not the whole of it.

    Args:
        request: what came over a connection.
    """
    in_url, client, end = _head(request)
    if client is None or client.length != len(request) - end:
        return None
    try:
        query = _query(in_url, request[end:], client.media_type)
    except UnicodeError:
        return None
    return None if query is None else Question(query, client)


def whole_length(request: bytes) -> int:
    """Bytes that a request will have which has begun to come; 0 where it does not say so."""
    _, client, end = _head(request)
    return 0 if client is None else end + client.length


def _head(request: bytes) -> tuple[bytes | None, Client | None, int]:
    """The parameters in the URL, None for a POST; the client; where the body begins."""
    line, end = _LINE.match(request), request.find(_END) + len(_END)
    return (line[1], _client(request[line.end() : end]), end) if line else (None, None, 0)


def _query(in_url: bytes | None, body: bytes, media_type: str) -> str | None:
    if in_url is not None:
        return None if body else _parameter(in_url)
    if media_type == FORM:
        return _parameter(body)
    return body.decode() if media_type == QUERY else None


def _parameter(fields: bytes) -> str | None:
    """The query among parameters; None where they have more than that."""
    if _FIELDS.fullmatch(fields) is None:
        return None
    query = None
    for field in fields.split(b"&"):
        name, _, value = field.partition(b"=")
        if name == b"query" and query is None:
            query = _decoded(value)
        elif name not in _IGNORED:
            return None
    return query


def _decoded(value: bytes) -> str:
    """The value of a parameter; as `unquote_plus`, in a few steps that take a moment."""
    escaped = value.replace(b"+", b" ").replace(b"%", rb"\x")
    return escaped.decode("unicode_escape").encode("latin-1").decode()


@lru_cache(maxsize=256)
def _client(head: bytes) -> Client | None:
    """What the lines after the first say; None where more is asked than is known here."""
    lines = _Lines()
    try:
        httptools.HttpRequestParser(lines).feed_data(b"POST / HTTP/1.1\r\n" + head)
    except httptools.HttpParserError:
        return None
    headers = lines.headers
    connection = {value.lower() for name, value in headers if name == b"connection"}
    known = all(_HEADERS.fullmatch(name) for name, _ in headers) and connection <= _CONNECTION
    if not known or host_of(headers) is None:
        return None
    request = Request(
        {"type": "http", "scheme": "http", "raw_path": SPARQL.encode(), "headers": headers}
    )
    try:
        kind = media_type(request)
    except HttpError:
        return None
    return Client(
        address=address(request),
        formats=accepted_formats(accepted(request)),
        gzip=takes_gzip(headers),
        closes=b"close" in connection,
        length=int(request.headers.get("content-length", 0)),
        media_type=kind,
    )


class _Lines:
    """What the parser calls for each header."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))
