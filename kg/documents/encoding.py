"""Bytes -> text; what cannot be decoded with certainty is refused."""

import codecs
import re

from kg.documents.detection import detect_single_byte, is_broken_utf8
from kg.errors import InputError

# Longer marks first: that of UTF-16-LE is the beginning of that of UTF-32-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_CONVERT = "convert it to UTF-8"


def decode(data: bytes, source: str) -> str:
    """Text of a file: by its byte order mark, as UTF-8, or in a detected encoding.

    The mark is left out of the text; nothing else is changed, line ends included. InputError where
    the bytes are binary, broken, or of an encoding that cannot be detected.
    """
    text = _as_unicode(data, source)
    return _detected(data, source) if text is None else text


def decode_html(data: bytes, source: str, charset: str | None = None) -> str:
    """Text of a web page: as `decode`, but the encoding that came with the page, as in HTTP, and
    then the one that it declares are tried before detection."""
    text = _as_unicode(data, source)
    for name in (charset, _declared(data)):
        text = _as_labelled(data, name) if text is None and name else text
    return _detected(data, source) if text is None else text


def has_wide_mark(data: bytes) -> bool:
    """Whether the bytes begin with the byte order mark of UTF-16 or UTF-32."""
    return any(data.startswith(mark) for mark, name in _MARKS if name != "utf-8")


def _as_unicode(data: bytes, source: str) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _marked(data: bytes, name: str, source: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        reason = f"begins as {name.upper()} but breaks {error.start} bytes after its mark"
        raise InputError(source, f"{reason}; {_CONVERT}") from None


def _declared(data: bytes) -> str | None:
    declared = _DECLARED.search(data[:4096])
    return declared[1].decode("ascii", "replace") if declared else None


def _as_labelled(data: bytes, name: str) -> str | None:
    name = name.lower()
    # Browsers read these labels as Windows-1252 (Encoding Standard of the WHATWG).
    name = "cp1252" if name in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name
    try:
        return data.decode(name)
    except (LookupError, UnicodeError):
        return None


def _detected(data: bytes, source: str) -> str:
    if b"\0" in data:
        raise InputError(source, "is binary, not text (it holds NUL bytes)")
    if is_broken_utf8(data):
        fault = _first_fault(data)
        raise InputError(source, f"is UTF-8 but broken at byte {fault}; repair it or {_CONVERT}")
    text = detect_single_byte(data)
    if text is None:
        raise InputError(source, f"is not UTF-8, nor can its encoding be told; {_CONVERT}")
    return text


def _first_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)
