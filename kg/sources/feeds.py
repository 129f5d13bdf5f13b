"""What feeds and sitemaps name: addresses of articles, with the title and date that stand there.

feedparser reads the feeds: RSS 0.9 to 2.0 and Atom as people write them, broken XML among it.
"""

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from kg.documents.dates import first_date
from kg.errors import ServiceError

_MOST_UNPACKED = 50_000_000  # bytes, as the protocol of sitemaps has it


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed or sitemap names.

    Attributes:
        published: its date there, as `parse_date` reads it.
        updated: when it was changed, in any form: another text means a change.
    """

    url: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None


def feeds_of(data: bytes) -> list[str] | None:
    """The addresses of the feeds that a file in OPML lists; None for a file of another kind."""
    root = _xml(data) if b"<opml" in data[:2000].lower() else None
    if root is None:
        return None
    found = (each.get("xmlUrl") or each.get("xmlurl") for each in root.iter("{*}outline"))
    return list(dict.fromkeys(filter(None, found)))


def entries_of(data: bytes, url: str, content_type: str = "") -> list[Entry]:
    """The articles that a feed names, in its order.

    Args:
        data: the feed: RSS, Atom or JSON Feed.
        url: its address, which addresses in it may be relative to.

    Raises:
        ServiceError: this is no feed.
    """
    if data.lstrip()[:1] == b"{":
        return list(_of_json(data, url))
    import feedparser

    headers = {"content-type": content_type, "content-location": url}
    found = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not found.get("version") and not found.entries:
        raise ServiceError(f"{url}: is no feed, or a broken one")
    entries = (
        Entry(
            url=_joined(url, each["link"]),
            title=each.get("title") or None,
            published=_moment(each.get("published_parsed") or each.get("updated_parsed")),
            updated=each.get("updated") or each.get("published"),
        )
        for each in map(dict, found.entries)
        if each.get("link")
    )
    return list(entries)


def sitemap_of(data: bytes, url: str) -> tuple[list[Entry], list[str]]:
    """The articles and further sitemaps that a sitemap names; ServiceError where this is none."""
    root = _xml(_unpacked(data, url))
    if root is None or _local(root) not in ("urlset", "sitemapindex"):
        raise ServiceError(f"{url}: is no sitemap")
    said = [{_local(each): (each.text or "").strip() for each in item.iter()} for item in root]
    named = [each for each in said if each.get("loc")]
    if _local(root) == "sitemapindex":
        return [], [_joined(url, each["loc"]) for each in named]
    entries = [
        Entry(
            url=_joined(url, each["loc"]),
            title=each.get("title") or None,
            published=each.get("publication_date") or None,
            updated=each.get("lastmod") or None,
        )
        for each in named
    ]
    return entries, []


def _of_json(data: bytes, url: str) -> Iterator[Entry]:
    """The items of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    try:
        items = json.loads(data).get("items")
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list):
        raise ServiceError(f"{url}: is no feed, or a broken one")
    for each in items:
        said: Mapping[str, Any] = each if isinstance(each, dict) else {}
        text = {name: value for name, value in said.items() if isinstance(value, str)}
        if link := text.get("url") or text.get("external_url"):
            published = text.get("date_published")
            day = first_date([published])
            yield Entry(
                url=_joined(url, link),
                title=text.get("title"),
                published=day.isoformat() if day else None,
                updated=text.get("date_modified") or published,
            )


def _joined(base: str, link: str) -> str:
    """An address that may be relative to another; unchanged where it is no address."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _moment(parsed: Any) -> str | None:
    with suppress(ValueError, TypeError):
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    return None


def _xml(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _unpacked(data: bytes, url: str) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        found = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        raise ServiceError(f"{url}: is not gzip, or broken") from None
    if len(found) > _MOST_UNPACKED:
        raise ServiceError(f"{url}: unpacks to more than {_MOST_UNPACKED // 1_000_000} MB")
    return found
