"""Reads web archives (WARC, ISO 28500), as crawlers and Common Crawl's news have them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents.document import Document
from kg.documents.headers import Headers, charset_of, is_html
from kg.documents.html import read_page
from kg.documents.streams import read_bounded, shown
from kg.errors import InputError, LeftOut

_CHUNK = 1 << 16  # bytes


def read_warc(stream: BinaryIO, path: str) -> Iterator[Document | InputError]:
    """The web pages of a .warc file, one at a time, with an error in the place of each bad one.

    Records that hold no HTML, and answers other than success, are passed over and counted in one
    line. InputError where the file is no WARC, or broken from some record on.
    """
    where, passed, pages = shown(path), Counter[str](), 0
    for number, record in enumerate(_records(stream, where), 1):
        if record.rec_type not in ("response", "resource"):
            continue
        kind = _kind(record)
        found = _read_record(record, path, where, number) if kind is None else None
        if _is_cut_off(record):
            raise InputError(where, "is cut off; the last of its records is not read")
        if kind is not None:
            passed[kind] += 1
        if found is not None:
            pages += 1
            yield found
    if passed:
        counts = " and ".join(f"{count} {what}" for what, count in sorted(passed.items()))
        yield LeftOut(where, f"{counts} among its records are passed over")
    if not pages:
        raise InputError(where, "holds no web pages")


def _records(stream: BinaryIO, where: str) -> Iterator[Any]:
    # Imported here because most inputs do not need it.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    class Records(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # else it is printed, and the error below says as much

    records = Records(stream, no_record_parse=True)
    try:
        for record in records:
            if records.err_count or record.length is None:
                raise InputError(where, "is broken from here on; the rest is not read")
            if (record.content_type or "").startswith("application/http"):
                record.http_headers = _http_headers(record.raw_stream)
            yield record
    except ArchiveLoadFailed:
        raise InputError(where, "is no WARC, or broken from here on") from None


def _http_headers(block: Any) -> Any:
    # Not by the iterator: it takes headers that are cut off for the end of the file.
    from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

    try:
        return StatusAndHeadersParser(["HTTP/"], verify=False).parse(block)
    except EOFError:
        return StatusAndHeaders("", [])


def _kind(record: Any) -> str | None:
    """What a record is, where it is no web page."""
    http = record.http_headers
    if http is not None and not (http.get_statuscode() or "").startswith("2"):
        return "without success"
    kind = http.get_header("Content-Type") if http is not None else record.content_type
    return None if is_html(kind) else "without HTML"


def _is_cut_off(record: Any) -> bool:
    """Whether the file ends before the record does."""
    while record.raw_stream.read(_CHUNK):
        pass
    return bool(record.raw_stream.limit)


def _read_record(record: Any, path: str, where: str, number: int) -> Document | InputError:
    said, http = record.rec_headers.get_header, record.http_headers
    name = (said("WARC-Record-ID") or "").removeprefix("<urn:uuid:").rstrip(">") or str(number)
    source = f"{where}#{name}"
    headers = Headers(
        url=said("WARC-Target-URI"),
        charset=charset_of(http.get_header("Content-Type") if http else record.content_type),
        modified=http.get_header("Last-Modified") if http else None,
    )
    try:
        page = read_bounded(record.content_stream(), source)
        return read_page(page, headers, path, source, name)
    except InputError as error:
        return error
