"""Reads what a request says: its parameters, headers and body."""

from collections.abc import Collection, Mapping
from email.message import Message
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.server.web.bodies import HOLD
from kg.server.web.errors import HttpError

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of the longest body that is read."""

_FIELDS = 1000

Fields = list[tuple[str, str]]


async def read_body(request: Request) -> bytes:
    """The body of a request; HttpError 413 where it is longer than MOST_BYTES, 503 where all bodies
    together are too long, 400 where it ends too early."""
    parts = bytearray()
    try:
        async for part in request.stream():
            request.scope[HOLD](len(part))
            parts += part
            if len(parts) > MOST_BYTES:
                raise HttpError(413, f"the body is longer than {MOST_BYTES // 2**20} MB")
    except ClientDisconnect:
        raise HttpError(400, "the body ends too early") from None
    return bytes(parts)


def accepted(request: Request) -> str | None:
    """The values of all headers Accept of a request, joined; None where it has none."""
    return ",".join(request.headers.getlist("accept")) or None


def accept_of(request: Request, formats: Mapping[str, str]) -> str | None:
    """The media type that `named_format` gives; without one, what `accepted` gives."""
    return named_format(url_fields(request), formats) or accepted(request)


def named_format(fields: Fields, formats: Mapping[str, str]) -> str | None:
    """The media type that the parameter `format` names, of media types by name; None without it.

    HttpError 400 where no format has that name.
    """
    named = values(fields, "format")
    if named and named[0] not in formats:
        raise HttpError(400, f"no format {named[0]!r}; there are: {', '.join(formats)}")
    return formats[named[0]] if named else None


def media_type(request: Request) -> str:
    """The media type of the body in small letters, empty where the request does not say; HttpError
    415 where it is compressed, or its charset is not UTF-8."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise HttpError(415, "a compressed body is not read; send it as it is")
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "utf-8")
    if str(charset).lower().replace("-", "") not in ("utf8", "usascii"):
        raise HttpError(415, f"charset {charset} is not read; send UTF-8")
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def address(request: Request) -> str:
    """The URL of a request without its parameters."""
    host = request.headers.get("host", "localhost")
    return f"{request.scope['scheme']}://{host}{request.scope['raw_path'].decode('latin-1')}"


def url_fields(request: Request) -> Fields:
    """The parameters in the URL of a request."""
    return parse_fields(request.scope["query_string"])


def parse_fields(encoded: bytes) -> Fields:
    """Form-encoded parameters; HttpError 400 where they are more than 1,000 or not UTF-8."""
    pairs = encoded.split(b"&")
    if len(pairs) > _FIELDS:
        raise HttpError(400, f"more than {_FIELDS} parameters")
    try:
        if not encoded.isascii():
            raise UnicodeError
        split = (pair.partition(b"=") for pair in pairs if pair)
        return [(_unquoted(name), _unquoted(value)) for name, _, value in split]
    except UnicodeError:
        raise HttpError(400, "the parameters are not UTF-8, percent-encoded") from None


def _unquoted(encoded: bytes) -> str:
    # urllib.parse.parse_qsl takes three times as long, which counts beside a small query.
    return unquote_to_bytes(encoded.replace(b"+", b" ")).decode()


def check_names(fields: Fields, allowed: Collection[str]) -> None:
    """Refuse (HttpError 400) parameters that mean nothing here."""
    unknown = sorted({name for name, _ in fields} - set(allowed))
    if unknown:
        listed = ", ".join(sorted(allowed)) or "none"
        raise HttpError(400, f"no parameter {unknown[0]!r} here; there are: {listed}")


def values(fields: Fields, name: str) -> list[str]:
    """The values of a parameter, in their order."""
    return [value for key, value in fields if key == name]


def iris(fields: Fields, name: str) -> list[str]:
    """The values of a parameter that takes absolute IRIs; HttpError 400 where one is not."""
    return [check_iri(value, name) for value in values(fields, name)]


def check_iri(value: str, name: str) -> str:
    """The value itself, if it is an absolute IRI; HttpError 400 where it is not."""
    try:
        return NamedNode(value).value
    except ValueError:
        raise HttpError(400, f"{name}={value!r} is not an absolute IRI") from None


def decode(body: bytes) -> str:
    """The text of a body; HttpError 400 where it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise HttpError(400, "the body is not UTF-8") from None
