"""Reads web pages: the main text and the metadata in the markup."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents.dates import parse_date
from kg.documents.document import Document, Metadata
from kg.documents.encoding import decode_html
from kg.documents.headers import Headers, split_headers
from kg.documents.markup import Markup, date_in_title, read_markup, without_site
from kg.documents.streams import read_bounded, shown
from kg.documents.text import checked_characters, checked_text
from kg.errors import InputError

# Dates from the markup only. The default latest date is today: output would depend on the clock.
_DATES = {
    "original_date": True,
    "extensive_search": False,
    "deferred_url_extractor": True,
    "max_date": "9999-12-31",
}
_MUCH_MORE = 1.5
_SHORT_LINE = 30  # characters
_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|body|head)\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z0-9-]+)", re.IGNORECASE)


def read_html(stream: BinaryIO, path: str) -> Iterator[Document]:
    """The one document of an .html file; InputError if it is undecodable or has no main text."""
    where = shown(path)
    headers, page = split_headers(read_bounded(stream, where))
    yield read_page(page, headers, path, where)


def read_page(
    page: bytes, headers: Headers, path: str, source: str, record: str | None = None
) -> Document:
    """The document of a page; InputError where it cannot be decoded or has no main text."""
    text, metadata = extract_main_text(decode_html(page, source, headers.charset), source)
    return Document(text, path, record, headers.completed(metadata))


def extract_main_text(page: str, source: str) -> tuple[str, Metadata]:
    """The main text of a page or a piece of one, by trafilatura, and its metadata.

    The text is what trafilatura makes of the page, or the article's own paragraphs where these are
    much more, without lines that repeat earlier ones; offsets count in it, not in the markup.
    InputError where no main text is found.
    """
    # Imported here because it is slow to load, and most inputs do not need it.
    from trafilatura import bare_extraction

    whole = page if _WHOLE_PAGE.search(page) else f"<html><body>{page}</body></html>"
    found: Any = bare_extraction(
        checked_characters(whole, source),
        with_metadata=True,
        include_comments=False,
        deduplicate=False,
        date_extraction_params=_DATES,
    )
    if found is None or not (found.text or "").strip():
        raise InputError(source, "no main text is found in this page")
    markup = read_markup(whole)
    longer = (body for body in markup.bodies if len(body) > _MUCH_MORE * len(found.text))
    text = _without_repeated_lines(next(longer, found.text))
    return checked_text(text, source), _metadata(found, markup, page)


def _without_repeated_lines(text: str) -> str:
    """A text without the lines that were in it before, as captions and pull quotes are."""
    seen: set[str] = set()
    lines = []
    for line in text.split("\n"):
        words = line.strip(' .“”"').casefold()
        if len(words) < _SHORT_LINE or words not in seen:
            lines.append(line)
        seen.add(words)
    return "\n".join(lines)


def _metadata(found: Any, markup: Markup, page: str) -> Metadata:
    language = _LANGUAGE.search(page)
    title = found.title or markup.headline
    in_title = date_in_title(title or "")
    return Metadata(
        title=without_site(title, markup.headline, markup.publisher) if title else None,
        url=found.url or None,
        published=markup.published or in_title or (parse_date(found.date) if found.date else None),
        publisher=markup.publisher or found.sitename or None,
        author=found.author or None,
        language=language[1] if language else None,
    )
