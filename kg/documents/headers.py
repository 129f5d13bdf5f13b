"""What is known of a web page beside its bytes, and how it is kept in front of a saved page."""

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlsplit

from kg.documents.dates import first_date
from kg.documents.document import Metadata

_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_OPENED, _CLOSED = b"<!-- kg fetch ", b" -->\n"


@dataclass(frozen=True, slots=True)
class Headers:
    """What a server, or the feed that named a page, says of it; None for what they do not say.

    Attributes:
        url: the address that the page came from, after all redirects.
        asked: the address that was asked for.
        charset: the encoding of the page, as Content-Type has it.
        date: when the answer was sent, as HTTP has it (RFC 9110, section 6.6.1).
        modified: the header Last-Modified, as it came.
        etag: the header ETag, as it came.
        title: the title in the feed.
        published: the date in the feed, in a form that `parse_date` reads.
        updated: what the feed says of the last change, as it came.
    """

    url: str | None = None
    asked: str | None = None
    charset: str | None = None
    date: str | None = None
    modified: str | None = None
    etag: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None

    def completed(self, metadata: Metadata) -> Metadata:
        """The metadata of the page, and from here what it does not say itself.

        An address of its own counts only within the site that it came from.
        """
        own = metadata.url if metadata.url and _site(metadata.url) == _site(self.url) else None
        return replace(
            metadata,
            url=own or self.url or metadata.url,
            title=metadata.title or self.title,
            published=metadata.published or first_date((self.published, self.modified)),
        )

    def written(self) -> bytes:
        """A comment of HTML that `split_headers` reads."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return _OPENED + json.dumps(said).replace(">", "\\u003e").encode() + _CLOSED


def is_html(content_type: str | None) -> bool:
    """Whether a header Content-Type says that this is a web page."""
    return (content_type or "").partition(";")[0].strip().lower() in _HTML


def charset_of(content_type: str | None) -> str | None:
    """The encoding that a header Content-Type names, None where it names none."""
    found = _CHARSET.search(content_type or "")
    return found[1] if found else None


def split_headers(saved: bytes) -> tuple[Headers, bytes]:
    """The headers in front of a saved page, and the page; of another page none and itself."""
    head, closed, page = saved.partition(_CLOSED)
    if not head.startswith(_OPENED) or not closed:
        return Headers(), saved
    try:
        said = json.loads(head.removeprefix(_OPENED))
    except ValueError:
        return Headers(), saved
    known = {each.name for each in fields(Headers)}
    if not isinstance(said, dict) or not said.keys() <= known:
        return Headers(), saved
    return Headers(**{name: str(value) for name, value in said.items()}), page


def _site(url: str | None) -> str | None:
    with suppress(ValueError):
        return urlsplit(url or "").hostname
    return None
